"""Holds a staged roster against what the district has, and plans the difference.

What an import never does: end a granted role (coach, mentor, administrator), end an evaluation
line, date anything back, or take somebody in a row with an error for absent.
"""

from datetime import date
from uuid import UUID, uuid4

from accounts.roster.calendars import plan_calendar
from accounts.roster.current import Current, MemberHere
from accounts.roster.findings import Finding, FindingLog
from accounts.roster.orgplaces import SchoolPlanner
from accounts.roster.plan import (
    ChangedMember,
    Decisions,
    NewAssignment,
    NewLine,
    NewMember,
    Plan,
)
from accounts.roster.staging import Mode, StagedPerson, StagedRole, StagedRoster
from accounts.roster.vocabulary import EvaluatesAt


def compare(
    roster: StagedRoster, current: Current, decisions: Decisions, *, today: date
) -> tuple[Plan, list[Finding]]:
    """The plan, and warnings that only the comparison can give."""
    comparison = _Comparison(roster, current, decisions, today)
    return comparison.plan_all(), comparison.remarks.findings()


class _Comparison:
    def __init__(
        self, roster: StagedRoster, current: Current, decisions: Decisions, today: date
    ) -> None:
        self.roster = roster
        self.current = current
        self.decisions = decisions
        self.today = today
        self.plan = Plan(people_here=sum(m.active for m in current.members.values()))
        self.remarks = FindingLog()
        self.schools = SchoolPlanner(roster, current, self.plan)
        self.emails = dict(current.email_holders)
        self.retired_emails = dict(current.retired_emails)

    def plan_all(self) -> Plan:
        self.schools.plan_schools()
        plan_calendar(self.roster, self.current, self.plan)
        absent = self.absent()
        for leaver in absent:
            self.retire_email(leaver)
        roles = self.roster.roles_of()
        for person in self.roster.people.values():
            self.plan_person(person, roles.pop(person.sourced_id, []))
        # What is left are roles of people whom a delta does not repeat.
        for sourced_id, their_roles in roles.items():
            here = self.current.members.get(sourced_id)
            if here is not None and here.active:
                self.plan_roles(sourced_id, here.id, their_roles)
        for leaver in absent:
            self.end(leaver)
        self.schools.plan_closings()
        return self.plan

    def plan_person(self, person: StagedPerson, roles: list[StagedRole]) -> None:
        here = self.current.members.get(person.sourced_id)
        if not self.is_there(person, roles):
            if roles and not person.deleted and person.enabled:
                self.remarks.warning_once(
                    "users.csv", person.line, "role-over", "Every role of this person is over."
                )
            if here is not None and here.active:
                self.end(here)
            return
        here = here or self.current.members_by_email.get(person.email.casefold())
        member = self.change(here, person) if here else self.add(person)
        if roles:
            self.plan_roles(person.sourced_id, member, roles)

    def is_there(self, person: StagedPerson, roles: list[StagedRole]) -> bool:
        """Whether the person works somewhere, as far as this roster says."""
        if person.deleted or not person.enabled:
            return False
        if any(self.counts(role) for role in roles):
            return True
        unsure = person.sourced_id in self.roster.skipped_people or self.roster.mode is Mode.DELTA
        return unsure and person.sourced_id in self.current.members

    def counts(self, role: StagedRole) -> bool:
        return not role.deleted and (role.ends is None or role.ends > self.today)

    def add(self, person: StagedPerson) -> UUID:
        member = uuid4()
        self.plan.new_members.append(NewMember(member, person))
        self.plan.new_emails.append((member, self.free_email(person, member)))
        return member

    def change(self, here: MemberHere, person: StagedPerson) -> UUID:
        """Takes over name and title; an empty title or address leaves what is here."""
        known = self.current.members.get(person.sourced_id)
        title = person.title or here.title
        changed = ChangedMember(
            here.id, person.sourced_id, full_name(person), first_name(person), title
        )
        before = (here.name, here.first_name, here.title, here.active)
        if known is None or before != (changed.name, changed.first_name, title, True):
            self.plan.changed_members.append(changed)
            self.plan.touched.add(here.id)
        differs = person.email.casefold() not in ("", here.email.casefold())
        if differs and here.contact and here.id in self.current.evaluated:
            self.remarks.warning_once(
                "users.csv",
                person.line,
                "own-address",
                "You evaluate this person, so another administrator changes their address.",
            )
        elif differs and (email := self.free_email(person, here.id)):
            rows = self.plan.changed_emails if here.contact else self.plan.new_emails
            rows.append((here.contact or here.id, email))
            self.plan.touched.add(here.id)
        return here.id

    def free_email(self, person: StagedPerson, member: UUID) -> str:
        """The address, unless somebody else in the district has it."""
        key = person.email.casefold()
        if key in self.retired_emails:
            self.plan.released_emails.append((self.retired_emails.pop(key), ""))
        if not key or self.emails.setdefault(key, member) == member:
            return person.email
        self.remarks.warning_once(
            "users.csv",
            person.line,
            "email-taken",
            "Somebody else in the district has this email; it was not taken over.",
        )
        return ""

    def plan_roles(self, sourced_id: str, member: UUID, roles: list[StagedRole]) -> None:
        wanted = self.wanted_places(roles)
        places = {here.school: here for here in self.current.places.get(member, [])}
        for school, (begins, ends) in wanted.items():
            here = places.get(school)
            if here is None:
                starts_on = max(begins or self.today, self.today)
                self.plan.new_assignments.append(NewAssignment(member, school, starts_on, ends))
                self.plan.touched.add(member)
            elif here.ends_on != ends and (ends is None or self.may_take_off(school, roles)):
                self.plan.redated_assignments.append((here.id, ends))
                self.plan.touched.add(member)
        for school, here in places.items():
            if (
                school not in wanted
                and self.may_end_place(sourced_id, school, roles)
                and self.may_take_off(school, roles)
            ):
                self.plan.ended_assignments.append(here.id)
                self.plan.touched.add(member)
        self.plan_lines(sourced_id, member, roles)
        if self.decisions.coaches.get(sourced_id) and member not in self.current.coaches:
            self.grant_coaching(member, list(wanted))

    def wanted_places(
        self, roles: list[StagedRole]
    ) -> dict[UUID | None, tuple[date | None, date | None]]:
        """Schools (None: the district's office) with the first day and the day after the last."""
        wanted: dict[UUID | None, tuple[date | None, date | None]] = {}
        for role in filter(self.counts, roles):
            school = self.schools.school_of(role.org)
            if school in wanted:
                begins, ends = wanted[school]
                first = None if begins is None or role.begins is None else min(begins, role.begins)
                last = None if ends is None or role.ends is None else max(ends, role.ends)
                wanted[school] = (first, last)
            else:
                wanted[school] = (role.begins, role.ends)
        return wanted

    def may_end_place(self, sourced_id: str, school: UUID | None, roles: list[StagedRole]) -> bool:
        """A row with an error ends nothing; a delta of 1.2 ends only what it names."""
        if sourced_id in self.roster.skipped_people:
            return False
        if self.roster.mode is Mode.BULK or self.roster.version != "1.2":
            return True
        return any(role.deleted and self.schools.school_of(role.org) == school for role in roles)

    def may_take_off(self, school: UUID | None, roles: list[StagedRole]) -> bool:
        """Nobody ends their own line over somebody by a roster that takes the person off the school."""
        if school not in self.current.evaluated_at:
            return True
        self.remarks.warning_once(
            "users.csv" if self.roster.version != "1.2" else "roles.csv",
            roles[0].line,
            "own-school",
            "You evaluate who works at this person's present school, so another administrator takes"
            " them off it. The rest was taken over.",
        )
        return False

    def plan_lines(self, sourced_id: str, member: UUID, roles: list[StagedRole]) -> None:
        suggested = any(role.suggested_evaluator for role in roles)
        if not self.decisions.evaluators.get(sourced_id, suggested):
            return
        where: set[UUID | None] = set()
        for role in filter(self.counts, roles):
            # Who evaluates without a role that says where does so at every place of theirs.
            if role.suggested_evaluator is EvaluatesAt.DISTRICT:
                where.add(None)
            elif role.suggested_evaluator is EvaluatesAt.ORG or not suggested:
                where.add(self.schools.school_of(role.org))
        for school in where:
            here = self.current.lines.get((member, school))
            if here is None:
                self.plan.new_lines.append(NewLine(member, school))
                self.plan.touched.add(member)
                continue
            # One that no import states again lapses (access/sql/lapse.sql).
            self.plan.renewed_lines += [line for line in here if line]

    def grant_coaching(self, member: UUID, schools: list[UUID | None]) -> None:
        share = round(1 / max(len(schools), 1), 2)
        for school in schools or [None]:
            self.plan.new_coaches.append(NewAssignment(member, school, self.today, None, share))
        self.plan.touched.add(member)

    def absent(self) -> list[MemberHere]:
        """Those whom a complete roster does not name, not even in a row with an error."""
        if self.roster.mode is not Mode.BULK:
            return []
        return [
            here
            for sourced_id, here in self.current.members.items()
            if here.active
            and sourced_id not in self.roster.people
            and sourced_id not in self.roster.skipped_people
        ]

    def retire_email(self, here: MemberHere) -> None:
        """The address of somebody who goes is free for whoever comes: offices have one for all."""
        kept = self.current.granted | self.current.evaluated
        if here.email and here.contact and here.id not in kept:
            self.emails.pop(here.email.casefold(), None)
            self.retired_emails[here.email.casefold()] = here.contact

    def end(self, here: MemberHere) -> None:
        """Ends the roster's assignments, and the membership unless a granted role goes on."""
        for assignment in self.current.places.get(here.id, []):
            # Of a school that the importer evaluates it stays, and with it the line.
            if assignment.school not in self.current.evaluated_at:
                self.plan.ended_assignments.append(assignment.id)
                self.plan.touched.add(here.id)
        if here.id not in self.current.granted:
            self.plan.ended_members.append(here.id)
            self.plan.ended_names.append(here.name)


def full_name(person: StagedPerson) -> str:
    return f"{person.given_name} {person.family_name}".strip()


def first_name(person: StagedPerson) -> str:
    return person.given_name or person.family_name
