"""`{% names_left_out circle_id readers %}`: for a coach who writes to a mentor, on that coach's page alone,
the names that become numbers. Forms with `data-names` underline them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template

from coaching.enums import PartnershipKind
from mentoring.queries.names import names_to_find

register = template.Library()


@register.inclusion_tag("mentoring/_names_listed.html")
def names_left_out(circle_id: UUID, readers: Iterable[Any]) -> dict[str, Any]:
    """`readers` as the lock line names them. One statement, with a mentor among them alone."""
    kinds = {getattr(reader, "kind", "") for reader in readers or ()}
    return {"names": names_to_find(circle_id) if PartnershipKind.MENTORING in kinds else []}
