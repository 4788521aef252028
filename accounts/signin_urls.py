"""Signing in: allauth's addresses, and in the demo a list of accounts on the sign-in page."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.urls import include, path

DEMO_ROLES = {
    "coach": "Coach",
    "teacher": "Teacher",
    "mentor": "Mentor",
    "admin": "Program administrator",
    "principal": "Principal (evaluates the teacher)",
}


class SignInView(LoginView):  # type: ignore[misc]  # allauth ships no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["demo_accounts"] = [
                {
                    "email": f"{role}@{slug}.test",
                    "password": "alongside-demo",
                    "label": label,
                    "district": slug.capitalize(),
                }
                for slug in ("riverbend", "lakeshore")
                for role, label in DEMO_ROLES.items()
            ]
        return context


urlpatterns = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("", include("allauth.urls")),
]
