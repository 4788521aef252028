"""The attacker holds the web process's connection and may run any statement in it."""

from uuid import uuid4

import pytest
from django.apps import apps
from psycopg2 import extensions

from access.checks import SILENT
from access.roles import DEFINER, MEMBER, OWNER, PROGRAM, SIGNIN, WORKER
from tests.access.conftest import PHRASE, Stage
from tests.access.server import Line, sealed_for
from tests.conftest import LOGIN

PERMISSION = "42501"
HIDDEN = "23503"
REFUSED = "AL001"
RECORDS = (
    "access_circle",
    "access_participant",
    "accounts_member",
    "coaching_partnership",
    "coaching_privatenote",
    "coaching_session",
    "coaching_sessiontext",
)
PRIVATE_TABLES = (
    "accounts_user",
    "django_session",
    "access_sealkey",
    "account_emailaddress",
    "mfa_authenticator",
    "pg_authid",
    "alongside.audience",
    "alongside.evaluation",
)


def read_by(line: Line, *tables: str) -> dict[str, int]:
    counts = {table: line.one(f"SELECT count(*) FROM {table}") for table in tables or RECORDS}
    return {table: count for table, count in counts.items() if count}


def test_a_login_without_a_role_reads_no_table(web: Line) -> None:
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    assert {web.refused(f'SELECT 1 FROM public."{table}"') for table in tables} == {PERMISSION}


def test_a_role_without_an_identity_reads_no_row(web: Line) -> None:
    for role in (MEMBER,):
        web.step_into(role, "")
        assert read_by(web) == {}
    web.ask("RESET alongside.seal")
    assert read_by(web) == {}


def test_the_circle_reads_with_its_own_seal(web: Line, stage: Stage) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.taylor))
    assert web.one("SELECT body FROM coaching_sessiontext") == PHRASE


def forged(stage: Stage) -> dict[str, str]:
    """Seals that nobody may have; each names Taylor, who reads the record."""
    own = sealed_for(stage.cast.pat)
    victim = sealed_for(stage.cast.taylor)
    parts, mac = victim.rsplit(".", 1)
    return {
        "a changed mac": f"{parts}.{'0' * len(mac)}",
        "no mac": parts,
        "an empty mac": parts + ".",
        "another's identity under one's own mac": own.replace(
            str(stage.cast.pat.pk), str(stage.cast.taylor.pk)
        ),
        "expired": sealed_for(stage.cast.taylor, seconds=-5),
        "a later expiry": f"{parts.rsplit('.', 1)[0]}.99999999999.{mac}",
        "an unknown key": victim.replace(victim.split(".")[1], "k00000000"),
        "another district": victim.replace(
            str(stage.cast.riverbend.pk), str(stage.cast.lakeshore.pk)
        ),
        "a program seal": sealed_for(stage.cast.taylor, "program"),
        "a roster seal": sealed_for(stage.cast.taylor, "roster"),
        "something else": "v1......",
        "statements": "v1.k.member'; SELECT 1; --.x.y.z.w",
    }


def test_a_seal_that_nobody_made_is_nobody(web: Line, stage: Stage) -> None:
    for name, seal in forged(stage).items():
        web.step_into(MEMBER, seal)
        assert read_by(web) == {}, name


def test_a_seal_is_worth_nothing_in_another_role(web: Line, stage: Stage) -> None:
    for purpose in ("member", "roster"):
        web.step_into(PROGRAM, sealed_for(stage.cast.alex, purpose))
        assert read_by(web, "accounts_member", "coaching_partnership") == {}, purpose
    web.step_into(PROGRAM, sealed_for(stage.cast.casey, "program"))
    assert read_by(web, "accounts_member", "coaching_partnership") == {}
    web.step_into(PROGRAM, sealed_for(stage.cast.alex, "program"))
    assert set(read_by(web, "accounts_member", "coaching_partnership")) == {
        "accounts_member",
        "coaching_partnership",
    }
    for table in ("coaching_session", "coaching_sessiontext", "access_circle", "goals_goal"):
        assert web.refused(f"SELECT 1 FROM {table}") == PERMISSION


def test_stacked_statements_reach_no_secret(web: Line, stage: Stage) -> None:
    for role, purpose in ((MEMBER, "member"), (PROGRAM, "program")):
        web.step_into(role, sealed_for(stage.cast.alex, purpose))
        for table in PRIVATE_TABLES:
            assert web.refused(f"SELECT 1 FROM {table}") == PERMISSION, table


