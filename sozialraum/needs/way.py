"""The stations a Bedarf tells of the way: the Hinweis it came from, and what happened to it."""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from districts.member import Member
from districts.way import Station
from partners.models import Signal
from sozialraum.models import BADGES, Need, NeedEntry, NeedOffice, reads_all
from sozialraum.offered import uses_sozialraum

Kind = NeedEntry.Kind
#: What everybody who reads the Bedarf reads in full.
_FOR_ALL = frozenset([Kind.AGREED, Kind.DONE, Kind.DECLINED])


def way_of_needs(member: Member, subject: str) -> Iterable[Station]:
    """The stations of the Bedarfe ``subject`` leads to. One query."""
    kind, _, key = subject.partition(":")
    if kind not in ("signal", "need") or not uses_sozialraum(member, "view_needs"):
        return []
    link = "pk" if kind == "need" else "signal"
    said = NeedEntry.objects.filter(need=OuterRef("pk")).order_by("said_at", "pk")
    entries = JSONObject(kind="kind", text="text", at="said_at", office="office__name", spoke_as="spoke_as")
    asked = NeedOffice.objects.filter(need=OuterRef("pk")).values("office_id")
    rows = (
        Need.objects.visible_to(member)
        .filter(**{link: uuid.UUID(key)})
        .select_related("signal", "signal__office")
        .annotate(
            said=ArraySubquery(said.values(data=entries)),
            asked=ArraySubquery(asked),
            opens=Exists(Signal.objects.visible_to(member).filter(pk=OuterRef("signal"))),
        )
    )
    return [station for row in rows.order_by("reported_on", "pk") for station in _stations(row, member)]


def _stations(row: Any, member: Member) -> Iterator[Station]:
    slug, subject = member.district.slug, f"need:{row.pk}"
    if row.signal and row.opens:
        signal = row.signal
        yield Station(signal.taken_down_on, "Hinweis aus dem Stadtteil", signal.title,
                      reverse("signal", args=[slug, signal.pk]), signal.office.name if signal.office else
                      signal.spoke_as, subject=f"signal:{signal.pk}")  # fmt: skip
    all_of_it = reads_all(member, row, set(row.asked))
    for entry in row.said:
        kind = Kind(entry["kind"])
        if kind in Kind.inside() and not all_of_it:
            continue
        day = timezone.localtime(datetime.datetime.fromisoformat(entry["at"])).date()
        begins = kind == Kind.REPORTED
        yield Station(
            day,
            kind.label,
            row.title if begins else "",
            reverse("need", args=[slug, row.pk]) if begins else "",
            entry["office"] or entry["spoke_as"],
            row.get_state_display() if begins else "",
            BADGES[row.state] if begins else "",
            entry["text"] if all_of_it or kind in _FOR_ALL else "",
            subject,
        )


def link_from_signal(member: Member, signal: Signal) -> tuple[str, str] | None:
    """ "Bedarf daraus machen" at a Hinweis none came from yet. What became of it the way tells. One query."""
    if signal.closed_on or not uses_sozialraum(member, "report_needs"):
        return None
    # Also one the person does not read: the second would be refused.
    if Need.objects.filter(signal=signal).exclude(state="declined").exists():
        return None
    return "Bedarf daraus machen", f"{reverse('need_new', args=[member.district.slug])}?hinweis={signal.pk}"


def words_in_need(member: Member, signal: Signal) -> tuple[str, str] | None:
    """The Bedarf made out of a Hinweis, and where its words are looked through. One query."""
    if not uses_sozialraum(member, "sort_needs"):
        return None
    row = Need.objects.visible_to(member).filter(signal=signal).order_by("-reported_on", "pk").first()
    if row is None:
        return None
    return f"der Bedarf „{row.title}“", reverse("need_words", args=[member.district.slug, row.pk])
