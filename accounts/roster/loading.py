"""Reads the district's current picture, once, in a handful of statements."""

import sys
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from access.models import EvaluationLine
from accounts.enums import Role
from accounts.models import (
    GradingPeriod,
    Member,
    RoleAssignment,
    RosterImport,
    School,
    SchoolYear,
)
from accounts.roster.current import AssignmentHere, Current, MemberHere, SchoolHere, YearHere
from accounts.roster.plan import Decisions

AT_A_TIME = 5000


def load_current(district_id: UUID, today: date) -> Current:
    """What the district has, seen by whoever is asking."""
    current = Current(orgs=earlier_orgs(district_id))
    _load_schools(current, district_id)
    _load_members(current, district_id)
    _load_assignments(current, district_id, today)
    _load_lines(current, district_id)
    _load_evaluated(current)
    periods = GradingPeriod.objects.filter(year=OuterRef("pk"))
    years = SchoolYear.objects.filter(district_id=district_id).annotate(planned=Exists(periods))
    for pk, name, starts_on, ends_on, planned in years.values_list(
        "pk", "name", "starts_on", "ends_on", "planned"
    ):
        current.years.append(YearHere(pk, name, starts_on, ends_on, planned))
    return current


def _load_schools(current: Current, district_id: UUID) -> None:
    schools = School.objects.filter(district_id=district_id).order_by()
    for pk, sourced_id, name, closed_on in schools.values_list(
        "pk", "sourced_id", "name", "closed_on"
    ):
        school = SchoolHere(pk, name, closed_on is not None)
        if sourced_id:
            current.schools[sourced_id] = school
        else:
            current.schools_by_name[name.casefold()] = school


def _load_members(current: Current, district_id: UUID) -> None:
    members = Member.objects.filter(district_id=district_id).order_by()
    for pk, sourced_id, name, first_name, title, active, contact, address in members.values_list(
        "pk",
        "sourced_id",
        "name",
        "first_name",
        "title",
        "active",
        "contacts__id",
        "contacts__email",
    ).iterator(AT_A_TIME):
        # A large district's import stays small because equal texts are kept once.
        email, key = _email_and_key(address or "")
        member = MemberHere(
            pk, name, sys.intern(first_name), sys.intern(title), active, email, contact
        )
        if sourced_id:
            current.members[sys.intern(sourced_id)] = member
        elif email:
            current.members_by_email[key] = member
        if email and active:
            current.email_holders[key] = pk
        elif email:
            current.retired_emails[key] = contact


def _email_and_key(email: str) -> tuple[str, str]:
    key = email.casefold()
    return (email, email) if key == email else (email, key)


def _load_assignments(current: Current, district_id: UUID, today: date) -> None:
    assignments = RoleAssignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), district_id=district_id
    )
    for pk, member, school, role, source, ends_on in assignments.values_list(
        "pk", "member_id", "school_id", "role", "source", "ends_on"
    ).iterator(AT_A_TIME):
        if source == RoleAssignment.Source.ROSTER:
            place = AssignmentHere(pk, school, ends_on)
            current.places.setdefault(member, []).append(place)
            continue
        current.granted.add(member)
        if role == Role.COACH:
            current.coaches.add(member)


def _load_lines(current: Current, district_id: UUID) -> None:
    lines = EvaluationLine.objects.filter(ends_on=None, district_id=district_id, person=None)
    for pk, evaluator, school, source in lines.values_list(
        "pk", "evaluator_id", "school_id", "source"
    ):
        renewed = pk if source == EvaluationLine.Source.ROSTER else None
        current.lines.setdefault((evaluator, school), []).append(renewed)


def _load_evaluated(current: Current) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT alongside.importer_evaluates()")
        current.evaluated = {member for (member,) in cursor}
        cursor.execute("SELECT alongside.importer_evaluates_at()")
        current.evaluated_at = {school for (school,) in cursor}


def _applied(district_id: UUID) -> Any:
    return RosterImport.objects.filter(
        district_id=district_id, state=RosterImport.State.APPLIED
    ).order_by("applied_at")


def earlier_orgs(district_id: UUID) -> dict[str, str]:
    """Districts, departments and the like that earlier rosters named."""
    orgs: dict[str, str] = {}
    for summary in _applied(district_id).values_list("summary", flat=True):
        orgs |= summary.get("orgs", {})
    return orgs


def earlier_decisions(district_id: UUID) -> Decisions:
    """What administrators decided about people in earlier imports; the latest word counts."""
    evaluators: dict[str, bool] = {}
    coaches: dict[str, bool] = {}
    for decisions in _applied(district_id).values_list("decisions", flat=True):
        evaluators |= decisions.get("evaluators", {})
        coaches |= decisions.get("coaches", {})
    return Decisions(evaluators, coaches)
