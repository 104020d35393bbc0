"""Aufträge out of Bedarfe: what was agreed becomes a draft in one step, and the way tells what became of it."""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment, AssignmentOffice, Entry
from assignments.offered import uses_assignments
from assignments.states import BADGES, State
from districts.member import Member
from districts.way import Station
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
    return "Auftrag vorbereiten", f"{reverse('assignment_new', args=[member.district.slug])}?bedarf={need.pk}"


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


def way_of_assignments(member: Member, subject: str) -> Iterable[Station]:
    """The stations of Aufträge that came out of Bedarfe; of a Thema one for each Auftrag. One query."""
    kind, _, key = subject.partition(":")
    if kind not in _LINKS or not uses_assignments(member):
        return []
    said = Entry.objects.filter(assignment=OuterRef("pk"), kind__in=_TOLD).order_by("said_at", "pk")
    entry = JSONObject(kind="kind", at="said_at", office="office__name", spoke_as="spoke_as")
    lead = AssignmentOffice.objects.filter(assignment=OuterRef("pk"), lead=True)
    rows = (
        Assignment.objects.visible_to(member)
        .filter(**{_LINKS[kind]: uuid.UUID(key)})
        .select_related("need")
        .annotate(said=ArraySubquery(said.values(data=entry)), lead_name=Subquery(lead.values("office__name")[:1]))
        .order_by("given_on", "title", "pk")
    )
    whole = kind != "topic"
    return [station for row in rows for station in _stations(row, member, whole=whole)]


def _stations(row: Any, member: Member, *, whole: bool) -> Iterator[Station]:
    # A draft has no day of its own; it stands where the agreement stands.
    day = row.given_on or row.need.agreed_on or timezone.localdate()
    what = "Auftrag vorbereitet" if row.state == State.DRAFT else row.get_kind_display()
    url = reverse("assignment", args=[member.district.slug, row.pk])
    yield Station(day, what, row.title, url, row.lead_name or "", row.get_state_display(), BADGES[row.state],
                  subject=f"assignment:{row.pk}")  # fmt: skip
    for entry in row.said if whole else ():
        kind = Entry.Kind(entry["kind"])
        if kind not in (Entry.Kind.GIVEN, Entry.Kind.RECORDED):
            at = timezone.localtime(datetime.datetime.fromisoformat(entry["at"])).date()
            who = entry["office"] or entry["spoke_as"]
            yield Station(at, f"Auftrag: {kind.label}", who=who, subject=f"assignment:{row.pk}")
