"""What makes a model a tenant model: the ``district`` foreign key that fills itself, and its history."""

import uuid
from collections.abc import Callable
from typing import ClassVar, TypeVar

import pghistory
from django.db import models
from django.db.models.expressions import Func

M = TypeVar("M", bound=models.Model)


class CurrentDistrict(Func):
    """SQL for the active district of the transaction; NULL outside any district, so that NOT NULL refuses."""

    template = "nullif(current_setting('app.district_id', true), '')::smallint"
    output_field = models.SmallIntegerField()
    arity = 0


class TenantModel(models.Model):
    """A row that belongs to exactly one district.

    ``district`` is filled by the database, so neither views nor forms name it. Each model also needs the migration
    operation ``Enclose`` (policies and composite keys); a test reads PostgreSQL's catalogue and fails without it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(
        "districts.District",
        on_delete=models.PROTECT,
        db_default=CurrentDistrict(),
        editable=False,
        related_name="+",
    )

    #: What each database role may do with the table, beyond the policies: read by ``grants.py``.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE DELETE"}

    class Meta:
        abstract = True


class TenantEvent(pghistory.models.Event):
    """One kept change of a tenant row. Written by triggers alone; the district role can only read it."""

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT"}

    class Meta:
        abstract = True


def kept(*, exclude: list[str] | None = None) -> Callable[[type[M]], type[M]]:
    """Class decorator: every insert, update and delete of the model is kept by database triggers.

    ``exclude`` names fields that history must not hold: personal data that deletion must really remove, and generated
    columns.
    """

    def decorate(model: type[M]) -> type[M]:
        tracked: type[M] = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            base_model=TenantEvent,
            model_name=f"{model.__name__}Event",
            context_field=pghistory.ContextJSONField(),
            context_id_field=pghistory.ContextUUIDField(),
            obj_field=pghistory.ObjForeignKey(
                on_delete=models.DO_NOTHING,
                db_constraint=False,
                related_name="events",
                related_query_name="events",
            ),
            exclude=exclude,
        )(model)
        return tracked

    return decorate
