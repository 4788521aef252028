"""The relation: all that decides who reads what.

A *circle* is the set of people who may read a thing: a chapter of a partnership, a request, or one
person's shelf. A *participant* is in it with a part: the coach, who supports, or the partner, who is
supported. An *evaluation line* says that one member has a say over another's job; whoever evaluates
a partner of a circle reads nothing of it. A *share* lends one item to one member until a day, and a
*look* records that somebody outside the circle has read it.

The views `alongside.audience` and `alongside.evaluation` (sql/views.sql) are the only place where
these are combined. The lines are in `access.models.lines`, what people say about the relation in
`access.models.agreements`.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models.functions import Now

from access.constraint import DistrictKey, RowPolicy
from access.policy import (
    EVERY_ROW,
    IN_MY_CIRCLES,
    INSERT,
    SELECT,
    UPDATE,
    Rule,
)
from access.roles import DEFINER, MEMBER


class Me(models.Func):
    """The member behind the seal, as a column default: nobody writes as somebody else."""

    function = "alongside.me"
    template = "%(function)s()"
    output_field = models.UUIDField()
    allowed_default = True


class MyDistrict(models.Func):
    """The district behind the seal, as a column default."""

    function = "alongside.my_district"
    template = "%(function)s()"
    output_field = models.UUIDField()
    allowed_default = True


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A key whose constraint is written by a `DistrictKey`, and whose rows the database cascades."""

    def __init__(self, to: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs["on_delete"] = models.DO_NOTHING
        super().__init__(to, **kwargs)


class DistrictModel(models.Model):
    """A row of one district, with a random id that is safe in an address."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    district = TenantForeignKey(
        "accounts.District", related_name="+", db_default=MyDistrict(), db_index=False
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["district", "id"], name="%(app_label)s_%(class)s_in_district"
            ),
            DistrictKey(
                "%(app_label)s_%(class)s_district",
                fields=("district",),
                target="accounts.District",
                target_fields=("id",),
                on_delete="RESTRICT",
            ),
        ]


class Circle(DistrictModel):
    """The people who may read a thing. Opened and closed by the database's functions only."""

    class Kind(models.TextChoices):
        CHAPTER = "chapter", "Chapter of a partnership"
        REQUEST = "request", "Request"
        SHELF = "shelf", "One person's own"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    partnership = TenantForeignKey(
        "coaching.Partnership", null=True, related_name="chapters", db_index=True
    )
    admits_evaluator = models.BooleanField(default=False)
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            DistrictKey(
                "circle_partnership",
                fields=("district", "partnership"),
                target="coaching.Partnership",
            ),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=models.Q(closed_at=None),
                name="circle_one_open_chapter",
            ),
            RowPolicy(
                "circle_read",
                SELECT,
                to=MEMBER,
                using=Rule(
                    "its participants, less whoever evaluates a partner",
                    "id = ANY (ARRAY(SELECT alongside.mine()))",
                ),
            ),
            RowPolicy("circle_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("circle_open", INSERT, to=DEFINER, check=EVERY_ROW),
            RowPolicy("circle_close", UPDATE, to=DEFINER, columns=("closed_at",), using=EVERY_ROW),
        ]


class Participant(DistrictModel):
    """A member in a circle. Written by the database's functions only, never back-dated."""

    class Part(models.TextChoices):
        COACH = "coach", "Coach"
        PARTNER = "partner", "Partner"

    circle = TenantForeignKey(Circle, related_name="participants")
    member = TenantForeignKey("accounts.Member", related_name="participations")
    part = models.CharField(max_length=10, choices=Part.choices)
    joined_at = models.DateTimeField(db_default=Now())

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "circle", "member"], name="participant_once"
            ),
            DistrictKey(
                "participant_circle", fields=("district", "circle"), target="access.Circle"
            ),
            DistrictKey(
                "participant_member",
                fields=("district", "member"),
                target="accounts.Member",
                on_delete="RESTRICT",
            ),
            RowPolicy("participant_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("participant_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("participant_join", INSERT, to=DEFINER, check=EVERY_ROW),
        ]


