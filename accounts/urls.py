"""Under /d/<district>/: people and calendar of the program, and one's own settings."""

from django.urls import path

from accounts.views import calendar, district, evaluators, own, paste, people, program

urlpatterns = [
    path("settings/", own.my_settings, name="my-settings"),
    path("program/", program.program_home, name="program-home"),
    path("program/people/", people.people, name="program-people"),
    path("program/people/new/", people.new_person, name="program-people-new"),
    path("program/people/paste/", paste.paste, name="program-paste"),
    path("program/people/<uuid:pk>/", people.person, name="program-person"),
    path("program/people/<uuid:pk>/roles/", people.person_role_add, name="program-person-role-add"),
    path(
        "program/people/<uuid:pk>/roles/<uuid:role>/",
        people.person_role,
        name="program-person-role",
    ),
    path(
        "program/people/<uuid:pk>/roles/<uuid:role>/end/",
        people.person_role_end,
        name="program-person-role-end",
    ),
    path("program/people/<uuid:pk>/invite/", people.person_invite, name="program-person-invite"),
    path(
        "program/people/<uuid:pk>/deactivate/",
        people.person_deactivate,
        name="program-person-deactivate",
    ),
    path(
        "program/people/<uuid:pk>/activate/",
        people.person_activate,
        name="program-person-activate",
    ),
    path("program/district/", district.district_settings, name="program-district"),
    path("program/district/schools/", district.school_add, name="program-district-school-add"),
    path("program/district/schools/<uuid:pk>/", district.school, name="program-district-school"),
    path("program/evaluators/", evaluators.evaluators, name="program-evaluators"),
    path("program/evaluators/<uuid:pk>/end/", evaluators.line_end, name="program-evaluators-end"),
    path(
        "program/evaluators/<uuid:pk>/never-true/",
        evaluators.line_never_true,
        name="program-evaluators-never-true",
    ),
    path("program/calendar/", calendar.calendar, name="program-calendar"),
    path("program/calendar/years/new/", calendar.new_year, name="program-calendar-year-new"),
    path("program/calendar/years/<uuid:pk>/", calendar.year, name="program-calendar-year"),
    path(
        "program/calendar/years/<uuid:pk>/periods/",
        calendar.period_add,
        name="program-calendar-period-add",
    ),
    path(
        "program/calendar/years/<uuid:pk>/days/",
        calendar.days_add,
        name="program-calendar-days-add",
    ),
    path("program/calendar/periods/<uuid:pk>/", calendar.period, name="program-calendar-period"),
    path(
        "program/calendar/days/<uuid:pk>/remove/",
        calendar.day_remove,
        name="program-calendar-day-remove",
    ),
]