def test_stacked_statements_become_nobody_else(web: Line, stage: Stage) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.pat))
    for role in (WORKER, OWNER, DEFINER, SIGNIN, LOGIN, "alongside_migrate", "postgres"):
        assert web.refused(f"SET ROLE {role}") in {PERMISSION, "22023"}, role
        assert web.refused(f"SET SESSION AUTHORIZATION {role}") in {PERMISSION, "22023"}, role
    web.ask("RESET ROLE")
    assert web.refused("SELECT 1 FROM public.coaching_session") == PERMISSION


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.coaching_session2 (id int)",
        "CREATE TEMP TABLE coaching_session (id int)",
        "CREATE TEMP VIEW coaching_session AS SELECT 1",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.me() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "CREATE FUNCTION pg_temp.me() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "CREATE OR REPLACE FUNCTION alongside.me() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "ALTER TABLE coaching_session DISABLE ROW LEVEL SECURITY",
        "DROP POLICY session_read ON coaching_session",
        "CREATE POLICY mine ON coaching_session FOR SELECT USING (true)",
        "CREATE TRIGGER mine BEFORE INSERT ON coaching_session"
        " EXECUTE FUNCTION alongside.check_session()",
        "TRUNCATE coaching_session",
        "COPY coaching_session TO PROGRAM 'cat'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT alongside.sealed('member', 'alongside_member')",
        "SELECT alongside.shelf_of(gen_random_uuid())",
        "SELECT alongside.sync_chapter(gen_random_uuid())",
        "SELECT alongside.evaluates_a_partner(gen_random_uuid(), gen_random_uuid())",
        "SELECT alongside.memberships(1)",
        "SELECT alongside.accept_invitation('x', 1)",
        "SET session_replication_role = replica",
        "SET track_activities = on",
        "SET log_statement = 'all'",
        "SET log_min_error_statement = 'error'",
    ],
)
def test_nothing_is_made_changed_or_called(web: Line, stage: Stage, statement: str) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.pat))
    assert web.refused(statement) in {PERMISSION, "42601", "42704"}


def test_row_security_cannot_be_switched_off(web: Line, stage: Stage) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.pat))
    web.ask("SET row_security = off")
    assert web.refused("SELECT * FROM coaching_sessiontext") == PERMISSION


def test_a_time_zone_moves_no_day(stage: Stage) -> None:
    """Set west of the date line, a caller's yesterday would be before a line that begins today."""
    line = stage.line(LOGIN)
    with line.undone():
        line.ask(f"SET LOCAL ROLE {OWNER}")
        line.ask(
            "INSERT INTO access_evaluationline"
            " (id, district_id, evaluator_id, person_id, starts_on, source)"
            " VALUES (gen_random_uuid(), %s, %s, %s, (now() AT TIME ZONE 'UTC')::date, 'admin')",
            str(stage.cast.riverbend.pk),
            str(stage.cast.casey.pk),
            str(stage.cast.taylor.pk),
        )
        for zone in ("Etc/GMT+12", "Etc/GMT-14", "<x>+150"):
            line.ask("SELECT set_config('timezone', %s, true)", zone)
            line.step_into(MEMBER, sealed_for(stage.cast.casey))
            assert read_by(line, "coaching_sessiontext", "access_circle") == {}, zone
    line.close()


def test_nobody_sees_what_others_are_asking(web: Line, stage: Stage) -> None:
    other = stage.line()
    other.step_into(MEMBER, sealed_for(stage.cast.taylor))
    other.ask(f"SELECT '{PHRASE}', body FROM coaching_sessiontext")
    web.step_into(MEMBER, sealed_for(stage.cast.pat))
    shown = web.ask("SELECT * FROM pg_stat_activity")
    assert PHRASE not in str(shown)
    assert sealed_for(stage.cast.taylor).split(".")[3] not in str(shown)
    other.close()


def test_the_server_keeps_silent(web: Line) -> None:
    for name, wanted in SILENT.items():
        assert web.one("SELECT current_setting(%s)", name) in {wanted, wanted + "B"}, name


def session_values(stage: Stage, **changed: object) -> tuple[str, list[object]]:
    values: dict[str, object] = {
        "id": str(uuid4()),
        "circle_id": str(stage.session.circle_id),
        "partnership_id": str(stage.partnership.pk),
        "status": "planned",
        "minutes": 30,
        "form": "in_person",
        "interaction_types": [],
        "reason": "",
        **changed,
    }
    names = ", ".join(values)
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO coaching_session ({names}) VALUES ({marks})", list(values.values())


