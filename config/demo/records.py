"""What people of the demo did together, written in the past as the owner of the tables."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from access.models import Circle, Participant
from accounts.models import District, Member
from coaching.models import (
    CoachRole,
    Partnership,
    Place,
    PrivateNote,
    Session,
    SessionText,
    TimeEntry,
)
from config.demo.words import EVIDENCE, FOCUS, GOALS, PRIVATE, REVIEW, STEPS, TALK_KINDS, TALKS
from goals.models import (
    Cycle,
    CycleStage,
    CycleTemplate,
    Goal,
    Measurement,
    NextStep,
    NextStepText,
    StageMove,
)
from mentoring.models import ReviewLog
from observations.models import Evidence, Visit


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def moment(home: District, days: int, hour: int, minute: int = 0) -> datetime:
    """About that many days ago on a school day, by the district's clock; negative is ahead."""
    day = days_ago(days)
    weekend = max(0, day.isoweekday() - 5)
    if weekend and days:
        day += timedelta(days=-weekend if days > 0 else 3 - weekend)
    return datetime.combine(day, time(hour, minute), tzinfo=home.zone)


def partnership(
    coach: Member,
    partner: Member,
    *,
    kind: str,
    term: str,
    opened: int,
    role: CoachRole | None,
    others: Sequence[Member] = (),
    team_name: str = "",
) -> Partnership:
    """An active partnership with its first chapter; in a peer partnership nobody coaches."""
    home = coach.district
    when = moment(home, opened, 8)
    made = Partnership.objects.create(
        district=home,
        kind=kind,
        term=term,
        status="active",
        coach_role=role,
        opened_at=when,
        team_name=team_name,
    )
    circle = Circle.objects.create(district=home, kind="chapter", partnership=made, opened_at=when)
    leads = "partner" if kind == "peer" else "coach"
    everybody = [(partner, "partner"), *((one, "partner") for one in others), (coach, leads)]
    for member, part in everybody:
        Place.objects.create(
            district=home, partnership=made, member=member, part=part, status="joined"
        )
        Participant.objects.create(
            district=home, circle=circle, member=member, part=part, joined_at=when
        )
    made.circle_id = circle.pk
    made.save(update_fields=["circle_id"])
    return made


def hold(
    coach: Member, partner: Member, made: Partnership, goal: Goal | None, *, days: int, turn: int
) -> None:
    home = coach.district
    when = moment(home, days, 8 + turn % 7, 15 * (turn % 4))
    stamp = {"district": home, "author": coach, "created_at": when}
    minutes = 15 + 15 * (turn % 3)
    types = [TALK_KINDS[turn % len(TALKS)]]
    entry = TimeEntry.objects.create(
        **stamp,
        started_at=when,
        minutes=minutes,
        category="one_to_one",
        interaction_types=types,
    )
    circle = {"circle_id": circle_of(made)}
    session = Session.objects.create(
        **stamp,
        **circle,
        partnership=made,
        entry=entry,
        goal=goal,
        status="held",
        held_at=when,
        minutes=minutes,
        interaction_types=types,
    )
    SessionText.objects.create(
        **stamp, **circle, session=session, body=TALKS[turn % len(TALKS)], edited_at=when
    )
    if turn % 3 == 0:
        PrivateNote.objects.create(
            **stamp, **circle, session=session, body=PRIVATE[turn % len(PRIVATE)]
        )
    if goal is not None:
        owner = partner if turn % 2 else coach
        follow_up(session, goal, owner, days=days, words=STEPS[turn % len(STEPS)])


def follow_up(session: Session, goal: Goal, owner: Member, *, days: int, words: str) -> None:
    """A next step from a session so many days ago; done, unless that was lately."""
    like_it = {
        "district": session.district,
        "author": session.author,
        "created_at": session.created_at,
        "circle_id": session.circle_id,
    }
    step = NextStep.objects.create(
        **like_it,
        owner=owner,
        due_on=days_ago(days - 7),
        done_at=moment(session.district, days - 5, 12) if days > 9 else None,
        goal=goal,
        session=session,
    )
    NextStepText.objects.create(**like_it, step=step, body=words, edited_at=session.created_at)


def circle_of(made: Partnership) -> UUID:
    assert made.circle_id is not None
    return made.circle_id


def plan(coach: Member, made: Partnership, index: int) -> None:
    if index % 3:
        return
    home = coach.district
    days = 0 if index == 0 else -(1 + index % 6)
    Session.objects.create(
        district=home,
        author=coach,
        circle_id=circle_of(made),
        partnership=made,
        status="planned",
        planned_at=moment(home, days, 9 + index % 5),
        created_at=timezone.now(),
    )


