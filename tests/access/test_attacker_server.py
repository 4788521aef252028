"""The same attacker against the server around the tables: its files, its functions, its statistics,
its error messages, and the connection that the next person gets from the pool."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg2
import pytest

from access.roles import MEMBER, PROGRAM, SIGNIN, WORKER
from tests.access.conftest import PHRASE, Stage
from tests.access.server import Line, administrator, sealed_for
from tests.conftest import LOGIN

PERMISSION = "42501"
NO_SUCH = {"42P01", "42883", "42704", "0A000"}
PURPOSES = {"member": MEMBER, "program": PROGRAM, "roster": WORKER}


@pytest.fixture
def pat(web: Line, stage: Stage) -> Line:
    """The web process's connection while the teacher's evaluator is signed in."""
    web.step_into(MEMBER, sealed_for(stage.cast.pat))
    return web


@pytest.fixture
def anybody(stage: Stage) -> Iterator[Line]:
    """A connection that may become every role: what a seal is worth in each of them."""
    line = stage.line(LOGIN)
    yield line
    line.close()


# --- Files, programs and what else the server could be made to do ---------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_stat_file('PG_VERSION')",
        "SELECT pg_ls_logdir()",
        "SELECT pg_current_logfile()",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "COPY (SELECT 1) TO '/tmp/x'",
        "COPY coaching_comment FROM PROGRAM 'cat'",
        "COPY coaching_comment FROM '/etc/passwd'",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_export(1, '/tmp/x')",
        "SELECT lo_create(0)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'x')",
        "LOAD 'auto_explain'",
        "SELECT pg_reload_conf()",
        "SELECT pg_rotate_logfile()",
        "SELECT pg_switch_wal()",
        "SELECT pg_stat_reset()",
        "SELECT pg_log_backend_memory_contexts(pg_backend_pid())",
        "SELECT pg_create_logical_replication_slot('x', 'test_decoding')",
        "ALTER SYSTEM SET log_statement = 'all'",
        "ALTER ROLE alongside_member SET log_statement = 'all'",
        "ALTER ROLE alongside_owner PASSWORD 'x'",
        "ALTER TABLE coaching_session OWNER TO alongside_member",
        "REASSIGN OWNED BY alongside_owner TO alongside_member",
        "CREATE ROLE eve",
        "CREATE PUBLICATION eve FOR ALL TABLES",
        "CREATE SUBSCRIPTION eve CONNECTION '' PUBLICATION eve",
        "CREATE FOREIGN DATA WRAPPER eve",
        "CREATE EVENT TRIGGER eve ON ddl_command_start EXECUTE FUNCTION alongside.check_session()",
        "COMMENT ON POLICY session_read ON coaching_session IS 'x'",
        "SELECT nextval('django_migrations_id_seq')",
        "SELECT last_value FROM accounts_user_id_seq",
        "SELECT 1 FROM pg_shadow",
        "SELECT 1 FROM pg_statistic",
        "SELECT 1 FROM pg_hba_file_rules",
        "SELECT 1 FROM pg_file_settings",
    ],
)
def test_the_server_does_nothing_for_a_request(pat: Line, statement: str) -> None:
    assert pat.refused(statement) == PERMISSION


def test_a_login_changes_nothing_of_what_keeps_the_server_silent(web: Line) -> None:
    """A role may set defaults for itself, but none that only an administrator sets."""
    for name in ("track_activities", "log_statement", "log_min_error_statement"):
        assert web.refused(f"ALTER ROLE alongside_web RESET {name}") == PERMISSION
    for name in ("SUPERUSER", "BYPASSRLS", "CREATEROLE", "REPLICATION"):
        assert web.refused(f"ALTER ROLE alongside_web {name}") == PERMISSION
    assert web.refused("GRANT alongside_worker TO alongside_web") == PERMISSION


def test_a_grant_by_somebody_who_owns_nothing_gives_nothing(pat: Line, stage: Stage) -> None:
    """Where the granter holds some privilege, PostgreSQL warns and goes on; nothing is granted."""
    for table in ("accounts_user", "coaching_sessiontext"):
        assert pat.refused(f"GRANT SELECT ON {table} TO PUBLIC") in {PERMISSION, ""}
    assert pat.refused("SELECT 1 FROM accounts_user") == PERMISSION
    other = stage.line("alongside_signin")
    other.step_into(SIGNIN, "")
    assert other.refused("SELECT 1 FROM coaching_sessiontext") == PERMISSION
    other.close()


def test_no_extension_opens_another_door(pat: Line) -> None:
    """Above all no pg_stat_statements, which keeps what everybody asked."""
    assert pat.ask("SELECT extname FROM pg_extension") == [("plpgsql",)]
    for name in ("pg_stat_statements", "dblink", "file_fdw", "pgcrypto"):
        assert pat.refused(f"CREATE EXTENSION {name}") in {PERMISSION, *NO_SUCH}, name
    for name in ("pg_stat_statements", "pg_buffercache"):
        assert pat.refused(f"SELECT 1 FROM {name}") in NO_SUCH, name


# --- Nothing of the attacker's stands in for one of ours ------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE OPERATOR public.= (leftarg = uuid, rightarg = uuid, function = uuid_ne)",
        "CREATE OPERATOR pg_temp.= (leftarg = uuid, rightarg = uuid, function = uuid_ne)",
        "CREATE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
        "CREATE FUNCTION alongside.mine() RETURNS SETOF uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "CREATE CAST (text AS uuid) WITH INOUT",
        "CREATE DOMAIN public.uuid AS text",
        "CREATE AGGREGATE public.eve (int) (sfunc = int4pl, stype = int)",
        "CREATE TEMP SEQUENCE eve",
        "CREATE TEMP TABLE access_participant (member_id uuid)",
        "CREATE TABLE pg_temp.access_circle (id uuid)",
        "CREATE RULE eve AS ON SELECT TO coaching_session DO INSTEAD SELECT 1",
        "CREATE VIEW public.eve AS SELECT * FROM coaching_sessiontext",
        "CREATE STATISTICS public.eve ON id, circle_id FROM coaching_session",
        "ALTER FUNCTION alongside.me() RESET ALL",
        "ALTER FUNCTION alongside.me() OWNER TO alongside_member",
        "ALTER FUNCTION alongside.mine() LEAKPROOF",
    ],
)
def test_nothing_is_shadowed(pat: Line, statement: str) -> None:
    assert pat.refused(statement) in {PERMISSION, "42723", "42601"}


def test_a_search_path_changes_nothing_inside_the_kernel(pat: Line, stage: Stage) -> None:
    for path in ("pg_temp, public", "alongside", "''"):
        pat.ask(f"SET search_path = {path}")
        pat.step_into(MEMBER, sealed_for(stage.cast.pat))
        assert pat.one("SELECT count(*) FROM public.coaching_sessiontext") == 0
        pat.step_into(MEMBER, sealed_for(stage.cast.taylor))
        assert pat.one("SELECT count(*) FROM public.coaching_sessiontext") == 1


# --- Other ways to run a statement ----------------------------------------------------------------


@pytest.mark.parametrize("role", ["alongside_owner", "alongside_definer", WORKER, SIGNIN])
def test_a_block_becomes_nobody_else(pat: Line, role: str) -> None:
    for inside in (f"EXECUTE 'SET ROLE {role}'", f"PERFORM set_config('role', '{role}', false)"):
        assert pat.refused(f"DO $$ BEGIN {inside}; END $$") == PERMISSION


def test_a_block_reads_what_its_person_reads(pat: Line, stage: Stage) -> None:
    reading = (
        "DO $$ DECLARE t text; BEGIN SELECT body INTO STRICT t FROM coaching_sessiontext; END $$"
    )
    assert pat.refused(reading) == "P0002"
    pat.step_into(MEMBER, sealed_for(stage.cast.taylor))
    assert pat.refused(reading) == ""


def test_a_copy_carries_what_its_person_reads(pat: Line, stage: Stage) -> None:
    assert pat.copied("COPY (SELECT body FROM coaching_sessiontext) TO STDOUT") == ""
    assert PHRASE not in pat.copied("COPY coaching_sessiontext TO STDOUT")
    pat.step_into(MEMBER, sealed_for(stage.cast.taylor))
    assert PHRASE in pat.copied("COPY (SELECT body FROM coaching_sessiontext) TO STDOUT")


def test_a_prepared_statement_asks_who_runs_it(pat: Line, stage: Stage) -> None:
    """Planned and run for one person, it reads for the next one what that one may read."""
    pat.step_into(MEMBER, sealed_for(stage.cast.taylor))
    pat.ask("SET plan_cache_mode = force_generic_plan")
    pat.ask("PREPARE texts AS SELECT body FROM coaching_sessiontext")
    assert pat.ask("EXECUTE texts") == [(PHRASE,)]
    pat.step_into(MEMBER, sealed_for(stage.cast.pat))
    assert pat.ask("EXECUTE texts") == []
    pat.step_into(PROGRAM, sealed_for(stage.cast.alex, "program"))
    assert pat.refused("EXECUTE texts") == PERMISSION
    pat.step_into(MEMBER, "")
    assert pat.ask("EXECUTE texts") == []


def test_xml_and_queries_in_texts_run_as_the_person(pat: Line) -> None:
    asking = "SELECT query_to_xml('SELECT body FROM coaching_sessiontext', true, true, '')::text"
    assert pat.refused(asking) != "" or PHRASE not in str(pat.ask(asking))


# --- Seals ----------------------------------------------------------------------------------------


def test_each_purpose_opens_one_role_alone(anybody: Line, stage: Stage) -> None:
    """Replayed in another role, a seal is nobody's."""
    alex = stage.cast.alex
    counts = {
        MEMBER: "SELECT count(*) FROM accounts_member",
        PROGRAM: "SELECT count(*) FROM accounts_member",
        # Every worker reads members; schools only for the import that the seal was made for.
        WORKER: "SELECT count(*) FROM accounts_school",
    }
    for purpose, home in PURPOSES.items():
        for role, asking in counts.items():
            anybody.step_into(role, sealed_for(alex, purpose))
            assert (anybody.one(asking) > 0) == (role == home), f"{purpose} in {role}"
        anybody.step_into(SIGNIN, sealed_for(alex, purpose))
        assert anybody.refused("SELECT 1 FROM coaching_sessiontext") == PERMISSION


