"""Rules of the beginning: a Bedarf is reported, by itself or out of a Hinweis, and corrected while it is new."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from discussions.talking import speaking_as
from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.models import Region
from districts.own_regions import is_outside, regions_of
from districts.refusals import NotNow, Refused, Unfit
from partners.entering import entered
from partners.models import Signal
from sozialraum.models import Need, NeedEntry, NeedRegion, NeedState

NOTHING_TO_CHECK = "An diesem Bedarf ist nichts durchzusehen."


def check_regions(regions: Sequence[Region], by: Member) -> None:
    """Raises ``Unfit`` where none is chosen, or from outside one that is not the own."""
    if not regions:
        raise Unfit({"regions": "Bitte wählen Sie mindestens eine Region."})
    if is_outside(by):
        own = set(regions_of(by).values_list("pk", flat=True))
        if not own.issuperset(region.pk for region in regions):
            raise Unfit({"regions": "Bitte wählen Sie nur Regionen, für die Sie zuständig sind."})


def needs_from(signal: Signal) -> Any:
    """The Bedarfe that were made out of ``signal`` and are not turned down."""
    return Need.objects.filter(signal=signal).exclude(state=NeedState.DECLINED)


@transaction.atomic
def report(
    *, values: Mapping[str, Any], regions: Sequence[Region], signal_id: uuid.UUID | None = None, by: Member
) -> Need:
    """A new Bedarf; with ``signal_id`` out of a Hinweis that ``by`` reads, once.

    Raises ``Refused``, ``Unfit``, ``NotNow``.
    """
    by.require("report_needs")
    check_regions(regions, by)
    signal = None
    if signal_id is not None:
        signal = Signal.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=signal_id).first()
        if signal is None:
            raise Refused("view_signals")
        if needs_from(signal).exists():
            raise NotNow("Aus diesem Hinweis ist schon ein Bedarf geworden.")
        if signal.closed_on:
            raise NotNow("Der Hinweis ist abgeschlossen oder zurückgezogen.")
        # From here on the Bedarf is worked on; the Hinweis waits for nobody any more.
        signal.closed_on = timezone.localdate()
        signal.save(update_fields=["closed_on"])
    said = speaking_as(by)
    # Who handed the Hinweis in reads what became of it.
    outside = is_outside(by) or bool(signal and signal.from_neighbourhood)
    row = entered(Need(**values, **said, signal=signal, from_neighbourhood=outside))
    NeedRegion.objects.bulk_create(NeedRegion(need=row, region=region) for region in regions)
    NeedEntry.objects.create(need=row, kind=NeedEntry.Kind.REPORTED, **said)
    return row


def may_change(member: Member, row: Need) -> bool:
    """True for coordination while it is not agreed, and for whoever reported it while nobody has sorted it."""
    if member.may("sort_needs"):
        return row.state in (NeedState.REPORTED, NeedState.SEEN, NeedState.TALKING)
    return row.state == NeedState.REPORTED and row.author_id == member.user.pk


def require_change(member: Member, row: Need) -> None:
    """Raises ``Refused`` or ``NotNow`` where ``member`` may not change ``row`` now."""
    if may_change(member, row):
        return
    if row.author_id != member.user.pk and not member.may("sort_needs"):
        raise Refused("sort_needs")
    raise NotNow("Der Bedarf ist schon gesichtet oder vereinbart. Ergänzen Sie ihn im Gespräch.")


@transaction.atomic
def change_need(
    *,
    need_id: uuid.UUID,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    seen_regions: Iterable[uuid.UUID],
    regions: Sequence[Region],
    by: Member,
) -> None:
    """Merges a change field by field, regions one by one. Raises ``Refused``, ``NotNow``, ``Conflict``, ``Unfit``."""
    row = Need.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=need_id).first()
    if row is None:
        raise Refused("view_needs")
    require_change(by, row)
    check_regions(regions, by)
    merge_and_save(row, seen=seen, new=new)
    merge_ties(NeedRegion, "region", seen=seen_regions, new=[region.pk for region in regions], need=row)


@transaction.atomic
def check_words(*, need_id: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """Somebody has looked whether what was removed from the Hinweis stands in the Bedarf too; in any of its states.

    What is changed here goes from the history as well; that something went, stays. Raises ``Refused``, ``NotNow``
    where nothing is to be looked through, ``Conflict``, ``Unfit``.
    """
    by.require("sort_needs")
    rows = Need.objects.visible_to(by).words_to_check().select_for_update(of=("self",))
    row = rows.filter(pk=need_id).first()
    if row is None:
        raise NotNow(NOTHING_TO_CHECK)
    changed = merge_and_save(row, seen=seen, new=new)
    row.words_checked_on, row.version = timezone.localdate(), row.version + 1
    row.save(update_fields=["words_checked_on", "version"])
    if changed:
        NeedEntry.objects.create(need=row, kind=NeedEntry.Kind.WORDS, **speaking_as(by))
        with connection.cursor() as cursor:
            cursor.execute("SELECT need_words_removed(%s)", [row.pk])
