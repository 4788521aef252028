"""The plan, without a database: `after` plays the district in which it was carried out."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.roster.comparing import compare, first_name, full_name
from accounts.roster.current import AssignmentHere, Current, MemberHere, SchoolHere, YearHere
from accounts.roster.inventing import invent_roster
from accounts.roster.plan import Decisions, Plan
from accounts.roster.reading import read_roster
from accounts.roster.staging import Mode, StagedRoster
from accounts.roster.writing import write_roster
from tests.accounts.roster_files import (
    ROLES_12,
    USERS_11,
    Files,
    manifest,
    roster_11,
    roster_12,
    write_folder,
)

TODAY = date(2026, 9, 1)
NOTHING_DECIDED = Decisions()


def staged(tmp_path: Path, files: Files, current: Current | None = None) -> StagedRoster:
    return read_roster(
        write_folder(tmp_path / str(uuid4()), files), known=(current or Current()).known()
    )


def plan_for(
    roster: StagedRoster, current: Current, decisions: Decisions = NOTHING_DECIDED
) -> Plan:
    return compare(roster, current, decisions, today=TODAY)[0]


def after(current: Current, plan: Plan) -> Current:
    """The district's picture once the plan is carried out."""
    carry_out_schools(current, plan)
    carry_out_people(current, plan)
    carry_out_places(current, plan)
    return current


def carry_out_schools(current: Current, plan: Plan) -> None:
    for school in plan.new_schools:
        current.schools[school.sourced_id] = SchoolHere(school.id, school.name, closed=False)
    for changed_school in plan.changed_schools:
        current.schools[changed_school.sourced_id] = SchoolHere(
            changed_school.id, changed_school.name, changed_school.closes
        )


def carry_out_people(current: Current, plan: Plan) -> None:
    emails = dict(plan.new_emails)
    for new in plan.new_members:
        person = new.person
        here = MemberHere(
            new.id,
            full_name(person),
            first_name(person),
            person.title,
            active=True,
            email=emails[new.id],
            contact=uuid4(),
        )
        current.members[person.sourced_id] = here
        current.email_holders[here.email.casefold()] = new.id
    for changed in plan.changed_members:
        known = {m.id: m for m in (*current.members.values(), *current.members_by_email.values())}
        current.members[changed.sourced_id] = replace(
            known[changed.id],
            name=changed.name,
            first_name=changed.first_name,
            title=changed.title,
            active=True,
        )
    for sourced_id, here in current.members.items():
        email = dict(plan.changed_emails).get(here.contact) if here.contact else None
        ended = here.id in plan.ended_members
        current.members[sourced_id] = replace(
            here, active=here.active and not ended, email=email or here.email
        )


def carry_out_places(current: Current, plan: Plan) -> None:
    for member, places in current.places.items():
        kept = [place for place in places if place.id not in plan.ended_assignments]
        current.places[member] = kept
    for new in plan.new_assignments:
        place = AssignmentHere(uuid4(), new.school, new.ends_on)
        current.places.setdefault(new.member, []).append(place)
    for line in plan.new_lines:
        current.lines.setdefault((line.evaluator, line.school), []).append(uuid4())
    for year in plan.new_years:
        current.years.append(YearHere(year.id, year.name, year.starts_on, year.last_day, True))
    for coach in plan.new_coaches:
        current.coaches.add(coach.member)
        current.granted.add(coach.member)
    current.orgs = plan.orgs


@pytest.mark.parametrize("files", [roster_11(), roster_12()], ids=["1.1", "1.2"])
def test_same_roster_twice_changes_nothing(tmp_path: Path, files: Files) -> None:
    roster = staged(tmp_path, files)
    plan = plan_for(roster, Current())
    assert plan.counts()["people_added"] == 2
    assert plan.counts()["lines_added"] == 1
    assert plan_for(roster, after(Current(), plan)).is_empty


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), version=st.sampled_from(["1.1", "1.2"]))
def test_whatever_changes_a_second_import_of_the_same_finds_nothing_to_do(
    tmp_path_factory: pytest.TempPathFactory, seed: int, version: str
) -> None:
    out = tmp_path_factory.mktemp("roster") / "r.zip"
    write_roster(invent_roster(schools=3, staff=30, students=5, version=version, seed=seed), out)
    roster = read_roster(out)
    current = after(Current(), plan_for(roster, Current()))
    dice = random.Random(seed)
    for person in dice.sample(sorted(roster.people), 5):
        roster.people[person].family_name = "Changed"
        roster.people[person].deleted = dice.random() < 0.5
    gone = dice.choice(sorted(roster.people))
    del roster.people[gone]
    roster.roles = [role for role in roster.roles if role.person != gone]
    plan = plan_for(roster, current)
    assert not plan.is_empty
    assert plan_for(roster, after(current, plan)).is_empty


