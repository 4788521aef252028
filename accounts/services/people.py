"""People of a district: added, corrected, given roles, and who has a say over whose job."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Lower

from access.models import EvaluationLine
from access.refusals import Refused, refusals
from accounts.enums import Role
from accounts.models import Contact, Member, RoleAssignment, School
from accounts.queries import database_day, not_over
from accounts.services.cutting import (
    evaluators_at,
    tell_whom_it_will_cut_off,
    telling_whom_it_cuts_off,
)

ADDRESS_TAKEN = "Somebody else in this district has this address."
THEIR_EVALUATOR = (
    "You evaluate this person, or did, so somebody else keeps their address and roles: "
    "ask another administrator."
)

# Everyone whom the line reaches and who is still here, in one statement; see OutboxMessage.key.
TELL = """
INSERT INTO accounts_outboxmessage
    (id, district_id, key, kind, recipient_id, path, secret, send_after, attempts, created_at)
SELECT gen_random_uuid(), m.district_id, 'line-ended:' || l.id || ':' || m.id, 'line_ended', m.id,
       %s, '', now(), 0, now()
  FROM access_evaluationline l
  JOIN accounts_member m ON m.district_id = l.district_id AND m.active AND m.id <> l.evaluator_id
 WHERE l.id = %s AND (l.person_id = m.id OR (l.person_id IS NULL AND (l.school_id IS NULL OR EXISTS (
       SELECT 1 FROM accounts_roleassignment a
        WHERE a.member_id = m.id AND a.school_id = l.school_id AND a.starts_on <= current_date
          AND (a.ends_on IS NULL OR a.ends_on > current_date)))))
"""


def first_name_of(name: str) -> str:
    return name.split(maxsplit=1)[0][:100] if name.split() else name[:100]


def add_person(*, name: str, email: str = "", title: str = "") -> Member:
    """A new name on the staff list. Raises Refused when the address is somebody else's."""
    try:
        with transaction.atomic():
            member = Member.objects.create(name=name, first_name=first_name_of(name), title=title)
            Contact.objects.create(member=member, email=email.lower())
    except IntegrityError:
        raise Refused(ADDRESS_TAKEN) from None
    return member


def edit_person(
    *, member: Member, name: str, title: str, email: str, on_leave_until: date | None
) -> None:
    """Corrects what the staff list says. A new address has not bounced yet; it never signs in."""
    first_name = first_name_of(name) if name != member.name else member.first_name
    try:
        with transaction.atomic():
            Member.objects.filter(pk=member.pk).update(
                name=name, first_name=first_name, title=title
            )
            keep_address(member=member, email=email.lower(), on_leave_until=on_leave_until)
    except IntegrityError:
        raise Refused(ADDRESS_TAKEN) from None


def keep_address(*, member: Member, email: str, on_leave_until: date | None) -> None:
    kept = Contact.objects.filter(member=member).first()
    if kept is None:
        Contact.objects.create(member=member, email=email, on_leave_until=on_leave_until)
        return
    if (kept.email.lower(), kept.on_leave_until) == (email, on_leave_until):
        return
    if kept.email.lower() != email:
        kept.email, kept.bounced_at = email, None
    kept.on_leave_until = on_leave_until
    with refusals(closed=THEIR_EVALUATOR):
        kept.save(update_fields=["email", "bounced_at", "on_leave_until"])


def set_active(*, member: Member, active: bool, by: UUID) -> None:
    """Closes or opens somebody's way in. Their roles stay, so that it can be undone."""
    if member.pk == by and not active:
        raise Refused("You can't close your own way in. Another administrator can.")
    Member.objects.filter(pk=member.pk).update(active=active)


def grant_role(
    *,
    member: Member,
    role: str,
    school: School | None,
    fte: Decimal,
    days: list[int],
    starts_on: date,
    ends_on: date | None,
    evaluators_path: str,
    coach_role: Any = None,
) -> RoleAssignment:
    """From `starts_on`, today or later, until (exclusive) `ends_on`; raises Refused where the same
    role is there at that time.

    Who works at a school is evaluated by whoever evaluates that school. Whom that cuts off is told
    now, and the administrators with the page at `evaluators_path`: also where it begins later,
    with the day from which it holds. Until then they read on and can hand their part over.
    """
    assignment = RoleAssignment(
        district_id=member.district_id,
        member=member,
        role=role,
        school=school,
        fte=fte,
        days=days,
        starts_on=starts_on,
        ends_on=ends_on,
        coach_role=coach_role,
    )
    refuse_twice_at_a_time(assignment)
    evaluators = evaluators_at(school, starts_on)
    if starts_on > database_day():
        with transaction.atomic():
            tell_whom_it_will_cut_off(assignment, evaluators=evaluators, path=evaluators_path)
            assignment.save(force_insert=True)
        return assignment
    with telling_whom_it_cuts_off(
        evaluators=evaluators,
        cause=assignment.pk,
        district_id=member.district_id,
        path=evaluators_path,
    ):
        assignment.save(force_insert=True)
    return assignment


