"""The operator's admin: districts and sign-in identities, on the sign-in connection. No other model
is registered here, and that connection can read no record."""

from typing import Any

# Imported first, so that what they register can be taken out again.
import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from access.identity import signin_alias
from accounts.models import District, User


class DistrictForm(forms.ModelForm[District]):
    class Meta:
        model = District
        fields = ("name", "slug", "time_zone", "minimum_group", "server_keeper")

    def validate_unique(self) -> None:
        """Asked where the operator may read."""
        others = District.objects.using(signin_alias()).exclude(pk=self.instance.pk)
        if others.filter(slug=self.instance.slug).exists():
            self.add_error("slug", "Another district has this address.")


class OnSignInConnection(admin.ModelAdmin[Any]):
    """Reads and writes where the operator's rights are."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).using(signin_alias())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.save(using=signin_alias())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Identities are closed, not deleted; a district is not removed by a click."""
        return False


class DistrictAdmin(OnSignInConnection):
    form = DistrictForm
    list_display = ("name", "slug", "time_zone")

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        self.message_user(
            request,
            f"Nobody can come in yet: `manage.py create_district {obj.slug}` gives it cycle"
            " templates and invites its first administrator.",
            messages.WARNING,
        )
        return super().response_add(request, obj, post_url_continue)


class IdentityAdmin(OnSignInConnection):
    """Opens and closes identities. Address and password are changed by their holder alone, or
    whoever changed them would become that person."""

    ordering = ("email",)
    list_display = ("email", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email",)
    fields = ("email", "is_active", "is_staff", "is_superuser")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("email",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


def sign_in_like_everybody(
    request: HttpRequest, extra_context: dict[str, Any] | None = None
) -> HttpResponse:
    """On the sign-in page, with its limit on tries and its second factor: Django's own form has
    neither, and would try out anybody's password."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
    if not admin.site.has_permission(request):
        raise Http404
    return redirect("admin:index")


admin.site.login = sign_in_like_everybody  # type: ignore[method-assign]  # as allauth says
for registered in list(admin.site._registry):
    admin.site.unregister(registered)
admin.site.register(District, DistrictAdmin)
admin.site.register(User, IdentityAdmin)
