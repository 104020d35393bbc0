"""Rules of an Operationalisierung: a new version is drafted, agreed on, and final (footnote 6)."""

import datetime
import uuid
from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from checklist.models import Item
from districts.member import Member
from districts.merge import merge_and_save
from districts.models import Office
from districts.refusals import NotNow, Unfit
from pruefsteine.models import Indicator, Operationalisation, OperationalisationOffice

FINAL = "Diese Fassung ist verabredet und bleibt, wie sie ist. Bereiten Sie eine neue Fassung vor."


@transaction.atomic
def start_version(*, item: Item, by: Member) -> Operationalisation:
    """A draft of the district's next version, beginning with what is in force. Returns the draft that is there already.

    Raises ``Refused``.
    """
    by.require("run_rounds")
    rows = Operationalisation.objects.filter(item=item, office=None)
    draft: Operationalisation | None = rows.filter(agreed_on=None).first()
    if draft:
        return draft
    latest: Operationalisation | None = rows.order_by("-version").first()
    try:
        with transaction.atomic():
            draft = Operationalisation.objects.create(
                item=item,
                version=latest.version + 1 if latest else 1,
                meaning=latest.meaning if latest else "",
            )
    except IntegrityError as error:
        raise NotNow("An einer neuen Fassung wird schon gearbeitet. Bitte laden Sie die Seite neu.") from error
    if latest:
        Indicator.objects.bulk_create(
            Indicator(operationalisation=draft, name=old.name, source=old.source, direction=old.direction)
            for old in latest.indicators.all()
        )
    return draft


def _draft(pk: uuid.UUID) -> Operationalisation:
    row: Operationalisation = Operationalisation.objects.select_for_update(of=("self",)).get(pk=pk, office=None)
    if row.agreed_on:
        raise NotNow(FINAL)
    return row


@transaction.atomic
def change_version(*, pk: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """Changes a draft of the district. Raises ``Refused``, ``NotNow``, ``Conflict``."""
    by.require("run_rounds")
    merge_and_save(_draft(pk), seen=seen, new=new)


@transaction.atomic
def add_indicator(*, pk: uuid.UUID, values: Mapping[str, object], by: Member) -> Indicator:
    """An indicator at a draft. Raises ``Refused``, ``NotNow``, ``Unfit`` where it stands there already."""
    by.require("run_rounds")
    row = _draft(pk)
    try:
        with transaction.atomic():
            return Indicator.objects.create(operationalisation=row, **values)
    except IntegrityError as error:
        raise Unfit({"name": "Diesen Indikator gibt es in dieser Fassung schon."}) from error


@transaction.atomic
def remove_indicator(*, pk: uuid.UUID, by: Member) -> Indicator:
    """Takes an indicator from a draft; returns it. Raises ``Refused`` and ``NotNow``."""
    by.require("run_rounds")
    found: Indicator = Indicator.objects.select_related("operationalisation__item").get(pk=pk)
    _draft(found.operationalisation_id)
    Indicator.objects.filter(pk=pk).delete()
    return found


@transaction.atomic
def agree(
    *, pk: uuid.UUID, agreed_on: datetime.date, body: str, offices: Collection[Office], by: Member
) -> Operationalisation:
    """Records that the offices agreed on a draft: when, where, which. From then on it is final and in force.

    Raises ``Refused``, ``NotNow``, ``Unfit`` for an empty text or a day that has not come.
    """
    by.require("run_rounds")
    row = _draft(pk)
    if not row.meaning.strip():
        raise NotNow("Die Fassung ist noch leer. Schreiben Sie zuerst auf, was verabredet ist.")
    if agreed_on > timezone.localdate():
        raise Unfit({"agreed_on": "Dieser Tag liegt in der Zukunft."})
    OperationalisationOffice.objects.bulk_create(
        [OperationalisationOffice(operationalisation=row, office=office) for office in offices], ignore_conflicts=True
    )
    row.agreed_on, row.body = agreed_on, body
    row.save(update_fields=["agreed_on", "body"])
    return row


@transaction.atomic
def say_for_office(*, item: Item, office: Office, meaning: str, shared: bool, by: Member) -> Operationalisation:
    """„Was das in unserem Amt heißt“: the Amtsleitung's own version, in force at once. Raises ``Refused``, ``Unfit``.

    A changed text is a new version; only the mark that it is shared changes in place.
    """
    by.require("represent_office", office.pk)
    if not meaning.strip():
        raise Unfit({"meaning": "Bitte schreiben Sie, was der Prüfstein in Ihrem Amt heißt."})
    # One lock per office: two people saving at once get two versions.
    Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    rows = Operationalisation.objects.filter(item=item, office=office)
    latest: Operationalisation | None = rows.order_by("-version").first()
    if latest and latest.meaning == meaning:
        rows.filter(pk=latest.pk).update(shared=shared)
        latest.shared = shared
        return latest
    highest = rows.aggregate(highest=Max("version"))["highest"] or 0
    row: Operationalisation = Operationalisation.objects.create(
        item=item,
        office=office,
        version=highest + 1,
        meaning=meaning,
        shared=shared,
        agreed_on=timezone.localdate(),
    )
    return row
