"""The migration operation that puts one table under the wall.

It changes no model state, so ``makemigrations --check`` accepts it. Running it again is harmless: after a foreign key
was added to a model, the next migration simply encloses the model once more.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

#: The condition of every district policy: scalar, so that PostgreSQL evaluates it once per statement.
OWN_DISTRICT = "district_id = nullif(current_setting('app.district_id', true), '')::int"

COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE")


def policy_statements(table: str, role: str, rules: dict[str, str]) -> list[str]:
    """SQL that gives ``role`` one policy per command: ``rules`` maps a command to its condition."""
    statements = []
    for command, condition in rules.items():
        name = f"{role}_{command.lower()}"
        using = "" if command == "INSERT" else f" USING ({condition})"
        check = "" if command in ("SELECT", "DELETE") else f" WITH CHECK ({condition})"
        statements += [
            f'DROP POLICY IF EXISTS {name} ON "{table}"',
            f'CREATE POLICY {name} ON "{table}" FOR {command} TO querlinie_{role}{using}{check}',
        ]
    return statements


def _is_tenant(model: type[models.Model]) -> bool:
    return any(f.name == "district" for f in model._meta.local_concrete_fields) and "id" in {
        f.column for f in model._meta.local_concrete_fields
    }


def composite_statements(model: type[models.Model]) -> list[str]:
    """SQL for the pair (district_id, id) and for foreign keys that cannot reach into another district."""
    table = model._meta.db_table
    unique = f"""DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{table}_wall') THEN
            ALTER TABLE "{table}" ADD CONSTRAINT "{table}_wall" UNIQUE (district_id, id);
        END IF;
    END $$"""
    return [unique, *foreign_key_statements(model)]


def foreign_key_statements(model: type[models.Model]) -> list[str]:
    """SQL for the composite foreign keys of ``model`` to every tenant model it points at."""
    table = model._meta.db_table
    statements = []
    for field in model._meta.local_concrete_fields:
        target = field.related_model
        if not isinstance(field, models.ForeignKey) or field.name == "district" or not isinstance(target, type):
            continue
        if not _is_tenant(target):
            continue
        name = f"{table}_{field.column}_wall"[:63]
        statements += [
            f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"',
            # Not deferrable: the error comes at the statement, where it can still be told as a sentence.
            (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (district_id, "{field.column}")'
                f' REFERENCES "{target._meta.db_table}" (district_id, id) NOT DEFERRABLE'
            ),
        ]
    return statements


class WallOperation(Operation):
    """A change of the wall: it lives in the database alone, and goes with the table's own migration."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models know nothing of it."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.statements(app_label, to_state.apps):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """A wall is never taken down alone."""

    def statements(self, app_label: str, apps: Apps) -> list[str]:
        """The SQL, in order."""
        raise NotImplementedError


class Enclose(WallOperation):
    """Puts the table of ``model_name`` under the wall.

    The district role gets one policy per command for the rows of the active district; ``also`` maps a further role
    (``login``, ``senate``, ``operator``) to its conditions per command. A history table gets a policy for reading only.
    """

    def __init__(self, model_name: str, *, also: dict[str, dict[str, str]] | None = None) -> None:
        self.model_name = model_name
        self.also = also or {}

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model_name], {"also": self.also} if self.also else {}

    def statements(self, app_label: str, apps: Apps) -> list[str]:
        model = apps.get_model(app_label, self.model_name)
        table = model._meta.db_table
        statements = [f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY']
        if any(f.name == "pgh_id" for f in model._meta.local_concrete_fields):
            statements += policy_statements(table, "district", {"SELECT": OWN_DISTRICT})
        else:
            statements += policy_statements(table, "district", dict.fromkeys(COMMANDS, OWN_DISTRICT))
            statements += composite_statements(model)
        for role, rules in self.also.items():
            statements += policy_statements(table, role, rules)
        return statements

    def describe(self) -> str:
        return f"Put {self.model_name} under the wall"


class Policies(WallOperation):
    """Row-level security for a table that is not a tenant table: people, groups, grants, the districts themselves."""

    def __init__(self, table: str, rules: dict[str, dict[str, str]]) -> None:
        self.table = table
        self.rules = rules

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.table, self.rules], {}

    def statements(self, app_label: str, apps: Apps) -> list[str]:
        statements = [f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY']
        for role, rules in self.rules.items():
            statements += policy_statements(self.table, role, rules)
        return statements

    def describe(self) -> str:
        return f"Put {self.table} under the wall"