def test_a_seal_ends_with_its_transaction(web: Line, stage: Stage) -> None:
    """The next request on the same connection finds nobody's."""
    web.ask("BEGIN")
    web.ask(
        "SELECT set_config('role', %s, true), set_config('alongside.seal', %s, true)",
        MEMBER,
        sealed_for(stage.cast.taylor),
    )
    assert web.one("SELECT count(*) FROM public.coaching_sessiontext") == 1
    web.ask("COMMIT")
    assert web.one("SELECT current_setting('alongside.seal', true)") == ""
    assert web.one("SELECT current_setting('role')") == "none"
    assert web.refused("SELECT 1 FROM public.coaching_sessiontext") == PERMISSION


def test_what_an_attacker_leaves_behind_is_not_the_next_person(web: Line, stage: Stage) -> None:
    """Set for the whole connection, it is covered by the next request and seen by nobody else."""
    web.step_into(MEMBER, sealed_for(stage.cast.pat))
    web.ask("SET timezone = 'Etc/GMT+12'")
    for person, rows in ((stage.cast.taylor, 1), (stage.cast.jordan, 0)):
        web.ask("BEGIN")
        web.ask(
            "SELECT set_config('role', %s, true), set_config('alongside.seal', %s, true)",
            MEMBER,
            sealed_for(person),
        )
        assert web.one("SELECT count(*) FROM coaching_sessiontext") == rows
        web.ask("COMMIT")
    assert web.one("SELECT count(*) FROM coaching_sessiontext") == 0
    fresh = stage.line()
    assert fresh.one("SELECT current_setting('alongside.seal', true)") is None
    fresh.close()


