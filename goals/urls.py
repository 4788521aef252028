"""Under /d/<district>/."""

from django.urls import URLPattern, URLResolver, path

from goals.views import carrying, cycles, goals, progress, sharing, steps, templates

urlpatterns: list[URLPattern | URLResolver] = [
    path("growth/", goals.growth, name="growth"),
    path("goals/new/", goals.goal_new, name="goal-new"),
    path("goals/<uuid:pk>/", goals.goal, name="goal"),
    path("goals/<uuid:pk>/edit/", goals.goal_edit, name="goal-edit"),
    path("goals/<uuid:pk>/status/<slug:status>/", goals.goal_status, name="goal-status"),
    path("goals/<uuid:pk>/steps/new/", steps.step_new, name="step-new"),
    path("goals/<uuid:pk>/measurements/new/", progress.measurement_new, name="measurement-new"),
    path("goals/<uuid:pk>/outcome/", progress.outcome, name="goal-outcome"),
    path("goals/<uuid:pk>/cycle/", cycles.cycle_new, name="cycle-new"),
    path("goals/<uuid:pk>/carry/", carrying.goal_carry, name="goal-carry"),
    path("goals/<uuid:pk>/share/", sharing.goal_share, name="goal-share"),
    path("steps/<uuid:pk>/edit/", steps.step_edit, name="step-edit"),
    path("steps/<uuid:pk>/done/", steps.step_done, name="step-done"),
    path("steps/<uuid:pk>/undone/", steps.step_undone, name="step-undone"),
    path("measurements/<uuid:pk>/remove/", progress.measurement_remove, name="measurement-remove"),
    path("cycles/<uuid:pk>/move/<int:position>/", cycles.cycle_move, name="cycle-move"),
    path("cycles/<uuid:pk>/end/", cycles.cycle_end, name="cycle-end"),
    path("cycles/<uuid:pk>/reopen/", cycles.cycle_reopen, name="cycle-reopen"),
    path("shares/<uuid:pk>/take-back/", sharing.share_take_back, name="share-take-back"),
    path("program/cycle-templates/", templates.templates, name="program-templates"),
    path("program/cycle-templates/new/", templates.template_new, name="program-templates-new"),
    path(
        "program/cycle-templates/<uuid:pk>/", templates.template_edit, name="program-templates-edit"
    ),
    path(
        "program/cycle-templates/<uuid:pk>/retire/",
        templates.template_retire,
        name="program-templates-retire",
    ),
    path(
        "program/cycle-templates/<uuid:pk>/restore/",
        templates.template_restore,
        name="program-templates-restore",
    ),
]
