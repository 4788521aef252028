"""Writes a plan in bulk statements, inside the one transaction that the caller holds.

Every row names its district: the operator's connection has no seal that could fill it in.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models

from access.models import EvaluationLine
from accounts.enums import Role
from accounts.models import (
    Contact,
    GradingPeriod,
    Member,
    RoleAssignment,
    School,
    SchoolYear,
)
from accounts.roster.comparing import first_name, full_name
from accounts.roster.plan import NewAssignment, Plan

AT_A_TIME = 2000

Progress = Callable[[int, int], None]
"""Told how many rows are written, of how many."""


class Writer:
    """Writes the parts of a plan in the order in which they need each other."""

    def __init__(self, plan: Plan, district_id: UUID, today: date, progress: Progress) -> None:
        self.plan = plan
        self.district_id = district_id
        self.today = today
        self.progress = progress
        self.done = 0
        self.total = max(self._size(), 1)

    def write(self) -> None:
        self._write_schools()
        self._write_years()
        self._write_members()
        self._write_emails()
        self._write_assignments()
        self._add(EvaluationLine, self.plan.new_lines, self._line)
        self._change(
            EvaluationLine,
            [(line, self.today) for line in self.plan.renewed_lines],
            {"renewed_on": "date"},
        )

    def _size(self) -> int:
        parts = (value for value in vars_of(self.plan) if isinstance(value, list))
        return sum(len(part) for part in parts) - len(self.plan.ended_names)

    def _write_schools(self) -> None:
        self._add(
            School,
            self.plan.new_schools,
            lambda new: School(
                id=new.id, district_id=self.district_id, name=new.name, sourced_id=new.sourced_id
            ),
        )
        self._change(
            School,
            [
                (row.id, row.name, row.sourced_id, self.today if row.closes else None)
                for row in self.plan.changed_schools
            ],
            {"name": "text", "sourced_id": "text", "closed_on": "date"},
        )

    def _write_years(self) -> None:
        self._add(
            SchoolYear,
            self.plan.new_years,
            lambda new: SchoolYear(
                id=new.id,
                district_id=self.district_id,
                name=new.name,
                starts_on=new.starts_on,
                ends_on=new.last_day,
            ),
        )
        self._add(
            GradingPeriod,
            self.plan.new_periods,
            lambda new: GradingPeriod(
                district_id=self.district_id,
                year_id=new.year,
                name=new.name,
                starts_on=new.starts_on,
                ends_on=new.last_day,
            ),
        )

    def _write_members(self) -> None:
        self._add(
            Member,
            self.plan.new_members,
            lambda new: Member(
                id=new.id,
                district_id=self.district_id,
                name=full_name(new.person),
                first_name=first_name(new.person),
                title=new.person.title,
                sourced_id=new.person.sourced_id,
            ),
        )
        self._change(
            Member,
            [
                (row.id, row.name, row.first_name, row.title, row.sourced_id, True)
                for row in self.plan.changed_members
            ],
            {
                "name": "text",
                "first_name": "text",
                "title": "text",
                "sourced_id": "text",
                "active": "boolean",
            },
        )
        for ids in self._batches(self.plan.ended_members):
            Member.objects.filter(district_id=self.district_id, id__in=ids).update(active=False)

    def _write_emails(self) -> None:
        self._change(Contact, self.plan.released_emails, {"email": "text"})
        self._add(
            Contact,
            self.plan.new_emails,
            lambda new: Contact(district_id=self.district_id, member_id=new[0], email=new[1]),
        )
        self._change(Contact, self.plan.changed_emails, {"email": "text"})

    def _write_assignments(self) -> None:
        for ids in self._batches(self.plan.ended_assignments):
            RoleAssignment.objects.filter(district_id=self.district_id, id__in=ids).update(
                ends_on=self.today
            )
        self._change(RoleAssignment, self.plan.redated_assignments, {"ends_on": "date"})
        self._add(
            RoleAssignment,
            self.plan.new_assignments,
            lambda new: self._assignment(new, Role.TEACHER, RoleAssignment.Source.ROSTER),
        )
        self._add(
            RoleAssignment,
            self.plan.new_coaches,
            lambda new: self._assignment(new, Role.COACH, RoleAssignment.Source.GRANTED),
        )

    def _assignment(
        self, new: NewAssignment, role: Role, source: RoleAssignment.Source
    ) -> RoleAssignment:
        return RoleAssignment(
            district_id=self.district_id,
            member_id=new.member,
            role=role,
            school_id=new.school,
            fte=Decimal(str(new.fte)),
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            source=source,
        )

    def _line(self, new: Any) -> EvaluationLine:
        return EvaluationLine(
            district_id=self.district_id,
            evaluator_id=new.evaluator,
            school_id=new.school,
            starts_on=self.today,
            renewed_on=self.today,
            source=EvaluationLine.Source.ROSTER,
        )

    def _add(
        self, model: type[models.Model], rows: Sequence[Any], make: Callable[[Any], Any]
    ) -> None:
        for batch in self._batches(rows):
            model._default_manager.bulk_create([make(row) for row in batch])

    def _change(
        self, model: type[models.Model], rows: Sequence[tuple[Any, ...]], columns: dict[str, str]
    ) -> None:
        """Rows are an id and a value for each column; `columns` gives their SQL types.

        One UPDATE from arrays: bulk_update would search a CASE of all rows for each of them.
        """
        given = ", ".join(f"unnest(%s::{kind}[])" for kind in ("uuid", *columns.values()))
        taken = ", ".join(f"{name} = new.{name}" for name in columns)
        # Table and columns are this module's own names; every value is a parameter.
        sql = (
            f"UPDATE {model._meta.db_table} AS old SET {taken} "  # noqa: S608
            f"FROM (SELECT {given}) AS new (id, {', '.join(columns)}) "
            "WHERE old.id = new.id AND old.district_id = %s"
        )
        for batch in self._batches(rows):
            arrays = [list(values) for values in zip(*batch, strict=True)]
            with connection.cursor() as cursor:
                cursor.execute(sql, [*arrays, self.district_id])

    def _batches(self, rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
        for start in range(0, len(rows), AT_A_TIME):
            batch = rows[start : start + AT_A_TIME]
            yield batch
            self.done += len(batch)
            self.progress(self.done, self.total)


def vars_of(plan: Plan) -> list[object]:
    return [getattr(plan, name) for name in plan.__dataclass_fields__]
