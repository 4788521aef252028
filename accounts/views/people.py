"""Program pages: the staff list, and one person with roles, address and evaluation lines."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from access.identity import MemberRequest
from access.refusals import Refused
from accounts.forms.people import (
    EditPersonForm,
    FilterForm,
    PersonForm,
    RoleForm,
    WorkForm,
    person_values,
)
from accounts.models import Contact, Invitation, Member, RoleAssignment
from accounts.queries import (
    assignments_of,
    database_day,
    dated_assignments,
    lines_over,
    listed_people,
    open_lines,
    page_of,
    with_doubt,
)
from accounts.services.invitations import invite
from accounts.services.people import (
    add_person,
    change_work,
    edit_person,
    end_role,
    grant_role,
    set_active,
)
from config.feedback import say, say_problem
from config.searching import is_search, keep_search, words_of


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: MemberRequest, district: str) -> HttpResponse:
    """The staff list, a page at a time, narrowed by role, school and what somebody waits for, or
    searched by name or address."""
    if is_search(request):
        return keep_search(request)
    words = words_of(request)
    filters = FilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    school = chosen.get("school")
    narrowing = {name: chosen.get(name) or "" for name in ("role", "need")}
    found = listed_people(named=words, school=school.pk if school else None, **narrowing)
    shown, after = page_of(found, chosen.get("after"))
    context = {
        "filters": filters,
        "q": words,
        "people": shown,
        "narrowed": bool(words or school or any(narrowing.values())),
        "after": after,
        "first_page": not chosen.get("after"),
    }
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: MemberRequest, district: str) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = add_person(**form.cleaned_data)
        except Refused as no:
            form.add_error("email", str(no))
        else:
            say(request, "Added. Give this person a role next.")
            return redirect("program-person", district=district, pk=member.pk)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/person_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    """Shows a person; a POST corrects what the staff list says."""
    member = get_object_or_404(with_doubt(Member.objects.all()), pk=pk)
    if request.method != "POST":
        return person_page(request, member)
    form = EditPersonForm(request.POST)
    if form.is_valid():
        try:
            edit_person(member=member, **form.cleaned_data)
        except Refused as no:
            form.add_error("email", str(no))
        else:
            say(request, "Saved.")
            return redirect("program-person", district=district, pk=pk)
    return person_page(request, member, form=form, status=422)


def person_page(
    request: MemberRequest,
    member: Member,
    *,
    form: forms.Form | None = None,
    role_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    contact = Contact.objects.filter(member=member).first()
    context: dict[str, Any] = {
        "person": member,
        "name": member.name,
        "contact": contact,
        "form": form or EditPersonForm(initial=person_values(member, contact)),
        "role_form": role_form or RoleForm(),
        "assignments": assignments_of(member),
        "lines_about": lines_over(member),
        "lines_by": open_lines().filter(evaluator=member),
        "invitation": Invitation.objects.filter(member=member).order_by("-invited_at").first()
        if member.user_id is None
        else None,
        "is_me": member.pk == request.member.id,
    }
    return render(request, "accounts/person.html", context, status=status)


@require_POST
def person_role_add(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    member = get_object_or_404(Member.objects, pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            grant_role(
                member=member,
                evaluators_path=reverse("program-evaluators", kwargs={"district": district}),
                **form.cleaned_data,
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
            later = form.cleaned_data["starts_on"] > database_day()
            say(request, "Role added. It begins later." if later else "Role added, from today.")
            return redirect("program-person", district=district, pk=pk)
    return person_page(request, member, role_form=form, status=422)


@require_http_methods(["GET", "POST"])
def person_role(request: MemberRequest, district: str, pk: UUID, role: UUID) -> HttpResponse:
    """How much of a week somebody does a role, on which days and until when."""
    assignment = get_object_or_404(dated_assignments(), pk=role, member=pk)
    form = WorkForm(
        request.POST or None,
        role=assignment.role,
        begins_on=assignment.starts_on,
        initial={
            "fte": assignment.fte,
            "days": assignment.days,
            "coach_role": assignment.coach_role_id,
            "last_day": assignment.last_day,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_work(assignment=assignment, by=request.member.id, **form.cleaned_data)
        except Refused as no:
            form.add_error("last_day", str(no))
        else:
            say(request, "Saved.")
            return redirect("program-person", district=district, pk=pk)
    context = {"form": form, "assignment": assignment}
    return render(request, "accounts/role.html", context, status=422 if form.errors else 200)


@require_POST
def person_role_end(request: MemberRequest, district: str, pk: UUID, role: UUID) -> HttpResponse:
    assignment = get_object_or_404(RoleAssignment.objects, pk=role, member=pk)
    try:
        end_role(assignment=assignment, by=request.member.id)
    except Refused as no:
        say_problem(request, str(no))
    else:
        say(request, "Role ended as of today.")
    return redirect("program-person", district=district, pk=pk)


@require_POST
def person_invite(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    member = get_object_or_404(Member.objects, pk=pk)
    try:
        invite(member=member)
    except Refused as no:
        say_problem(request, str(no))
    else:
        say(request, "Invitation on its way. Its link works once, for 14 days.")
    return redirect("program-person", district=district, pk=pk)


@require_POST
def person_deactivate(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    member = get_object_or_404(Member.objects, pk=pk)
    try:
        set_active(member=member, active=False, by=request.member.id)
    except Refused as no:
        say_problem(request, str(no))
    else:
        undo = reverse("program-person-activate", kwargs={"district": district, "pk": pk})
        say(request, "This person can no longer come in.", undo_url=undo)
    return redirect("program-person", district=district, pk=pk)


@require_POST
def person_activate(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    member = get_object_or_404(Member.objects, pk=pk)
    set_active(member=member, active=True, by=request.member.id)
    say(request, "This person can come in again.")
    return redirect("program-person", district=district, pk=pk)
