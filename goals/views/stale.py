"""Somebody else saved first: both versions on one page, and nothing lost."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def answer_stale(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    form: forms.Form,
    current: dict[str, Any],
) -> HttpResponse:
    """What was typed stays in the form, now on the newest revision; beside it what is saved."""
    form.data = {name: form.data.get(name) for name in form.fields} | {
        "revision": current["revision"]
    }
    saved = [
        (bound.label, _shown(bound, current[bound.name]))
        for bound in form.visible_fields()
        if current.get(bound.name) not in (None, "")
    ]
    return render(request, template, {**context, "saved": saved}, status=409)


def _shown(bound: Any, value: Any) -> Any:
    """What people read for a choice, not what is stored."""
    choices = dict(getattr(bound.field, "choices", ()))
    return choices.get(str(value), value)
