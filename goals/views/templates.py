"""Program pages: the district's cycle templates."""

from uuid import UUID

from django.forms import modelformset_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.identity import MemberRequest
from config.feedback import say
from goals.forms import StageForm, TemplateForm
from goals.models import CycleTemplate, TemplateStage
from goals.services.templates import edit_template, restore_template, retire_template

StageFormSet = modelformset_factory(TemplateStage, form=StageForm, extra=0)


@require_GET
def templates(request: MemberRequest, district: str) -> HttpResponse:
    everything = list(CycleTemplate.objects.prefetch_related("stages"))
    context = {
        "templates": [template for template in everything if not template.retired_at],
        "retired": [template for template in everything if template.retired_at],
    }
    return render(request, "goals/templates.html", context)


@require_http_methods(["GET", "POST"])
def template_edit(request: MemberRequest, district: str, pk: UUID) -> HttpResponse:
    template = get_object_or_404(CycleTemplate.objects, pk=pk)
    form = TemplateForm(request.POST or None, instance=template)
    stages = StageFormSet(request.POST or None, queryset=template.stages.all(), prefix="stage")
    if request.method == "POST" and form.is_valid() and stages.is_valid():
        edit_template(template=form.save(commit=False), stages=stages.save(commit=False))
        say(request, "Saved. Cycles under way keep the stages they began with.")
        return redirect("program-templates", district=district)
    context = {"form": form, "stages": stages, "template": template}
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
