"""Under /d/<district>/."""

from django.urls import URLPattern, URLResolver, include, path

from coaching.views import expiring, home, log, newcomers, planned, session

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("newcomers/<uuid:pk>/", newcomers.newcomer, name="newcomer"),
    path("newcomers/<uuid:pk>/undo/", newcomers.newcomer_undo, name="newcomer-undo"),
    path("log/", log.log, name="log"),
    path("log/people/", log.log_people, name="log-people"),
    path("log/other/", log.log_other, name="log-other"),
    path("log/<uuid:pk>/", log.logged, name="logged"),
    path("log/<uuid:pk>/change/", log.log_change, name="log-change"),
    path("log/<uuid:pk>/remove/", log.log_remove, name="log-remove"),
    path("log/<uuid:pk>/undo/", log.log_undo, name="log-undo"),
    path("sessions/", session.sessions, name="sessions"),
    path("expiring/", expiring.my_expiring, name="my-expiring"),
    path("sessions/plan/", planned.session_plan, name="session-plan"),
    path("sessions/<uuid:pk>/", session.session, name="session"),
    path("sessions/<uuid:pk>/change/", session.session_change, name="session-change"),
    path("sessions/<uuid:pk>/step/", session.session_step, name="session-step"),
    path("sessions/<uuid:pk>/note/", session.session_note, name="session-note"),
    path("sessions/<uuid:pk>/happened/", planned.session_happened, name="session-happened"),
    path("sessions/<uuid:pk>/moved/", planned.session_moved, name="session-moved"),
    path("sessions/<uuid:pk>/not-held/", planned.session_not_held, name="session-not-held"),
    path("sessions/<uuid:pk>/plan-again/", planned.session_plan_again, name="session-plan-again"),
    path("sessions/<uuid:pk>/plan-undo/", planned.session_plan_undo, name="session-plan-undo"),
    path("", include("coaching.request_urls")),
    path("", include("coaching.partnership_urls")),
]
