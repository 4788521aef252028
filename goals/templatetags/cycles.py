"""`{% stage_moves cycle_id stages %}`: on to the next stage or back, from any page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import template
from django.template import Context

register = template.Library()


@register.inclusion_tag("goals/_stage_moves.html", takes_context=True)
def stage_moves(
    context: Context, cycle_id: UUID, stages: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """`stages` as the track draws them, in order; a stage's position is its place among them."""
    numbered = [{**stage, "position": place} for place, stage in enumerate(stages, start=1)]
    now = next((stage["position"] for stage in numbered if stage["state"] == "now"), 0)
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "cycle_id": cycle_id,
        "seen": now,
        "before": next((stage for stage in numbered if stage["position"] == now - 1), None),
        "after": next((stage for stage in numbered if stage["position"] == now + 1), None),
    }
