"""Every address outside the districts, by who gets in. One that stands nowhere here fails a test."""

# The same for everybody, and about nobody.
OPEN = (
    "/healthz",
    "/readyz",
    "/accounts/inactive/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/made-up/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-made-up/",
    "/accounts/password/reset/key/done/",
    "/invitations/made-up/",
    "/invitations/made-up/sign-out/",
)
# For whoever is not signed in; who is, is led on.
SIGNING_IN = (
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/login/code/confirm/",
    "/accounts/signup/",
    "/accounts/2fa/authenticate/",
)
# About whoever is signed in.
ONES_OWN = (
    "/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/password/set/",
    "/accounts/sessions/",
    "/accounts/2fa/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/download/",
    "/accounts/2fa/recovery-codes/generate/",
)
OPERATORS = (
    "/operator/",
    "/operator/login/",
    "/operator/logout/",
    "/operator/password_change/",
    "/operator/password_change/done/",
    "/operator/autocomplete/",
    "/operator/jsi18n/",
    "/operator/r/1/1/",
    "/operator/accounts/",
    "/operator/no/such/page",
    *(
        f"/operator/accounts/{model}/{page}"
        for model in ("district", "user")
        for page in ("", "add/", "1/", "1/change/", "1/history/", "1/delete/")
    ),
)
