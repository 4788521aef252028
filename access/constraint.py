"""RowPolicy and DistrictKey: Django constraints, so that rules live in ordinary migrations.

Both are created after the tables of their migration stand. A policy that PostgreSQL refuses aborts
`migrate`: there is no table without its wall.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from access.policy import DELETE, INSERT, SELECT, UPDATE, Rule


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class DatabaseOnlyConstraint(models.BaseConstraint):
    """A constraint that only the database can check."""

    def create_statements(self, model: type[models.Model]) -> str:
        raise NotImplementedError(self)

    def remove_statements(self, model: type[models.Model]) -> str:
        raise NotImplementedError(self)

    def constraint_sql(  # type: ignore[override]  # None keeps it out of CREATE TABLE
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str | None:
        schema_editor.deferred_sql.append(self.create_statements(model))
        return None

    def create_sql(  # type: ignore[override]  # "" because it runs at the migration's end
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        """Later, because a key may need a unique constraint that this same migration creates."""
        schema_editor.deferred_sql.append(self.create_statements(model))
        return ""

    def remove_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        return self.remove_statements(model)

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = "default",
    ) -> None:
        """The database checks at the statement; a form sees only what its person may read."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, DatabaseOnlyConstraint):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.name)


class RowPolicy(DatabaseOnlyConstraint):
    """One policy for one command and one role, and the grant that goes with it.

    `using` decides which rows are seen, `check` which may be written; UPDATE names the `columns`
    that may change, and SELECT those that may be read where not all may. Never FOR ALL: a write
    policy for ALL grants reading as well.
    """

    def __init__(
        self,
        name: str,
        command: str,
        *,
        to: str,
        using: Rule | str | None = None,
        check: Rule | str | None = None,
        columns: tuple[str, ...] | list[str] = (),
        restrictive: bool = False,
        says: str = "",
    ) -> None:
        super().__init__(name=name)
        if command not in (SELECT, INSERT, UPDATE, DELETE):
            raise ValueError(f"{name}: a policy names one command, not {command!r}.")
        if (command == UPDATE and not columns) or (command in (INSERT, DELETE) and columns):
            raise ValueError(f"{name}: UPDATE names its columns, INSERT and DELETE name none.")
        if (command == INSERT) != (using is None) or (command == INSERT and check is None):
            raise ValueError(f"{name}: INSERT has a check and no using; others have a using.")
        self.command = command
        self.to = to
        self.using = using.sql if isinstance(using, Rule) else using
        self.check_sql = check.sql if isinstance(check, Rule) else check
        self.columns = tuple(columns)
        self.restrictive = restrictive
        rule = using if isinstance(using, Rule) else check
        self.says = says or (rule.sentence if isinstance(rule, Rule) else "")
        if not self.says:
            raise ValueError(f"{name}: say in a sentence who this is for.")

    def create_statements(self, model: type[models.Model]) -> str:
        table = model._meta.db_table
        kind = "RESTRICTIVE" if self.restrictive else "PERMISSIVE"
        sql = f'CREATE POLICY "{self.name}" ON "{table}" AS {kind} FOR {self.command} TO {self.to}'
        if self.using:
            sql += f" USING ({self.using})"
        if self.check_sql:
            sql += f" WITH CHECK ({self.check_sql})"
        return (
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY; {sql}; '
            f'COMMENT ON POLICY "{self.name}" ON "{table}" IS {quoted(self.says)}; '
            + self.grant(model)
        )

    def grant(self, model: type[models.Model]) -> str:
        return f'GRANT {self._privilege(model)} ON "{model._meta.db_table}" TO {self.to};'

    def remove_statements(self, model: type[models.Model]) -> str:
        table = model._meta.db_table
        kept = "".join(
            other.grant(model)
            for other in model._meta.constraints
            if isinstance(other, RowPolicy)
            and other.name != self.name
            and (other.to, other.command) == (self.to, self.command)
        )
        return (
            f'DROP POLICY "{self.name}" ON "{table}"; '
            f'REVOKE {self._privilege(model)} ON "{table}" FROM {self.to}; {kept}'
        )

    def _privilege(self, model: type[models.Model]) -> str:
        if not self.columns:
            return self.command
        return f"{self.command} ({columns(model, self.columns)})"

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, _, kwargs = super().deconstruct()
        del kwargs["name"]
        kwargs |= {"to": self.to, "says": self.says}
        if self.using:
            kwargs["using"] = self.using
        if self.check_sql:
            kwargs["check"] = self.check_sql
        if self.columns:
            kwargs["columns"] = self.columns
        if self.restrictive:
            kwargs["restrictive"] = True
        return path, (self.name, self.command), kwargs

    def clone(self) -> "RowPolicy":
        _, args, kwargs = self.deconstruct()
        return RowPolicy(*args, **kwargs)


class DistrictKey(DatabaseOnlyConstraint):
    """A composite foreign key that carries the district, and the circle where there is one.

    PostgreSQL checks foreign keys without row security, so a plain key to another district's row
    would be accepted; this one can't be written. `fields` and `target_fields` are model field names.
    """

    def __init__(
        self,
        name: str,
        *,
        fields: tuple[str, ...] | list[str],
        target: str,
        target_fields: tuple[str, ...] | list[str] = ("district", "id"),
        on_delete: str = "CASCADE",
    ) -> None:
        super().__init__(name=name)
        self.fields = tuple(fields)
        self.target = target
        self.target_fields = tuple(target_fields)
        self.on_delete = on_delete

    def create_statements(self, model: type[models.Model]) -> str:
        apps: Apps = model._meta.apps
        target = apps.get_model(self.target)
        action = self.on_delete
        if action == "SET NULL":
            action = f"SET NULL ({columns(model, self.fields[-1:])})"
        return (
            f'ALTER TABLE "{model._meta.db_table}" ADD CONSTRAINT "{self.name}" FOREIGN KEY '
            f"({columns(model, self.fields)}) REFERENCES "
            f'"{target._meta.db_table}" ({columns(target, self.target_fields)}) '
            f"ON DELETE {action} DEFERRABLE INITIALLY IMMEDIATE;"
        )

    def remove_statements(self, model: type[models.Model]) -> str:
        return f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}";'

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs |= {
            "fields": self.fields,
            "target": self.target,
            "target_fields": self.target_fields,
            "on_delete": self.on_delete,
        }
        return path, args, kwargs


def columns(model: type[models.Model], fields: tuple[str, ...]) -> str:
    named = {field.name: field.column for field in model._meta.concrete_fields}
    return ", ".join(f'"{named[name]}"' for name in fields)