def refuse_twice_at_a_time(assignment: RoleAssignment) -> None:
    same = RoleAssignment.objects.filter(
        not_over(assignment.starts_on),
        member=assignment.member_id,
        role=assignment.role,
        school=assignment.school_id,
    ).exclude(pk=assignment.pk)
    if assignment.ends_on:
        same = same.filter(starts_on__lt=assignment.ends_on)
    if same.exists():
        raise Refused("This role is there already at that time. Change or end that one.")


def change_work(
    *,
    assignment: RoleAssignment,
    fte: Decimal,
    days: list[int],
    ends_on: date | None,
    by: UUID,
    coach_role: Any = None,
) -> None:
    """How much of a week, on which days, until when, as what; where, in which role and from when
    stay as they are. Nobody is cut off by a later end: who is, was told of the beginning."""
    if ends_on is not None and (assignment.ends_on is None or ends_on < assignment.ends_on):
        refuse_own_administration(assignment, by)
    assignment.ends_on = ends_on
    refuse_twice_at_a_time(assignment)
    with refusals(closed=THEIR_EVALUATOR):
        RoleAssignment.objects.filter(not_over(), pk=assignment.pk).update(
            fte=fte, days=days, ends_on=ends_on, coach_role=coach_role
        )


def end_role(*, assignment: RoleAssignment, by: UUID) -> None:
    """From today on; one that is over stays as it was. Roles are ended, never deleted: who worked
    where decides who is denied."""
    refuse_own_administration(assignment, by)
    with refusals(closed=THEIR_EVALUATOR):
        RoleAssignment.objects.filter(not_over(), pk=assignment.pk).update(ends_on=database_day())


def refuse_own_administration(assignment: RoleAssignment, by: UUID) -> None:
    if assignment.role == Role.ADMIN and assignment.member_id == by:
        raise Refused("You can't end your own administration. Another administrator can.")


def add_line(
    *,
    evaluator: Member,
    evaluators_path: str,
    person: Member | None = None,
    school: School | None = None,
) -> EvaluationLine:
    """Records who has a say over whose job; coaching records are closed to them at once. When that
    cuts them off, they are told, and the administrators with the page at `evaluators_path`."""
    same = EvaluationLine.objects.filter(
        evaluator=evaluator, person=person, school=school, ends_on=None, never_true_at=None
    )
    if same.exists():
        raise Refused("This is recorded already.")
    if person is not None and person.pk == evaluator.pk:
        raise Refused("Nobody evaluates themselves here. Choose two people.")
    line = EvaluationLine(
        district_id=evaluator.district_id, evaluator=evaluator, person=person, school=school
    )
    with telling_whom_it_cuts_off(
        evaluators=[evaluator.pk],
        cause=line.pk,
        district_id=evaluator.district_id,
        path=evaluators_path,
    ):
        line.save(force_insert=True)
    return line


def end_line(*, line: EvaluationLine, settings_path: str) -> None:
    """Ends a line today and tells those whom it reached. The database lets no evaluator do this
    to a line of their own."""
    with transaction.atomic():
        ended = EvaluationLine.objects.filter(pk=line.pk, ends_on=None).update(
            ends_on=database_day()
        )
        if not ended:
            raise Refused(
                "This line was not ended. Nobody ends a line about their own evaluating: "
                "ask another administrator. Or it was ended already."
            )
        with connection.cursor() as cursor:
            cursor.execute(TELL, [settings_path, line.pk])


def known_addresses(addresses: Iterable[str]) -> set[str]:
    """Which of these, in lower case, somebody in the district has."""
    wanted = list({address.lower() for address in addresses if address})
    lowered = Contact.objects.annotate(lowered=Lower("email"))
    return set(lowered.filter(lowered__in=wanted).values_list("lowered", flat=True))
