"""A million sessions by COPY, to measure at scale: a district of 50,000 partnerships and a small one.

Rows are written in bulk as the owner; the pulse, which a trigger keeps in service, is computed once
at the end.
"""

import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from accounts.enums import Role
from accounts.models import District, Member, User
from coaching.models import Partnership
from config.demo.loading import person
from config.demo.records import goal_of, partnership
from goals.models import NextStep, NextStepText
from goals.services.templates import provide_templates

START = datetime(2026, 8, 17, 14, tzinfo=UTC)
CHUNK = 50_000
PARTNERS_A_COACH = 25
TEACHERS_A_SCHOOL = 40
NULL = r"\N"
MEMBER_COLUMNS = "id, district_id, name, first_name, title, sourced_id, active"
PULSES = """
    UPDATE coaching_pulse u
       SET last_contact = s.last, sessions_held = s.held, minutes_held = s.minutes
      FROM (SELECT partnership_id, max(held_at) AS last, count(*) AS held, sum(minutes) AS minutes
              FROM coaching_session WHERE district_id = %s GROUP BY partnership_id) s
     WHERE u.partnership_id = s.partnership_id
"""


class Command(BaseCommand):
    help = "Fill the district scale-<sessions> with that many sessions, for make bench."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sessions", type=int, default=1_000_000)
        parser.add_argument("--once", action="store_true", help="keep a district that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Invented people cannot exist outside the demo (DEMO=1).")
        wanted: int = options["sessions"]
        slug = f"scale-{wanted}"
        if District.objects.filter(slug=slug).exists():
            if options["once"]:
                return
            raise CommandError(f"The district {slug} is there already.")
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            seed(cursor, slug, wanted, partnerships=max(PARTNERS_A_COACH, wanted // 20))
            walkers(slug, wanted)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(
            f"{wanted:,} sessions in {slug} in {time.perf_counter() - began:.0f} seconds"
        )


def uuid(kind: int, scale: int, number: int) -> UUID:
    """The same ids on every run: kind, size of the district, and number."""
    return UUID(int=(0xA1 << 120) | (kind << 104) | (scale << 64) | (4 << 76) | (8 << 62) | number)


def copy(cursor: Any, table: str, columns: str, rows: Iterator[str]) -> None:
    """COPY in pieces, so that memory stays flat."""
    piece = io.StringIO()
    for count, row in enumerate(rows, start=1):
        piece.write(row + "\n")
        if count % CHUNK == 0:
            send(cursor, table, columns, piece)
            piece = io.StringIO()
    send(cursor, table, columns, piece)


def send(cursor: Any, table: str, columns: str, piece: io.StringIO) -> None:
    piece.seek(0)
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", piece)


def seed(cursor: Any, slug: str, sessions: int, *, partnerships: int) -> None:
    home = uuid(1, sessions, 0)
    District.objects.create(id=home, slug=slug, name=f"Scale {sessions:,}")
    coaches = partnerships // PARTNERS_A_COACH
    schools = 1 + partnerships // TEACHERS_A_SCHOOL

    def key(kind: int, number: int) -> UUID:
        return uuid(kind, sessions, number)

    cursor.execute("ALTER TABLE coaching_session DISABLE TRIGGER keep_pulse")
    schools_led(cursor, home, key, schools)
    staff(cursor, home, key, people=coaches + partnerships, coaches=coaches, schools=schools)
    chapters(cursor, home, key, partnerships)
    places(cursor, home, key, partnerships, coaches)
    held(cursor, home, key, sessions=sessions, partnerships=partnerships, coaches=coaches)
    cursor.execute("ALTER TABLE coaching_session ENABLE TRIGGER keep_pulse")
    cursor.execute(PULSES, [home])


def schools_led(cursor: Any, home: UUID, key: Any, schools: int) -> None:
    """A principal for each school, and one person over everybody."""
    copy(
        cursor,
        "accounts_school",
        "id, district_id, name, sourced_id",
        (f"{key(11, n)}\t{home}\tSchool {n}\t" for n in range(schools)),
    )
    copy(
        cursor,
        "accounts_member",
        MEMBER_COLUMNS,
        (f"{key(12, n)}\t{home}\tPrincipal {n}\tPrincipal\t\t\tt" for n in range(schools + 1)),
    )
    copy(
        cursor,
        "access_evaluationline",
        "id, district_id, evaluator_id, school_id, starts_on, source",
        (
            f"{key(13, n)}\t{home}\t{key(12, n)}\t{key(11, n) if n < schools else NULL}"
            f"\t2026-08-01\troster"
            for n in range(schools + 1)
        ),
    )


def staff(cursor: Any, home: UUID, key: Any, *, people: int, coaches: int, schools: int) -> None:
    """Coaches of the district first, then teachers at its schools."""
    copy(
        cursor,
        "accounts_member",
        MEMBER_COLUMNS,
        (f"{key(2, n)}\t{home}\tPerson {n}\tPerson\t\t\tt" for n in range(people)),
    )
    copy(
        cursor,
        "accounts_roleassignment",
        "id, district_id, member_id, school_id, role, fte, days, starts_on, source",
        (
            f"{key(3, n)}\t{home}\t{key(2, n)}\t{key(11, n % schools) if n >= coaches else NULL}"
            f"\t{'coach' if n < coaches else 'teacher'}\t1.00\t{{}}\t2026-08-01\tgranted"
            for n in range(people)
        ),
    )


def chapters(cursor: Any, home: UUID, key: Any, partnerships: int) -> None:
    """Partnerships, each with its open circle."""
    copy(
        cursor,
        "coaching_partnership",
        "id, district_id, kind, term, status, team_name, circle_id, opened_at",
        (
            f"{key(4, n)}\t{home}\tcoaching\tlong\tactive\t\t{key(5, n)}\t{START}"
            for n in range(partnerships)
        ),
    )
    copy(
        cursor,
        "access_circle",
        "id, district_id, kind, partnership_id, admits_evaluator, opened_at",
        (f"{key(5, n)}\t{home}\tchapter\t{key(4, n)}\tf\t{START}" for n in range(partnerships)),
    )


def places(cursor: Any, home: UUID, key: Any, partnerships: int, coaches: int) -> None:
    """Each partner once, each coach twenty-five times; in the partnership and in its circle."""
    pairs = [
        (n, part, coaches + n if part == "partner" else n % coaches)
        for n in range(partnerships)
        for part in ("partner", "coach")
    ]
    copy(
        cursor,
        "coaching_place",
        "id, district_id, partnership_id, member_id, part, status",
        (
            f"{key(6, i)}\t{home}\t{key(4, n)}\t{key(2, who)}\t{part}\tjoined"
            for i, (n, part, who) in enumerate(pairs)
        ),
    )
    copy(
        cursor,
        "access_participant",
        "id, district_id, circle_id, member_id, part, joined_at",
        (
            f"{key(7, i)}\t{home}\t{key(5, n)}\t{key(2, who)}\t{part}\t{START}"
            for i, (n, part, who) in enumerate(pairs)
        ),
    )


def held(
    cursor: Any, home: UUID, key: Any, *, sessions: int, partnerships: int, coaches: int
) -> None:
    """Sessions one by one around the partnerships, each with its text."""

    def when(number: int) -> datetime:
        return START + timedelta(days=4 * (number // partnerships), minutes=number % 400)

    copy(
        cursor,
        "coaching_session",
        "id, district_id, circle_id, author_id, created_at, partnership_id, status, held_at,"
        " minutes, form, interaction_types, reason",
        (
            f"{key(8, n)}\t{home}\t{key(5, n % partnerships)}"
            f"\t{key(2, n % partnerships % coaches)}\t{when(n)}\t{key(4, n % partnerships)}"
            f"\theld\t{when(n)}\t30\tin_person\t{{planning}}\t"
            for n in range(sessions)
        ),
    )
    copy(
        cursor,
        "coaching_sessiontext",
        "id, district_id, circle_id, author_id, created_at, session_id, body, revision, edited_at",
        (
            f"{key(9, n)}\t{home}\t{key(5, n % partnerships)}"
            f"\t{key(2, n % partnerships % coaches)}\t{when(n)}\t{key(8, n)}"
            f"\tLooked at the exit tickets together.\t1\t{when(n)}"
            for n in range(sessions)
        ),
    )


def walkers(slug: str, sessions: int) -> None:
    """Those as whom the pages are opened: a coach, the coach's mentor and an administrator."""
    home = District.objects.get(slug=slug)
    provide_templates(district=home)
    coach = Member.objects.get(pk=uuid(2, sessions, 0))
    mentor = person(home, "Mentor of scale", Role.MENTOR)
    admin = person(home, "Admin of scale", Role.ADMIN)
    partnership(mentor, coach, kind="mentoring", term="long", opened=60, role=None)
    mine = Partnership.objects.filter(kind="coaching", places__member=coach)
    for index, one in enumerate(mine.order_by("pk")):
        partner = Member.objects.get(places__partnership=one, places__part="partner")
        goal = goal_of(coach, partner, one, index)
        words = {"district": home, "author": coach, "circle_id": one.circle_id}
        step = NextStep.objects.create(**words, owner=partner, goal=goal, due_on=START.date())
        NextStepText.objects.create(**words, step=step, body="Try the exit ticket.")
    for member, role in ((coach, "coach"), (mentor, "mentor"), (admin, "admin")):
        member.user = User.objects.create_user(f"{role}@{slug}.test")
        member.save(update_fields=["user"])