def test_nobody_writes_as_another_or_back_dates(web: Line, stage: Stage) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.casey))
    with web.undone():
        statement, values = session_values(stage)
        assert web.refused(statement, *values) == ""
    for changed in (
        {"author_id": str(stage.cast.taylor.pk)},
        {"created_at": "2020-01-01"},
        {"created_at": "2100-01-01"},
        {"district_id": str(stage.cast.lakeshore.pk)},
    ):
        statement, values = session_values(stage, **changed)
        assert web.refused(statement, *values) in {PERMISSION, HIDDEN}, changed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE coaching_session SET circle_id = gen_random_uuid()",
        "UPDATE coaching_session SET author_id = alongside.me()",
        "UPDATE coaching_session SET created_at = now()",
        "UPDATE coaching_sessiontext SET circle_id = gen_random_uuid()",
        "UPDATE access_circle SET closed_at = NULL",
        "UPDATE access_participant SET part = 'partner'",
        "DELETE FROM access_participant",
        "DELETE FROM access_evaluationline",
        "UPDATE access_evaluationline SET ends_on = current_date",
        "UPDATE coaching_partnership SET circle_id = NULL",
        "UPDATE coaching_place SET status = 'joined'",
        "UPDATE accounts_member SET user_id = 1",
        "UPDATE accounts_roleassignment SET ends_on = current_date",
        "INSERT INTO access_circle (id, kind) VALUES (gen_random_uuid(), 'shelf')",
        "INSERT INTO accounts_roleassignment (id, member_id, role)"
        " VALUES (gen_random_uuid(), alongside.me(), 'admin')",
    ],
)
def test_the_relation_is_not_written_by_hand(web: Line, stage: Stage, statement: str) -> None:
    for member in (stage.cast.pat, stage.cast.casey):
        web.step_into(MEMBER, sealed_for(member))
        assert web.refused(statement) == PERMISSION


def test_nobody_puts_themself_into_a_circle(web: Line, stage: Stage) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.pat))
    joining = (
        "INSERT INTO access_participant (id, district_id, circle_id, member_id, part)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 'coach')"
    )
    ids = [str(stage.cast.riverbend.pk), str(stage.session.circle_id), str(stage.cast.pat.pk)]
    assert web.refused(joining, *ids) == PERMISSION
    for call in ("answer_place(%s, 'joined')", "propose_place(%s, alongside.me(), 'coach')"):
        assert web.refused(f"SELECT alongside.{call}", str(stage.partnership.pk)) == REFUSED


def test_another_persons_text_stays_as_it_is(web: Line, stage: Stage) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.taylor))
    with web.undone():
        assert web.ask("UPDATE coaching_sessiontext SET body = 'No.' RETURNING id") == []
    web.step_into(MEMBER, sealed_for(stage.cast.casey))
    with web.undone():
        assert len(web.ask("UPDATE coaching_sessiontext SET body = 'Yes.' RETURNING id")) == 1


def test_a_hidden_parent_fails_exactly_like_a_missing_one(web: Line, stage: Stage) -> None:
    """Robin has a partnership of her own, and tries to name Casey's records in it."""
    web.step_into(MEMBER, sealed_for(stage.cast.robin))
    with web.undone():
        mine = web.one(
            "SELECT alongside.open_partnership('coaching', 'quick', %s::uuid[], '', NULL)",
            [str(stage.cast.jordan.pk)],
        )
        circle = web.one("SELECT circle_id FROM coaching_partnership WHERE id = %s", mine)
        home = {"circle_id": circle, "partnership_id": mine}
        for column, hidden in (
            ("circle_id", stage.session.circle_id),
            ("partnership_id", stage.partnership.pk),
        ):
            answers = set()
            for parent in (hidden, uuid4()):
                statement, values = session_values(stage, **{**home, column: str(parent)})
                answers.add(refusal(web, statement, values))
            assert len(answers) == 1, answers
            assert "" not in answers
        noting = (
            "INSERT INTO coaching_privatenote (id, circle_id, session_id, body)"
            " VALUES (gen_random_uuid(), %s, %s, 'x')"
        )
        answers = {
            refusal(web, noting, [circle, str(parent)]) for parent in (stage.session.pk, uuid4())
        }
        assert len(answers) == 1, answers
        assert "" not in answers


def refusal(line: Line, statement: str, values: list[object]) -> str:
    """Inside a transaction: the refusal is undone, the transaction goes on."""
    assert line.raw.get_transaction_status() == extensions.TRANSACTION_STATUS_INTRANS
    line.ask("SAVEPOINT probe")
    state = line.refused(statement, *values)
    line.ask("ROLLBACK TO probe")
    return state


