"""A migration operation that lays out many tables, while the models of all rooms are rendered once and not each time.

Django renders the models anew after every operation, and every model that is tied to the changed one: here nearly all,
through district and office. Laying out the tables took 85 seconds, of which the database needed three.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

#: Operations that a table has already taken in where it is created as it will be.
_COME_ALONG = (AddField, AddConstraint, AddIndex)


class AtOnce(Operation):
    """``operations`` in their order, as ``makemigrations`` writes them for new tables.

    A table is created as it is at their end: what later operations add to it is there already. Whatever else they hold
    (triggers, SQL) runs in its place. It is not taken back.
    """

    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """As Django writes an operation into a file."""
        return self.__class__.__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Changes the states of the models; they are rendered when somebody asks for them next."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Creates the tables, then or in between whatever does not belong to one of them."""
        created = set()
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                created.add(operation.name_lower)
            elif isinstance(operation, _COME_ALONG) and getattr(operation, "model_name", "").lower() in created:
                continue
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What ``migrate`` says of it."""
        return f"{len(self.operations)} operations at once"
