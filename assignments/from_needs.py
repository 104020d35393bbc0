"""Aufträge out of Bedarfe: what was agreed becomes a draft in one step, and the way tells what became of it."""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from assignments.models import Assignment, AssignmentOffice, Entry
from assignments.offered import uses_assignments
from assignments.states import BADGES, State
from districts.member import Member
from districts.navigation import address, thing_address
from districts.way import Rows, Station, Stretch
from sozialraum.models import Need, NeedOffice, NeedState
from sozialraum.offered import uses_sozialraum

#: What of an Auftrag belongs to the way.
_TOLD = (Entry.Kind.GIVEN, Entry.Kind.RECORDED, Entry.Kind.REPORTED, Entry.Kind.CLOSED, Entry.Kind.WITHDRAWN)
#: What a way may lead through -> how an Auftrag points at it.
_LINKS = {"need": "need", "signal": "need__signal", "topic": "need__topic"}


def offer_from_need(member: Member, need: Need) -> tuple[str, str] | None:
    """ "Auftrag vorbereiten" at a Bedarf whose offices have agreed."""
    if need.state != NeedState.AGREED or not uses_assignments(member) or not member.may("prepare_assignments"):
        return None
    return "Auftrag vorbereiten", f"{address('assignment_new', args=(member.district.slug,))}?bedarf={need.pk}"


def agreed_need(member: Member, raw: str) -> Need | None:
    """The Bedarf an address names, if ``member`` reads it and it is agreed; None for anything else."""
    try:
        key = uuid.UUID(raw)
    except ValueError:
        return None
    if not uses_sozialraum(member, "view_needs"):
        return None
    rows = Need.objects.visible_to(member).select_related("lead").filter(pk=key, state=NeedState.AGREED)
    found: Need | None = rows.first()
    return found


def values_from(need: Need) -> dict[str, object]:
    """What the form of an Auftrag begins with: what was agreed, who leads, who contributes, until when. One query.

    Of another Geschäftsbereich than the lead's no office is proposed: that takes a Beschluss (``boundaries.py``), and
    what it pledged holds without an Auftrag.
    """
    found: dict[str, object] = {"title": need.title, "text": need.agreed_what, "due_on": need.agreed_until}
    lead = need.leads
    if lead is None:
        return found
    pledged = NeedOffice.objects.filter(need=need, said=NeedOffice.Said.YES, office__is_active=True)
    within = pledged.filter(Q(office__area=lead.area_id) | Q(office__independent=True)).exclude(office=lead)
    contributing = list(within.values_list("office_id", flat=True))
    return found | {"leads": [lead.pk], "area": lead.area_id, "contributing": contributing}


def _asks(member: Member, kind: str, *, key: Any) -> Rows:
    """The Aufträge with what was said, and which office leads."""
    said = Entry.objects.filter(assignment=OuterRef("pk"), kind__in=_TOLD).order_by("said_at", "pk")
    entry = JSONObject(kind="kind", at="said_at", office="office__name", spoke_as="spoke_as")
    lead = AssignmentOffice.objects.filter(assignment=OuterRef("pk"), lead=True)
    rows: Rows = (
        Assignment.objects.visible_to(member)
        .filter(**{_LINKS[kind]: key})
        .annotate(said=ArraySubquery(said.values(data=entry)), lead_name=Subquery(lead.values("office__name")[:1]))
        .order_by("given_on", "title", "pk")
        .values("pk", "kind", "title", "state", "given_on", "need__agreed_on", "said", "lead_name")
    )
    return rows


def _tells(member: Member, kind: str, rows: Iterable[dict[str, Any]]) -> Iterator[Station]:
    for row in rows:
        yield from _stations(row, member, whole=kind != "topic")


def _stations(row: dict[str, Any], member: Member, *, whole: bool) -> Iterator[Station]:
    subject, state = f"assignment:{row['pk']}", State(row["state"])
    # A draft has no day of its own; it stands where the agreement stands.
    day = row["given_on"] or row["need__agreed_on"] or timezone.localdate()
    what = "Auftrag vorbereitet" if state == State.DRAFT else Assignment.Kind(row["kind"]).label
    url = thing_address("assignment", member.district.slug, pk=row["pk"])
    yield Station(day, what, row["title"], url, row["lead_name"] or "", state.label, BADGES[state], subject=subject)
    for entry in row["said"] if whole else ():
        kind = Entry.Kind(entry["kind"])
        if kind not in (Entry.Kind.GIVEN, Entry.Kind.RECORDED):
            at = timezone.localtime(datetime.datetime.fromisoformat(entry["at"])).date()
            yield Station(at, f"Auftrag: {kind.label}", who=entry["office"] or entry["spoke_as"], subject=subject)


#: The Aufträge that came out of Bedarfe; of a Thema one station for each.
WAY_OF_ASSIGNMENTS = Stretch(lambda member, kind: kind in _LINKS and uses_assignments(member), _asks, _tells)