def test_functions_answer_for_hidden_records_as_for_missing_ones(web: Line, stage: Stage) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.pat))
    for call in ("audience_of(%s)", "audiences_of(ARRAY[%s]::uuid[])", "note_look(%s)"):
        for item in (stage.session.circle_id, stage.session.pk, uuid4()):
            found = web.ask(f"SELECT * FROM alongside.{call}", str(item))
            assert [row for row in found if row[0] not in ("", None)] == [], call
    for call in ("caseload_load(%s)", "caseload_review(%s)"):
        shown = web.ask(f"SELECT * FROM alongside.{call}", str(stage.cast.casey.pk))
        missing = web.ask(f"SELECT * FROM alongside.{call}", str(uuid4()))
        assert shown == missing, call


def test_an_evaluator_coaches_nobody_by_calling_it_a_team(web: Line, stage: Stage) -> None:
    line = stage.line(LOGIN)
    with line.undone():
        line.ask(f"SET LOCAL ROLE {OWNER}")
        line.ask(
            "INSERT INTO accounts_roleassignment"
            " (id, district_id, member_id, role, fte, days, source)"
            " VALUES (gen_random_uuid(), %s, %s, 'coach', 1, '{}', 'granted')",
            str(stage.cast.riverbend.pk),
            str(stage.cast.pat.pk),
        )
        line.step_into(MEMBER, sealed_for(stage.cast.pat))
        for kind in ("coaching", "leadership_team"):
            opening = "SELECT alongside.open_partnership(%s, 'quick', %s::uuid[], '', NULL)"
            assert refusal(line, opening, [kind, [str(stage.cast.taylor.pk)]]) == REFUSED
    line.close()


def test_an_administrator_proposes_nobody_into_a_partnership_under_way(
    web: Line, stage: Stage
) -> None:
    web.step_into(PROGRAM, sealed_for(stage.cast.alex, "program"))
    proposing = (
        "INSERT INTO coaching_place (id, district_id, partnership_id, member_id, part, status)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 'coach', 'proposed')"
    )
    ids = [str(stage.cast.riverbend.pk), str(stage.partnership.pk), str(stage.cast.alex.pk)]
    assert web.refused(proposing, *ids) == REFUSED
    borrowed = (
        "INSERT INTO coaching_partnership"
        " (id, district_id, kind, term, status, team_name, circle_id)"
        " VALUES (gen_random_uuid(), %s, 'coaching', 'long', 'proposed', '', %s)"
        " RETURNING circle_id"
    )
    with web.undone():
        assert web.one(borrowed, ids[0], str(stage.session.circle_id)) is None


def test_a_coach_brings_no_second_coach_without_the_teacher(web: Line, stage: Stage) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.casey))
    proposing = "SELECT alongside.propose_place(%s, %s, 'coach')"
    ids = [str(stage.partnership.pk), str(stage.cast.robin.pk)]
    assert web.refused(proposing, *ids) == REFUSED
    web.step_into(MEMBER, sealed_for(stage.cast.taylor))
    with web.undone():
        assert web.refused(proposing, *ids) == ""


def test_consent_to_a_visit_is_not_given_by_the_visitor(web: Line, stage: Stage) -> None:
    web.step_into(MEMBER, sealed_for(stage.cast.casey))
    proposing = (
        "INSERT INTO observations_visit"
        " (id, circle_id, teacher_id, visitor_id, status, focus, collect, planned_at, revision)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 'proposed', '', '', now(), 1) RETURNING id"
    )
    circle, casey = str(stage.session.circle_id), str(stage.cast.casey.pk)
    with web.undone():
        assert refusal(web, proposing, [circle, casey, casey]) == PERMISSION
        visit = web.one(proposing, circle, str(stage.cast.taylor.pk), casey)
        assert refusal(web, "SELECT alongside.move_visit(%s, 'agreed', 1)", [visit]) == REFUSED


def test_the_worker_reads_no_word(stage: Stage) -> None:
    line = stage.line("alongside_work")
    line.step_into(WORKER, sealed_for(stage.cast.taylor))
    for table in ("coaching_sessiontext", "coaching_privatenote", "goals_nextsteptext"):
        assert line.refused(f"SELECT 1 FROM {table}") == PERMISSION
    line.close()


def test_the_signin_connection_reads_no_record(stage: Stage) -> None:
    line = stage.line("alongside_signin")
    line.step_into(SIGNIN, sealed_for(stage.cast.taylor))
    for table in ("coaching_sessiontext", "coaching_session", "access_circle", "goals_goal"):
        assert line.refused(f"SELECT 1 FROM {table}") == PERMISSION
    line.close()