def test_nobody_finds_a_seal_of_another_connection(web: Line, stage: Stage) -> None:
    """Not as a member, and not as the login that both share."""
    other = stage.line()
    seal = sealed_for(stage.cast.taylor)
    other.ask("BEGIN")
    other.step_into(MEMBER, seal)
    other.ask(f"SELECT '{PHRASE}', body FROM coaching_sessiontext")
    for role in (MEMBER, "none"):
        web.ask(f"SET ROLE {role}")
        shown = [
            web.ask("SELECT * FROM pg_stat_activity"),
            web.ask("SELECT pg_stat_get_backend_activity(i) FROM pg_stat_get_backend_idset() i"),
            web.ask("SELECT * FROM pg_settings"),
            web.ask("SELECT * FROM pg_prepared_statements"),
            web.ask("SELECT * FROM pg_cursors"),
            web.ask("SELECT * FROM pg_locks"),
        ]
        assert PHRASE not in str(shown)
        assert seal.rsplit(".", 1)[1] not in str(shown)
        assert str(stage.cast.taylor.pk) not in str(shown)
    other.close()


def test_the_program_reads_no_message_and_no_link(web: Line, stage: Stage) -> None:
    web.step_into(PROGRAM, sealed_for(stage.cast.alex, "program"))
    for column in ("secret", "path", "recipient_id"):
        assert web.refused(f"SELECT {column} FROM accounts_outboxmessage") == PERMISSION