def goal_of(coach: Member, partner: Member, made: Partnership, index: int) -> Goal:
    home = coach.district
    statement, focus, measure, baseline, target = GOALS[index % len(GOALS)]
    when = moment(home, 76 - index, 10)
    stamp = {
        "district": home,
        "author": partner,
        "created_at": when,
        "circle_id": circle_of(made),
    }
    goal = Goal.objects.create(
        **stamp,
        owner=partner,
        statement=statement,
        focus=focus,
        origin="self_reflection",
        measure=measure,
        baseline=baseline,
        target=target,
        due_on=days_ago(-60),
        edited_at=when,
    )
    for turn in range(4):
        value = baseline + (target - baseline) * turn / 5
        Measurement.objects.create(
            **stamp, goal=goal, measured_on=days_ago(70 - index - 16 * turn), value=round(value)
        )
    cycle_of(goal, stamp, turn=index)
    return goal


def cycle_of(goal: Goal, stamp: dict[str, object], *, turn: int) -> None:
    """A cycle of another kind for everybody, each somewhere on its way."""
    names = ("Impact Cycle", "Student-centered", "Before, during, after (BDA)", "GROW")
    template = CycleTemplate.objects.get(district=goal.district, name=names[turn % len(names)])
    stages = list(template.stages.all())
    now_at = stages[(1 + turn) % len(stages)]
    since = moment(goal.district, 8 + turn, 9)
    cycle = Cycle.objects.create(
        **stamp,
        goal=goal,
        template_name=template.name,
        started_on=days_ago(70),
        stage=now_at.position,
        stage_name=now_at.name,
        stage_cadence_days=now_at.cadence_days,
        stage_since=since,
    )
    for stage in stages:
        CycleStage.objects.create(
            **stamp,
            cycle=cycle,
            position=stage.position,
            name=stage.name,
            prompt=stage.prompt,
            cadence_days=stage.cadence_days,
        )
    for stage in stages[: stages.index(now_at) + 1]:
        came = since if stage is now_at else moment(goal.district, 70 - 14 * stage.position, 9)
        StageMove.objects.create(
            **{**stamp, "created_at": came},
            cycle=cycle,
            from_stage=stage.position - 1 or None,
            to_stage=stage.position,
        )


def visit(coach: Member, partner: Member, made: Partnership, goal: Goal | None) -> None:
    home = coach.district
    when = moment(home, 12, 9)
    stamp = {"district": home, "author": coach, "circle_id": circle_of(made)}
    seen = Visit.objects.create(
        **stamp,
        created_at=moment(home, 16, 9),
        teacher=partner,
        visitor=coach,
        goal=goal,
        status="shared",
        focus=FOCUS,
        collect="Verbatim questions, seconds of quiet, who speaks",
        planned_at=when,
        agreed_at=moment(home, 15, 9),
        started_at=when,
        ended_at=when + timedelta(minutes=20),
        shared_at=when + timedelta(hours=2),
    )
    for second, kind, body in EVIDENCE:
        Evidence.objects.create(
            **stamp,
            created_at=when,
            visit=seen,
            at_second=second,
            kind=kind,
            body=body,
            shared=True,
        )


def other_time(coach: Member) -> None:
    """Group work, support and what coaches are pulled into, over the weeks."""
    kinds = (
        ("group", "group", "Grade 4 team meeting", 45),
        ("support", "resources", "Sorting texts for small groups", 30),
        ("non_coaching", "non_coaching", "Lunch coverage", 30),
    )
    for week in range(12):
        category, kind, label, minutes = kinds[week % 3]
        when = moment(coach.district, 2 + 7 * week, 13)
        TimeEntry.objects.create(
            district=coach.district,
            author=coach,
            created_at=when,
            started_at=when,
            minutes=minutes,
            category=category,
            interaction_types=[kind],
            label=label,
        )


def review(mentor: Member, made: Partnership, *, partners: int) -> None:
    """Three weeks ago, when one of the partners was waiting for the coach."""
    when = moment(mentor.district, 21, 15)
    ReviewLog.objects.create(
        district=mentor.district,
        author=mentor,
        created_at=when,
        circle_id=circle_of(made),
        held_on=when.date(),
        partners=partners,
        in_touch=partners - 1,
        waiting=1,
        paused=0,
        **REVIEW,
    )
