"""Partnerships, a coach's time, and the program's side of both."""

from django.urls import path

from coaching.views import partnership, pausing, program, time

urlpatterns = [
    path("partnerships/", partnership.partnerships, name="partnerships"),
    path("partnerships/new/", partnership.open_new, name="partnership-open"),
    path("partnerships/<uuid:pk>/", partnership.partnership, name="partnership"),
    path("partnerships/<uuid:pk>/answer/", partnership.answer, name="partnership-answer"),
    path("partnerships/<uuid:pk>/ask/", partnership.ask, name="partnership-ask"),
    path("partnerships/<uuid:pk>/long-term/", partnership.long_term, name="partnership-long-term"),
    path("partnerships/<uuid:pk>/pause/", pausing.pause, name="partnership-pause"),
    path("partnerships/<uuid:pk>/resume/", pausing.resume, name="partnership-resume"),
    path("partnerships/<uuid:pk>/end/", partnership.end, name="partnership-end"),
    path("partnerships/<uuid:pk>/leave/", partnership.leave, name="partnership-leave"),
    path("partnerships/<uuid:pk>/take-back/", partnership.take_back, name="partnership-take-back"),
    path("time/", time.my_time, name="time"),
    path("program/partnerships/", program.partnerships, name="program-partnerships"),
    path("program/partnerships/new/", program.propose, name="program-partnerships-propose"),
    path("program/partnerships/<uuid:pk>/end/", program.end, name="program-partnerships-end"),
    path(
        "program/partnerships/<uuid:pk>/take-back/",
        program.take_back,
        name="program-partnerships-take-back",
    ),
    path("program/coach-roles/", program.coach_roles, name="program-coach-roles"),
    path("program/coach-roles/new/", program.coach_role_new, name="program-coach-roles-new"),
    path("program/coach-roles/<uuid:pk>/", program.coach_role, name="program-coach-roles-edit"),
    path(
        "program/coach-roles/<uuid:pk>/agreement/",
        program.agreement,
        name="program-coach-roles-agreement",
    ),
    path(
        "program/coach-roles/<uuid:pk>/retire/", program.retire, name="program-coach-roles-retire"
    ),
]