# --- What leaks beside the rows -------------------------------------------------------------------


def test_what_was_written_is_announced_to_nobody(pat: Line, stage: Stage) -> None:
    assert not pat.ask("SELECT proname FROM pg_proc WHERE prosrc ~* 'notify' AND proname !~ '^pg_'")
    other = stage.line()
    other.step_into(MEMBER, sealed_for(stage.cast.casey))
    for channel in ("alongside", "coaching_session", "public"):
        pat.ask(f"LISTEN {channel}")
    other.ask("UPDATE coaching_sessiontext SET revision = revision + 1")
    pat.ask("SELECT 1")
    pat.raw.poll()
    assert pat.raw.notifies == []
    other.close()


def test_statistics_hold_no_value(pat: Line, stage: Stage) -> None:
    """After ANALYZE the catalog knows common values; of guarded tables it shows none."""
    server = administrator(stage.database)
    with server.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM pg_stats WHERE schemaname = 'public'")
        assert cursor.fetchone()[0] > 0
    server.close()
    for person in (stage.cast.pat, stage.cast.taylor):
        pat.step_into(MEMBER, sealed_for(person))
        for view in ("pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"):
            assert not pat.ask(f"SELECT 1 FROM {view} WHERE schemaname = 'public'"), view


@pytest.mark.parametrize(
    "condition",
    [
        "body::int > 0",
        "1 / (CASE WHEN body LIKE 'helio%%' THEN 0 ELSE 1 END) > 0",
        "set_config('alongside.found', body, false) IS NOT NULL",
    ],
)
def test_a_condition_sees_no_hidden_row(pat: Line, stage: Stage, condition: str) -> None:
    """Whatever fails or tells on a value is asked after the policy, and so of no row."""
    statement = f"SELECT 1 FROM coaching_sessiontext WHERE {condition}"
    pat.ask("BEGIN")
    assert pat.ask(statement) == []
    assert pat.one("SELECT coalesce(current_setting('alongside.found', true), '')") == ""
    pat.step_into(MEMBER, sealed_for(stage.cast.taylor))
    assert pat.told(statement) != ("",) or pat.ask(statement)
    pat.ask("ROLLBACK")


def own_circle(line: Line, stage: Stage) -> tuple[str, str]:
    """Robin's own partnership, in the transaction under way, and its circle."""
    line.step_into(MEMBER, sealed_for(stage.cast.robin))
    mine = line.one(
        "SELECT alongside.open_partnership('coaching', 'quick', %s::uuid[], '', NULL)",
        [str(stage.cast.jordan.pk)],
    )
    return mine, line.one("SELECT circle_id FROM coaching_partnership WHERE id = %s", mine)


CHILDREN = {
    "coaching_sessiontext": "(id, circle_id, session_id, body, revision)"
    " VALUES (gen_random_uuid(), %s, %s, 'x', 1)",
    "coaching_privatenote": "(id, circle_id, session_id, body)"
    " VALUES (gen_random_uuid(), %s, %s, 'x')",
    "goals_measurement": "(id, circle_id, goal_id, measured_on, value, note)"
    " VALUES (gen_random_uuid(), %s, %s, now(), 1, '')",
    "goals_outcome": "(id, circle_id, goal_id, verdict, reflection, revision)"
    " VALUES (gen_random_uuid(), %s, %s, 'met', '', 1)",
    "goals_nextstep": "(id, circle_id, session_id, owner_id)"
    " VALUES (gen_random_uuid(), %s, %s, alongside.me())",
    "goals_nextsteptext": "(id, circle_id, step_id, body, revision)"
    " VALUES (gen_random_uuid(), %s, %s, 'x', 1)",
    "goals_cycle": "(id, circle_id, goal_id, template_name, stage, stage_name)"
    " VALUES (gen_random_uuid(), %s, %s, '', 1, '')",
    "observations_visitresponse": "(id, circle_id, visit_id, body, revision)"
    " VALUES (gen_random_uuid(), %s, %s, 'x', 1)",
}