class Share(DistrictModel):
    """One item of a circle, lent by a partner to one member until a day; taken back at any time."""

    circle = TenantForeignKey(Circle, related_name="shares")
    item_kind = models.CharField(max_length=20)
    item_id = models.UUIDField()
    sharer = TenantForeignKey("accounts.Member", related_name="+", db_default=Me())
    reader = TenantForeignKey("accounts.Member", related_name="shared_with_me")
    until = models.DateField()
    shared_at = models.DateTimeField(db_default=Now())
    taken_back_at = models.DateTimeField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            DistrictKey("share_circle", fields=("district", "circle"), target="access.Circle"),
            DistrictKey("share_sharer", fields=("district", "sharer"), target="accounts.Member"),
            DistrictKey("share_reader", fields=("district", "reader"), target="accounts.Member"),
            RowPolicy(
                "share_read",
                SELECT,
                to=MEMBER,
                using=IN_MY_CIRCLES
                | Rule("the reader", "id = ANY (ARRAY(SELECT alongside.my_shares()))"),
            ),
            RowPolicy(
                "share_lend",
                INSERT,
                to=MEMBER,
                check=Rule(
                    "a partner of the circle, to a member who evaluates none of its partners",
                    "sharer_id = (SELECT alongside.me())"
                    " AND shared_at = statement_timestamp() AND taken_back_at IS NULL"
                    " AND alongside.may_share(circle_id, reader_id)",
                ),
            ),
            RowPolicy(
                "share_take_back",
                UPDATE,
                to=MEMBER,
                columns=("taken_back_at", "until"),
                using=Rule(
                    "whoever shared it, while they may read the circle",
                    "sharer_id = (SELECT alongside.me())"
                    " AND circle_id = ANY (ARRAY(SELECT alongside.mine()))",
                ),
                check=Rule(
                    "only to take it back",
                    "taken_back_at = statement_timestamp()",
                ),
            ),
            RowPolicy("share_relate", SELECT, to=DEFINER, using=EVERY_ROW),
        ]
        indexes = [models.Index(fields=["item_id"], name="share_by_item")]


class Look(DistrictModel):
    """A reader outside the circle has opened an item, by the hour."""

    circle = TenantForeignKey(Circle, related_name="looks")
    item_kind = models.CharField(max_length=20)
    item_id = models.UUIDField()
    reader = TenantForeignKey("accounts.Member", related_name="+")
    hour = models.DateTimeField()

    class Meta(DistrictModel.Meta):
        constraints = [
            *DistrictModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "item_id", "reader", "hour"], name="look_once_an_hour"
            ),
            DistrictKey("look_circle", fields=("district", "circle"), target="access.Circle"),
            DistrictKey("look_reader", fields=("district", "reader"), target="accounts.Member"),
            RowPolicy("look_read", SELECT, to=MEMBER, using=IN_MY_CIRCLES),
            RowPolicy("look_relate", SELECT, to=DEFINER, using=EVERY_ROW),
            RowPolicy("look_note", INSERT, to=DEFINER, check=EVERY_ROW),
        ]


class SealKey(models.Model):
    """A secret that verifies seals. Readable by the definer's functions alone."""

    name = models.CharField(max_length=20, primary_key=True)
    secret = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [RowPolicy("sealkey_verify", SELECT, to=DEFINER, using=EVERY_ROW)]


class CircleModel(DistrictModel):
    """A row that a circle reads. Author and time come from the database."""

    circle = TenantForeignKey(Circle, related_name="+")
    author = TenantForeignKey("accounts.Member", related_name="+", db_default=Me(), db_index=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(DistrictModel.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["district", "circle", "id"], name="%(app_label)s_%(class)s_in_circle"
            ),
            DistrictKey(
                "%(app_label)s_%(class)s_circle",
                fields=("district", "circle"),
                target="access.Circle",
            ),
            DistrictKey(
                "%(app_label)s_%(class)s_author",
                fields=("district", "author"),
                target="accounts.Member",
                on_delete="RESTRICT",
            ),
        ]
