"""The stations a Bedarf tells of the way: the Hinweis it came from, and what happened to it."""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, UUIDField
from django.db.models.functions import JSONObject
from django.utils import timezone

from districts.member import Member
from districts.navigation import address, thing_address
from districts.way import Rows, Station, Stretch
from lists.compiled import CompiledQuery
from partners.models import Signal
from sozialraum.models import BADGES, Need, NeedEntry, NeedOffice, NeedState, reads_all
from sozialraum.offered import uses_sozialraum

Kind = NeedEntry.Kind
#: What everybody who reads the Bedarf reads in full.
_FOR_ALL = frozenset([Kind.AGREED, Kind.DONE, Kind.DECLINED])


def _asks(member: Member, kind: str, *, key: Any) -> Rows:
    """The Bedarfe with what was said, whether the Hinweis may be opened, and whom coordination asked."""
    said = NeedEntry.objects.filter(need=OuterRef("pk")).order_by("said_at", "pk")
    entries = JSONObject(kind="kind", text="text", at="said_at", office="office__name", spoke_as="spoke_as")
    asked = NeedOffice.objects.filter(need=OuterRef("pk")).values("office_id")
    rows: Rows = (
        Need.objects.visible_to(member)
        .filter(**{"pk" if kind == "need" else "signal": key})
        .annotate(
            said=ArraySubquery(said.values(data=entries)),
            asked=ArraySubquery(asked),
            opens=Exists(Signal.objects.visible_to(member).filter(pk=OuterRef("signal"))),
        )
        .order_by("reported_on", "pk")
        .values(
            "pk", "title", "state", "office_id", "said", "asked", "opens", "signal_id", "signal__title",
            "signal__taken_down_on", "signal__spoke_as", "signal__office__name",
        )
    )  # fmt: skip
    return rows


def _tells(member: Member, kind: str, rows: Iterable[dict[str, Any]]) -> Iterator[Station]:
    for row in rows:
        yield from _stations(row, member)


def _stations(row: dict[str, Any], member: Member) -> Iterator[Station]:
    slug, subject = member.district.slug, f"need:{row['pk']}"
    if row["opens"]:
        yield Station(
            row["signal__taken_down_on"],
            "Hinweis aus dem Stadtteil",
            row["signal__title"],
            thing_address("signal", slug, pk=row["signal_id"]),
            row["signal__office__name"] or row["signal__spoke_as"],
            subject=f"signal:{row['signal_id']}",
        )
    reporter = uuid.UUID(row["office_id"]) if row["office_id"] else None
    all_of_it = reads_all(member, reporter, {uuid.UUID(pk) for pk in row["asked"]})
    for entry in row["said"]:
        kind = Kind(entry["kind"])
        if kind in Kind.inside() and not all_of_it:
            continue
        day = timezone.localtime(datetime.datetime.fromisoformat(entry["at"])).date()
        begins = kind == Kind.REPORTED
        yield Station(
            day,
            kind.label,
            row["title"] if begins else "",
            thing_address("need", slug, pk=row["pk"]) if begins else "",
            entry["office"] or entry["spoke_as"],
            NeedState(row["state"]).label if begins else "",
            BADGES[row["state"]] if begins else "",
            entry["text"] if all_of_it or kind in _FOR_ALL else "",
            subject,
        )


#: The Bedarfe a way leads through. From a Hinweis those that came from it.
WAY_OF_NEEDS = Stretch(
    lambda member, kind: kind in ("signal", "need") and uses_sozialraum(member, "view_needs"), _asks, _tells
)


def _taken_up(*, signal: Any) -> Any:
    # Also those the person does not read: the second would be refused.
    return Need.objects.filter(signal=signal).exclude(state=NeedState.DECLINED).order_by().values("pk")[:1]


_TAKEN_UP: CompiledQuery[Any] = CompiledQuery(_taken_up, signal=UUIDField())


def link_from_signal(member: Member, signal: Signal) -> tuple[str, str] | None:
    """ "Bedarf daraus machen" at a Hinweis none came from yet. What became of it the way tells. One query."""
    if signal.closed_on or not uses_sozialraum(member, "report_needs"):
        return None
    if _TAKEN_UP.row(signal=signal.pk):
        return None
    return "Bedarf daraus machen", f"{address('need_new', args=(member.district.slug,))}?hinweis={signal.pk}"


def words_in_need(member: Member, signal: Signal) -> tuple[str, str] | None:
    """The Bedarf made out of a Hinweis, and where its words are looked through. One query."""
    if not uses_sozialraum(member, "sort_needs"):
        return None
    row = Need.objects.visible_to(member).filter(signal=signal).order_by("-reported_on", "pk").first()
    if row is None:
        return None
    return f"der Bedarf „{row.title}“", thing_address("need_words", member.district.slug, pk=row.pk)