@pytest.mark.parametrize("table", sorted(CHILDREN))
@pytest.mark.parametrize("ending", ["", " ON CONFLICT DO NOTHING"])
def test_a_child_of_a_hidden_record_fails_word_for_word_like_one_of_none(
    web: Line, stage: Stage, table: str, ending: str
) -> None:
    statement = f"INSERT INTO {table} {CHILDREN[table]}{ending}"
    web.ask("BEGIN")
    _, circle = own_circle(web, stage)
    parents = stage.parents()
    hidden = web.told(statement, circle, parents[table])
    missing = web.told(statement, circle, str(uuid4()))
    web.ask("ROLLBACK")
    assert hidden == missing
    assert hidden[0] == "23503"


def test_an_error_quotes_no_row(web: Line, stage: Stage) -> None:
    """Not even one's own: what an error says may stand in a log."""
    web.ask("BEGIN")
    pairing, circle = own_circle(web, stage)
    session = (
        "INSERT INTO coaching_session (id, circle_id, partnership_id, status, minutes, form,"
        " interaction_types, reason) VALUES (%s, %s, %s, %s, 30, %s, '{}', '')"
    )
    key = str(uuid4())
    checked = web.told(session, key, circle, pairing, "held", "in_person")
    web.ask(session, key, circle, pairing, "planned", "in_person")
    doubled = web.told(session, key, circle, pairing, "planned", "in_person")
    web.ask("ROLLBACK")
    assert (checked[0], doubled[0]) == ("23514", "23505")
    for said in (checked, doubled):
        assert said[2] is None
        assert str(circle) not in str(said)
        assert key not in str(said)


def test_a_message_leads_to_no_other_site(pat: Line, stage: Stage) -> None:
    """Its path is put behind the site's address: `.evil.test` would make another site's of it."""
    queue = (
        "INSERT INTO accounts_outboxmessage (id, key, kind, recipient_id, path, secret, attempts)"
        " VALUES (gen_random_uuid(), 'x', 'line_ended', %s, %s, '', 0)"
    )
    with pat.undone():
        for path in (".evil.test/", "@evil.test/", ":8@evil.test", "//evil.test", "x"):
            assert pat.told(queue, str(stage.cast.taylor.pk), path)[0] == "23514", path
        assert pat.told(queue, str(stage.cast.taylor.pk), "/d/riverbend/")[0] == ""


def test_advisory_locks_name_nobody(pat: Line, stage: Stage) -> None:
    """While somebody opens a partnership a lock is held; it shows a hash and no id."""
    other = stage.line()
    other.ask("BEGIN")
    own_circle(other, stage)
    shown = str(pat.ask("SELECT * FROM pg_locks WHERE locktype = 'advisory'"))
    assert shown != "[]"
    assert str(stage.cast.jordan.pk) not in shown
    other.ask("ROLLBACK")
    other.close()


def test_the_worker_and_signin_logins_touch_no_file_either(stage: Stage) -> None:
    for login, role in (("alongside_work", WORKER), ("alongside_signin", SIGNIN)):
        line = stage.line(login)
        line.step_into(role, "")
        for statement in (
            "SELECT pg_read_file('PG_VERSION')",
            "COPY (SELECT 1) TO PROGRAM 'cat'",
            "SELECT lo_create(0)",
            "SET ROLE alongside_member",
            "SET ROLE alongside_owner",
            "CREATE TEMP TABLE x ()",
        ):
            with pytest.raises(psycopg2.Error) as refused:
                line.ask(statement)
            assert refused.value.pgcode == PERMISSION, statement
        line.close()
