"""The mentor's pages, and who can see what. Under /d/<district>/."""

from django.urls import path

from mentoring.views import agreeing, caseload, seeing

urlpatterns = [
    path("coaches/", caseload.coaches, name="coaches"),
    path("coaches/<uuid:pk>/", caseload.caseload, name="caseload"),
    path("my-mentor/", caseload.my_mentor, name="my-mentor"),
    path("review-logs/<uuid:pk>/", caseload.review_log, name="review-log"),
    path("what-i-can-see/", seeing.what_i_can_see, name="what-i-can-see"),
    path("who-can-see/<slug:kind>/<uuid:pk>/", seeing.who_can_see, name="who-can-see"),
    path("my-access/", seeing.my_access, name="my-access"),
    path("my-access/lines/", agreeing.line_answer, name="my-access-line"),
    path("my-access/name/", agreeing.names_given, name="my-name"),
    path("my-access/readers/", agreeing.readmission, name="my-access-reader"),
]
