"""How people sign in: by address, with a password or a code by mail. Nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Identities come from invitations alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
