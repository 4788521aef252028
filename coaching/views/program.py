"""The program's pages: partnerships as logistics, coach roles and their agreements."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from access.refusals import Refused
from coaching.enums import PartnershipStatus, TimeCategory
from coaching.forms.partnership import PairingForm
from coaching.forms.role import AgreementForm, CoachRoleForm
from coaching.models import CoachRole, RoleAgreement
from coaching.queries import partnerships as queries
from coaching.services import partnerships as services
from coaching.services import roles
from coaching.views.partnership import LIST_SHOWN
from coaching.views.past import shown
from config.feedback import say, say_problem
from config.searching import is_search, keep_search, typed_words, words_of

PREVIEW = "preview"
STATUSES = [
    ("current", "Current"),
    ("proposed", "Proposed"),
    ("paused", "Paused"),
    ("ended", "Ended"),
    ("all", "All"),
]
# Home leads here where there are some; offered beside the others they would mostly be empty.
NEEDS = {"no-coach": "Without a coach", "evaluator": "Coached by an evaluator"}


@require_http_methods(["GET", "POST"])
def partnerships(request: MemberRequest, district: str) -> HttpResponse:
    """Names, kinds and status; no dates where the administrator evaluates a partner."""
    if is_search(request):
        return keep_search(request)
    words = words_of(request)
    wanted = request.GET.get("status", "current")
    limit = shown(request, LIST_SHOWN)
    found = queries.named(queries.narrowed(queries.for_program(), wanted), words)
    # From the pulse, whose index is in this order: a district may hold fifty thousand.
    dated = found.filter(pulses__isnull=False).annotate(last_contact=F("pulses__last_contact"))
    dated = dated.order_by("-pulses__last_contact", "-pulses__partnership_id")
    rows = list(queries.with_people(dated)[: limit + 1])
    undated = found.filter(pk__in=queries.denied_to_admin()).order_by("pk")
    hidden = list(queries.with_people(undated)[: limit + 1])
    more = len(rows) > limit or len(hidden) > limit
    context = {
        "rows": rows[:limit],
        "hidden": hidden[:limit],
        "next_shown": limit + LIST_SHOWN if more else None,
        "q": words,
        "wanted": wanted if wanted in {*dict(STATUSES), *NEEDS} else "all",
        "statuses": [need for need in NEEDS.items() if need[0] == wanted] + STATUSES,
    }
    return render(request, "coaching/program_partnerships.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: MemberRequest, district: str) -> HttpResponse:
    """A pairing: their own clicks begin it."""
    if is_search(request):
        form = PairingForm.found(request.POST)
    else:
        form = PairingForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.propose_pairing(
                kind=values["kind"],
                coach_id=values["coach"].pk,
                partners=form.chosen(),
                slug=district,
                team_name=values["team_name"],
                coach_role_id=values["coach_role"].pk if values["coach_role"] else None,
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            say(request, "Proposed. It begins when they say so.")
            return redirect("program-partnerships", district=district)
    return render(
        request,
        "coaching/program_partnerships_propose.html",
        {"form": form, "q": typed_words(request)},
        status=422 if form.is_bound else 200,
    )


@require_POST
def end(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    pairing = get_object_or_404(queries.for_program(), pk=pk)
    services.set_status(partnership=pairing, status=PartnershipStatus.ENDED)
    undo = reverse("program-partnerships-take-back", kwargs={"district": district, "pk": pk})
    say(request, "Ended. What was written stays with those who were in it.", undo_url=undo)
    return redirect("program-partnerships", district=district)


@require_POST
def take_back(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Undoes one's own ending, within ten minutes."""
    get_object_or_404(queries.for_program(), pk=pk)
    try:
        services.take_back_ending(partnership_id=pk)
    except Refused as no:
        say_problem(request, str(no))
    else:
        say(request, "Taken back. It goes on where it was.")
    return redirect("program-partnerships", district=district)


@require_GET
def coach_roles(request: MemberRequest, district: str) -> HttpResponse:
    every = CoachRole.objects.order_by(F("retired_at").asc(nulls_first=True), "title")
    return render(request, "coaching/program_coach_roles.html", {"roles": every})


@require_http_methods(["GET", "POST"])
def coach_role_new(request: MemberRequest, district: str) -> HttpResponse:
    form = CoachRoleForm(request.POST or None)
    if (saved := _saved(form)) is not None:
        say(request, "Saved. Next: the agreement.")
        return redirect("program-coach-roles-edit", district=district, pk=saved.pk)
    return _role_page(request, None, form=form, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def coach_role(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Its settings; the agreement stands below with a form of its own."""
    role = get_object_or_404(CoachRole.objects, pk=pk)
    form = CoachRoleForm(request.POST or None, instance=role)
    if _saved(form) is not None:
        say(request, "Saved.")
        return redirect("program-coach-roles-edit", district=district, pk=pk)
    return _role_page(request, role, form=form, status=422 if form.is_bound else 200)


@require_POST
def agreement(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Publishes a new version to everyone in the district."""
    role = get_object_or_404(CoachRole.objects, pk=pk)
    form = AgreementForm(request.POST)
    if not form.is_valid():
        return _role_page(request, role, agreement_form=form, status=422)
    if request.POST.get("step") == PREVIEW:
        return _role_page(request, role, agreement_form=form, preview=form.agreement(role))
    try:
        roles.publish_agreement(
            role=role,
            seen_version=form.cleaned_data["seen"],
            texts=form.texts(),
            shares=form.shares(),
            told=form.cleaned_data["told"],
        )
    except roles.AgreementChanged:
        return _role_page(request, role, agreement_form=form, stale=True, status=409)
    say(request, "Published. Everyone in the district can read it.")
    return redirect("program-coach-roles-edit", district=district, pk=pk)


@require_POST
def retire(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Retires it, or brings it back."""
    role = get_object_or_404(CoachRole.objects, pk=pk)
    if role.retired_at:
        roles.bring_back_coach_role(role=role)
        say(request, "Offered again.")
    else:
        roles.retire_coach_role(role=role)
        say(request, "Retired. Whoever has it keeps it; nobody new gets it.")
    return redirect("program-coach-roles", district=district)


def _saved(form: CoachRoleForm) -> CoachRole | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return roles.save_coach_role(role=form.save(commit=False))
    except Refused as no:
        form.add_error("title", str(no))
        return None


def _role_page(
    request: MemberRequest,
    role: CoachRole | None,
    *,
    form: CoachRoleForm | None = None,
    agreement_form: AgreementForm | None = None,
    stale: bool = False,
    preview: RoleAgreement | None = None,
    status: int = 200,
) -> HttpResponse:
    versions = list(RoleAgreement.objects.filter(coach_role=role)[:20]) if role else []
    latest = versions[0] if versions else None
    if stale and agreement_form is not None and latest is not None:
        # Saving once more is a decision made with both versions in view.
        agreement_form.data = {
            **{name: agreement_form.data.get(name) for name in agreement_form.fields},
            "told": agreement_form.cleaned_data["told"],
            "seen": str(latest.version),
        }
    context: dict[str, Any] = {
        "role": role,
        "form": form or CoachRoleForm(instance=role),
        "agreement_form": agreement_form or AgreementForm(latest=latest),
        "versions": versions,
        "latest": latest,
        "stale": stale,
        "preview": preview,
        "shares": _shares_of(preview) if preview else [],
    }
    return render(request, "coaching/program_coach_role.html", context, status=status)


def _shares_of(agreement: RoleAgreement) -> list[tuple[str, int]]:
    return [(category.label, agreement.shares.get(category, 0)) for category in TimeCategory]