def test_who_is_absent_from_a_complete_roster_is_ended(tmp_path: Path) -> None:
    current = after(Current(), plan_for(staged(tmp_path, roster_11()), Current()))
    taylor = current.members["P-2"]
    without = USERS_11.replace(USERS_11.splitlines(keepends=True)[2], "")
    plan = plan_for(staged(tmp_path, roster_11(users=without)), current)
    assert plan.ended_members == [taylor.id]
    assert len(plan.ended_assignments) == 2
    assert plan.ends_too_many


def test_granted_role_survives_absence(tmp_path: Path) -> None:
    current = after(Current(), plan_for(staged(tmp_path, roster_11()), Current()))
    current.granted.add(current.members["P-2"].id)
    without = USERS_11.replace(USERS_11.splitlines(keepends=True)[2], "")
    plan = plan_for(staged(tmp_path, roster_11(users=without)), current)
    assert plan.ended_members == []
    assert len(plan.ended_assignments) == 2


def test_who_stands_in_a_row_with_an_error_is_not_taken_for_absent(tmp_path: Path) -> None:
    current = after(Current(), plan_for(staged(tmp_path, roster_11()), Current()))
    broken = USERS_11.replace("teacher", "teachr")
    plan = plan_for(staged(tmp_path, roster_11(users=broken)), current)
    assert plan.is_empty


def test_delta_ends_only_whom_it_names(tmp_path: Path) -> None:
    current = after(Current(), plan_for(staged(tmp_path, roster_12()), Current()))
    files: Files = {
        "manifest.csv": manifest("1.2", users="delta", roles="delta"),
        "users.csv": "sourcedId,givenName,familyName,email\nP-2,Taylor,Reed-Ortiz,\n",
        "roles.csv": "userSourcedId,role,orgSourcedId,status\nP-2,teacher,S-2,tobedeleted\n",
    }
    roster = staged(tmp_path, files, current)
    assert roster.mode is Mode.DELTA
    plan = plan_for(roster, current)
    assert [changed.name for changed in plan.changed_members] == ["Taylor Reed-Ortiz"]
    taylor, second = current.members["P-2"].id, current.schools["S-2"].id
    ended = [place.id for place in current.places[taylor] if place.school == second]
    assert plan.ended_assignments == ended
    assert plan.ended_members == []


def test_principal_evaluates_at_the_school(tmp_path: Path) -> None:
    plan = plan_for(staged(tmp_path, roster_12()), Current())
    (line,) = plan.new_lines
    lincoln = next(school for school in plan.new_schools if school.sourced_id == "S-1")
    assert line.school == lincoln.id


def test_a_roster_that_states_a_line_again_renews_it(tmp_path: Path) -> None:
    roster = staged(tmp_path, roster_12())
    current = after(Current(), plan_for(roster, Current()))
    ((line,),) = current.lines.values()
    assert plan_for(roster, current).renewed_lines == [line]
    refused = plan_for(roster, current, Decisions(evaluators={"P-1": False}))
    assert refused.renewed_lines == []


def test_a_line_that_an_administrator_entered_is_neither_repeated_nor_renewed(
    tmp_path: Path,
) -> None:
    roster = staged(tmp_path, roster_12())
    current = after(Current(), plan_for(roster, Current()))
    current.lines = {place: [None] for place in current.lines}
    plan = plan_for(roster, current)
    assert (plan.new_lines, plan.renewed_lines) == ([], [])


def test_administrator_who_evaluates_nobody_gets_no_line(tmp_path: Path) -> None:
    decided = Decisions(evaluators={"P-1": False})
    assert plan_for(staged(tmp_path, roster_12()), Current(), decided).new_lines == []


def test_somebody_said_to_evaluate_does_so_where_they_work(tmp_path: Path) -> None:
    decided = Decisions(evaluators={"P-1": False, "P-2": True})
    plan = plan_for(staged(tmp_path, roster_12()), Current(), decided)
    assert {line.school for line in plan.new_lines} == {school.id for school in plan.new_schools}


def test_district_administrator_evaluates_everyone(tmp_path: Path) -> None:
    roles = ROLES_12.replace("principal", "districtAdministrator")
    plan = plan_for(staged(tmp_path, roster_12(roles=roles)), Current())
    assert [line.school for line in plan.new_lines] == [None]


def test_line_ended_by_hand_or_by_no_import_is_never_ended_by_one(tmp_path: Path) -> None:
    roster = staged(tmp_path, roster_12())
    current = after(Current(), plan_for(roster, Current()))
    plan = plan_for(roster, current, Decisions(evaluators={"P-1": False}))
    assert plan.is_empty


