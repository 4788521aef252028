"""Who may do what with each table, in sentences, from the policies that the database enforces."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

POLICIES = """
    SELECT c.relname, p.polcmd::text, r.rolname, p.polname,
           coalesce(obj_description(p.oid, 'pg_policy'), ''), p.polpermissive,
           ARRAY(SELECT a.attname FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND CASE p.polcmd
                        WHEN 'w' THEN has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE')
                        WHEN 'r' THEN NOT has_table_privilege(r.oid, c.oid, 'SELECT')
                             AND has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT') END
                  ORDER BY a.attnum)
      FROM pg_policy p
      JOIN pg_class c ON c.oid = p.polrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
      JOIN pg_roles r ON r.oid = ANY (p.polroles)
     ORDER BY c.relname, position(p.polcmd::text IN 'rawd'), r.rolname, p.polname
"""
BARE = """
    SELECT c.relname FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
     WHERE c.relkind = 'r' AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
     ORDER BY c.relname
"""
VERBS = {"r": "read", "a": "add", "w": "change", "d": "remove"}
ACTORS = {
    "alongside_member": "On a person's page",
    "alongside_program": "On a program page",
    "alongside_worker": "In background work",
    "alongside_definer": "Inside the kernel's functions",
    "alongside_signin_data": "On the sign-in connection",
}


class Command(BaseCommand):
    help = "Print, for every table, who may do what by which policy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", nargs="?", default="", help="Only tables named like this.")

    def handle(self, *args: Any, **options: Any) -> None:
        for line in explained(options["table"]):
            self.stdout.write(line)


def explained(wanted: str = "") -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(POLICIES)
        rules = [rule for rule in cursor.fetchall() if wanted in rule[0]]
        cursor.execute(BARE)
        bare = [row[0] for row in cursor.fetchall() if wanted in row[0]]
    for table, found in groupby(rules, key=lambda rule: rule[0]):
        yield table
        for rule in found:
            yield f"  {sentence(rule)}"
    if bare:
        yield "Without a policy, reached by the sign-in connection and the operator alone:"
        yield f"  {', '.join(bare)}"


def sentence(rule: tuple[Any, ...]) -> str:
    _, command, role, policy, says, permissive, columns = rule
    what = VERBS.get(command, "do anything to") + (f" {', '.join(columns)}" if columns else "")
    only = "" if permissive else " but only"
    return f"{ACTORS.get(role, role)},{only} {says or 'nobody said who'} may {what} ({policy})."
