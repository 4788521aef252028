"""Program pages: the district's cycle templates."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from config.feedback import say
from goals.forms import FirstStages, StageFormSet, TemplateForm
from goals.models import CycleTemplate
from goals.services.templates import restore_template, retire_template, save_template


@require_GET
def templates(request: MemberRequest, district: str) -> HttpResponse:
    everything = list(CycleTemplate.objects.prefetch_related("stages"))
    context = {
        "templates": [template for template in everything if not template.retired_at],
        "retired": [template for template in everything if template.retired_at],
    }
    return render(request, "goals/templates.html", context)


@require_http_methods(["GET", "POST"])
def template_new(request: MemberRequest, district: str) -> HttpResponse:
    form = TemplateForm(request.POST or None)
    stages = FirstStages(request.POST or None, prefix="stage")
    if request.method == "POST" and form.is_valid() and stages.is_valid():
        save_template(template=form.save(commit=False), stages=stages.stages())
        say(request, "Added. Cycles can start from it.")
        return redirect("program-templates", district=district)
    context = {"form": form, "stages": stages}
    status = 422 if request.method == "POST" else 200
    return render(request, "goals/template_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def template_edit(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    template = get_object_or_404(CycleTemplate.objects, pk=pk)
    name = template.name
    form = TemplateForm(request.POST or None, instance=template)
    stages = StageFormSet(
        request.POST or None,
        initial=list(template.stages.values("name", "prompt", "cadence_days")),
        prefix="stage",
    )
    if request.method == "POST" and form.is_valid() and stages.is_valid():
        save_template(template=form.save(commit=False), stages=stages.stages())
        say(request, "Saved. Cycles under way keep the stages they began with.")
        return redirect("program-templates", district=district)
    context = {"form": form, "stages": stages, "template": template, "name": name}
    status = 422 if request.method == "POST" else 200
    return render(request, "goals/template_edit.html", context, status=status)


@require_POST
def template_retire(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    retire_template(template=get_object_or_404(CycleTemplate.objects, pk=pk))
    undo = reverse("program-templates-restore", kwargs={"district": district, "pk": pk})
    say(request, "Retired. No new cycle starts from it.", undo_url=undo)
    return redirect("program-templates", district=district)


@require_POST
def template_restore(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    restore_template(template=get_object_or_404(CycleTemplate.objects, pk=pk))
    return redirect("program-templates", district=district)
