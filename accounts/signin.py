"""How people sign in: by address, with a password or a code by mail. Nobody signs up by themselves."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Identities come from invitations alone. Mistakes are answered in our words, and never say
    whether an address has an account."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Address and password don’t fit together. Try again, or have a "
        "code sent instead.",
        "incorrect_code": "That isn’t the code from the newest mail. Look again, or ask for another.",
        "incorrect_password": "That isn’t your password.",
        "enter_current_password": "That isn’t your password now.",
        "too_many_login_attempts": "That was too many tries. Wait five minutes, then try again.",
        "rate_limited": "That was too many tries. Wait a few minutes, then try again.",
        "same_as_current": "Choose another one than you have now.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
