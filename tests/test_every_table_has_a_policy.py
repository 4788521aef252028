"""What PostgreSQL's own catalog says of the wall: no table, view or function is forgotten."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from access.roles import DEFINER, MEMBER, OWNER, PROGRAM, SERVICE_LOGINS, SIGNIN, WORKER
from tests.conftest import owner

REQUEST_ROLES = (MEMBER, PROGRAM, WORKER)
BOUND_ROLES = (*REQUEST_ROLES, SIGNIN, DEFINER, *SERVICE_LOGINS)
# Only the sign-in connection and the operator reach these; they hold no district.
WITHOUT_POLICY = {
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_user",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_admin_log",
    "django_content_type",
    "django_migrations",
    "django_session",
    "mfa_authenticator",
    "usersessions_usersession",
}
# Keys to rows that everybody in the district reads, or that the sign-in connection keeps.
PLAIN_KEYS = {"accounts_member": {"user_id"}}

pytestmark = pytest.mark.django_db


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with owner(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def names(statement: str, *values: Any) -> set[str]:
    return {str(row[0]) for row in rows(statement, *values)}


TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname IN ('public', 'alongside') AND c.relkind IN ('r', 'p')"
)


def test_every_table_has_row_security_and_a_policy() -> None:
    bare = names(
        TABLES + " AND NOT (c.relrowsecurity"
        " AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))"
    )
    assert bare - WITHOUT_POLICY == set()


def test_no_request_role_reaches_a_table_without_a_policy() -> None:
    for role in REQUEST_ROLES:
        reached = names(
            TABLES + " AND c.relname = ANY (%s) AND (has_any_column_privilege(%s, c.oid,"
            " 'SELECT, INSERT, UPDATE') OR has_table_privilege(%s, c.oid, 'DELETE, TRUNCATE'))",
            list(WITHOUT_POLICY),
            role,
            role,
        )
        assert reached == set(), role


def test_every_policy_names_one_command_one_role_and_says_for_whom() -> None:
    assert not names(
        "SELECT p.polname FROM pg_policy p WHERE p.polcmd = '*' OR cardinality(p.polroles) <> 1"
        " OR 0 = ANY (p.polroles) OR coalesce(obj_description(p.oid, 'pg_policy'), '') = ''"
    )


def test_every_privilege_has_its_policy() -> None:
    """A grant without a policy shows nothing today, and everything after one careless ALTER."""
    assert not rows(
        "SELECT c.relname, r.rolname, cmd.word FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'"
        " CROSS JOIN pg_roles r"
        " CROSS JOIN (VALUES ('SELECT', 'r'), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd'))"
        "   AS cmd(word, letter)"
        " WHERE c.relkind = 'r' AND r.rolname = ANY (%s)"
        " AND CASE cmd.word WHEN 'DELETE' THEN has_table_privilege(r.oid, c.oid, 'DELETE')"
        "     ELSE has_any_column_privilege(r.oid, c.oid, cmd.word) END"
        " AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid"
        '   AND p.polcmd = cmd.letter::"char" AND r.oid = ANY (p.polroles))',
        [*REQUEST_ROLES, DEFINER],
    )


def test_nobody_bypasses_or_owns() -> None:
    assert not names(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) AND"
        " (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
        [*BOUND_ROLES, OWNER],
    )
    assert names(
        "SELECT DISTINCT pg_get_userbyid(c.relowner) FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
    ) == {OWNER}
    assert not names(
        "SELECT r.rolname FROM pg_roles r WHERE r.rolname = ANY (%s) AND"
        " (pg_has_role(r.oid, %s, 'MEMBER') OR r.rolname <> %s AND pg_has_role(r.oid, %s, 'MEMBER'))",
        list(BOUND_ROLES),
        OWNER,
        DEFINER,
        DEFINER,
    )


def test_logins_step_only_into_their_own_roles() -> None:
    steps = rows(
        "SELECT l.rolname, r.rolname FROM pg_roles l CROSS JOIN pg_roles r"
        " WHERE l.rolname = ANY (%s) AND r.rolname = ANY (%s)"
        " AND l.oid <> r.oid AND pg_has_role(l.oid, r.oid, 'MEMBER')",
        list(SERVICE_LOGINS),
        [*BOUND_ROLES, OWNER],
    )
    assert set(steps) == {
        ("alongside_web", MEMBER),
        ("alongside_web", PROGRAM),
        ("alongside_work", WORKER),
        ("alongside_signin", SIGNIN),
    }


def test_public_calls_nothing_of_ours() -> None:
    assert not names(
        "SELECT p.oid::regprocedure::text FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace"
        " CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
        " WHERE n.nspname IN ('alongside', 'public') AND a.grantee = 0"
    )


def test_definer_functions_can_be_fooled_by_no_setting() -> None:
    """A foreign search path shadows, and a foreign time zone moves the day on which a line begins."""
    assert not names(
        "SELECT p.oid::regprocedure::text FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname IN ('alongside', 'public') AND p.prosecdef AND NOT"
        " (p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp', 'TimeZone=UTC']"
        "  OR p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp', 'timezone=UTC'])"
    )
    assert names(
        "SELECT DISTINCT pg_get_userbyid(p.proowner) FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'alongside'"
    ) == {DEFINER}


def test_the_relation_is_read_through_functions_alone() -> None:
    for role in (*REQUEST_ROLES, SIGNIN):
        assert not names(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'alongside' AND c.relkind IN ('v', 'm')"
            " AND has_any_column_privilege(%s, c.oid, 'SELECT')",
            role,
        )


def test_no_bound_role_makes_objects() -> None:
    for role in BOUND_ROLES:
        schemas = {"public"} if role == DEFINER else {"public", "alongside"}
        assert not names(
            "SELECT nspname FROM pg_namespace WHERE nspname = ANY (%s)"
            " AND has_schema_privilege(%s, oid, 'CREATE')",
            list(schemas),
            role,
        )
        ((may,),) = rows(
            "SELECT has_database_privilege(%s, current_database(), 'TEMP, CREATE')", role
        )
        assert not may, role


def test_district_tables_have_keys_that_carry_the_district() -> None:
    for table in sorted(district_tables()):
        unique = names(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
            " AND contype IN ('p', 'u') AND conkey @> ARRAY(SELECT attnum FROM pg_attribute"
            "  WHERE attrelid = conrelid AND attname IN ('district_id', 'id'))",
            table,
        )
        assert unique, f"{table} has no unique key over its district"
        plain = names(
            "SELECT a.attname FROM pg_constraint k"
            " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
            " WHERE k.conrelid = %s::regclass AND k.contype = 'f' AND cardinality(k.conkey) = 1"
            " AND a.attname <> 'district_id'",
            table,
        )
        assert plain - PLAIN_KEYS.get(table, set()) == set(), table


def district_tables() -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(field.column == "district_id" for field in model._meta.concrete_fields)
    }


def test_district_tables_are_found() -> None:
    assert len(district_tables()) > 25


def test_circle_author_and_time_of_a_record_never_change() -> None:
    changeable = rows(
        "SELECT c.relname, a.attname FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN"
        "  ('id', 'district_id', 'circle_id', 'author_id', 'created_at', 'opened_at', 'joined_at')"
        " WHERE c.relkind = 'r' AND has_column_privilege(%s, c.oid, a.attnum, 'UPDATE')",
        MEMBER,
    )
    assert changeable == []


def test_sequences_tell_nobody_how_much_is_written() -> None:
    for role in REQUEST_ROLES:
        assert not names(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND CASE c.relkind WHEN 'S'"
            " THEN has_sequence_privilege(%s, c.oid, 'SELECT, USAGE, UPDATE') END",
            role,
        )