def test_coach_is_granted_at_each_school_with_a_share_and_only_once(tmp_path: Path) -> None:
    roster = staged(tmp_path, roster_12())
    decided = Decisions(coaches={"P-2": True})
    plan = plan_for(roster, Current(), decided)
    assert [(coach.fte, coach.ends_on) for coach in plan.new_coaches] == [(0.5, None)] * 2
    assert plan_for(roster, after(Current(), plan), decided).is_empty


def test_somebody_entered_by_hand_is_known_again_by_email(tmp_path: Path) -> None:
    taylor = MemberHere(uuid4(), "T. Reed", "T.", "", True, "Taylor@d.example", uuid4())
    current = Current(
        members_by_email={"taylor@d.example": taylor},
        email_holders={"taylor@d.example": taylor.id},
    )
    plan = plan_for(staged(tmp_path, roster_12()), current)
    assert [new.person.sourced_id for new in plan.new_members] == ["P-1"]
    assert [(c.id, c.sourced_id) for c in plan.changed_members] == [(taylor.id, "P-2")]


def test_email_of_somebody_else_here_is_not_taken_over(tmp_path: Path) -> None:
    current = Current(email_holders={"taylor@d.example": uuid4()})
    plan, findings = compare(staged(tmp_path, roster_12()), current, NOTHING_DECIDED, today=TODAY)
    assert [(found.file, found.line, found.code) for found in findings] == [
        ("users.csv", 3, "email-taken")
    ]
    assert "" in dict(plan.new_emails).values()


def test_email_of_somebody_who_goes_is_free_for_who_comes(tmp_path: Path) -> None:
    current = after(Current(), plan_for(staged(tmp_path, roster_11()), Current()))
    taylor = current.members["P-2"]
    plan = plan_for(staged(tmp_path, roster_11(users=USERS_11.replace("P-2", "P-22"))), current)
    assert plan.released_emails == [(taylor.contact, "")]
    assert [email for _, email in plan.new_emails] == ["taylor@d.example"]


def test_role_that_is_over_counts_for_nothing(tmp_path: Path) -> None:
    roles = ROLES_12.replace("2026-08-17,2027-06-30", "2025-08-17,2026-06-30")
    plan = plan_for(staged(tmp_path, roster_12(roles=roles)), Current())
    assert plan.new_members == []


def test_department_belongs_to_the_school_above_it(tmp_path: Path) -> None:
    roster = staged(
        tmp_path,
        roster_12(
            orgs="sourcedId,name,type,parentSourcedId\nS-1,A,school,\nS-2,B,school,\n"
            "Dep,Science,department,S-1\n",
            roles=ROLES_12.replace("S-2", "Dep"),
        ),
    )
    plan = plan_for(roster, Current())
    first = next(school for school in plan.new_schools if school.sourced_id == "S-1")
    assert {place.school for place in plan.new_assignments} == {first.id}


def test_school_that_is_gone_closes_and_opens_again(tmp_path: Path) -> None:
    roster = staged(tmp_path, roster_12())
    current = after(Current(), plan_for(roster, Current()))
    gone = staged(tmp_path, roster_12())
    del gone.orgs["S-2"]
    gone.roles = [role for role in gone.roles if role.org != "S-2"]
    plan = plan_for(gone, current)
    assert [(s.sourced_id, s.closes) for s in plan.changed_schools] == [("S-2", True)]
    again = plan_for(roster, after(current, plan))
    assert [(s.sourced_id, s.closes) for s in again.changed_schools] == [("S-2", False)]


def test_fall_term_belongs_to_the_year_that_holds_it(tmp_path: Path) -> None:
    terms = (
        "sourcedId,title,type,startDate,endDate,schoolYear\n"
        "Y,2026,schoolYear,2026-08-17,2027-06-12,2027\n"
        "A,Fall,semester,2026-08-17,2027-01-09,2026\nB,Spring,semester,2027-01-09,2027-06-12,2027\n"
    )
    plan = plan_for(staged(tmp_path, roster_12(academicSessions=terms)), Current())
    (year,) = plan.new_years
    assert (year.name, year.last_day) == ("2026–27", date(2027, 6, 11))
    assert [(p.name, p.last_day) for p in plan.new_periods] == [
        ("Fall", date(2027, 1, 8)),
        ("Spring", date(2027, 6, 11)),
    ]


def test_roles_are_never_dated_back(tmp_path: Path) -> None:
    plan = plan_for(staged(tmp_path, roster_12()), Current())
    assert {place.starts_on for place in plan.new_assignments} == {TODAY}
