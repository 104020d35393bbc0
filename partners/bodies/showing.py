"""What the pages of a Gremium and of a Sitzung show, read with a fixed number of queries."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, UUIDField
from django.urls import reverse

from districts.member import Member
from districts.own_regions import is_outside
from districts.region_page import region_links
from evidence.showing import evidence_at
from lists.compiled import CompiledQuery, Given
from partners.actor_links import actor_url
from partners.bodies.rhythm import lapsed_sentence, rhythm_text
from partners.bodies.rules import may_run
from partners.models import (
    Actor,
    AgendaItem,
    Body,
    BodyMember,
    BodyRegion,
    Meeting,
    MeetingEvidence,
    MeetingPart,
    Sort,
)
from partners.states import ActorState

#: State of a Sitzung -> shape of its badge.
BADGES = {Meeting.State.PLANNED: "moving", Meeting.State.HELD: "settled", Meeting.State.CANCELLED: "set-aside"}
#: Sitzungen on the page of a Gremium; the rest is in the export.
_MEETINGS = 20


def day(value: datetime.date | None) -> str:
    """A date as people read it; "" for none."""
    return value.strftime("%d.%m.%Y") if value else ""


def when(row: Meeting) -> str:
    """ "22.11.2026, 10:00 bis 12:00 Uhr"."""
    text = day(row.starts_on)
    if row.starts_at:
        text += f", {row.starts_at:%H:%M}"
        text += f" bis {row.ends_at:%H:%M} Uhr" if row.ends_at else " Uhr"
    return text


def known_actors(member: Member, rows: Any) -> Any:
    """``rows`` (with ``actor``) whose actor may be named to ``member``, with ``opens``: whether it may be opened.

    What the district released may be named wherever it sits; an entry that is not released only to those who read it.
    """
    visible = Actor.objects.visible_to(member).filter(pk=OuterRef("actor"))
    named = Q(actor=None) | Q(actor__state=ActorState.APPROVED) | Exists(visible)
    return rows.filter(named).annotate(opens=Exists(visible))


def _name(row: Any, slug: str) -> dict[str, str]:
    """An office or an actor with the address of its page, "" where it may not be opened."""
    if row.office_id:
        return {"name": row.office.name, "url": ""}
    return {"name": row.actor.name, "url": actor_url(slug, row.actor_id) if row.opens else ""}


def members_shown(body: Body, member: Member, today: datetime.date) -> dict[str, list[dict[str, Any]]]:
    """Offices and actors that belong to it now, and those that did. One query."""
    slug, runs = member.district.slug, may_run(member, body)
    rows = known_actors(member, BodyMember.objects.filter(body=body)).select_related("office", "actor")
    found: dict[str, list[dict[str, Any]]] = {"offices": [], "actors": [], "former": []}
    for row in rows.order_by("office__sort_key", "actor__sort_key", "pk"):
        entry: dict[str, Any] = _name(row, slug)
        entry["since"], entry["until"] = day(row.starts_on), day(row.ends_on)
        if row.ends_on and row.ends_on < today:
            found["former"].append(entry)
            continue
        if runs:
            entry["end_url"] = reverse("body_member_end", args=[slug, row.pk])
        found["offices" if row.office_id else "actors"].append(entry)
    return found


def _meetings(*, body: Given) -> Any:
    return Meeting.objects.filter(body=body).order_by("-starts_on", "-starts_at", "pk")[:_MEETINGS]


_MEETINGS_OF: CompiledQuery[Meeting] = CompiledQuery(_meetings, body=UUIDField())


def read_body(body: Body, member: Member, today: datetime.date) -> dict[str, Any]:
    """Everything the page of a Gremium shows but its history. Four queries."""
    slug, outside = member.district.slug, is_outside(member)
    meetings = _MEETINGS_OF.rows(body=body.pk)
    ahead = sorted((m for m in meetings if m.state == Meeting.State.PLANNED and m.starts_on >= today),
                   key=lambda m: (m.starts_on, m.starts_at or datetime.time.min))  # fmt: skip
    held = [m for m in meetings if m.state == Meeting.State.HELD]
    waiting = AgendaItem.objects.filter(body=body, meeting=None, state=AgendaItem.State.OPEN)
    facts = [
        ("Art", body.kind.name),
        ("Am Tisch", body.get_sort_display()),
        ("Fachressort der Senatsverwaltung", body.department),
        ("Ebene", body.get_level_display()),
        ("Regionen", region_links(member, _regions_of(body))),
        ("Takt", rhythm_text(body)),
        ("Geschäftsführung", body.office.name if body.office else "Planungskoordination"),
        ("Stadtteilkoordinationen", "eingeladen" if body.neighbourhood_invited and not outside else ""),
        ("Auf Augenhöhe", body.get_footing_display()),
    ]
    return {
        "body": body,
        "facts": [(term, value) for term, value in facts if value],
        "gaps": [] if outside else gaps_of(body),
        "members": members_shown(body, member, today),
        "next": [meeting_line(m, slug) for m in ahead],
        "past": [meeting_line(m, slug) for m in meetings if m not in ahead],
        "lapsed": lapsed_sentence(
            body, last=held[0].starts_on if held else None, following=ahead[0].starts_on if ahead else None, today=today
        ),
        "waiting": agenda_lines(waiting, member, body),
        "may_run": may_run(member, body),
        "sees_ties": member.may("view_partnership") and body.is_active,
    }


def gaps_of(body: Body) -> list[str]:
    """What A5.6 asks and nobody has answered yet."""
    told = []
    if not body.rules:
        told.append("Regeln noch nicht angegeben")
    if body.sort == Sort.VERTICAL and not body.department:
        told.append("Mit welchem Fachressort, noch nicht angegeben")
    if body.sort == Sort.WITH_ACTORS and not body.footing:
        told.append("Ob auf Augenhöhe, noch nicht angegeben")
    return told


def _regions_of(body: Body) -> Any:
    return BodyRegion.objects.filter(body=body).order_by("region__key").values_list("region__key", "region__name")


def meeting_line(row: Meeting, slug: str) -> dict[str, Any]:
    """A Sitzung in a list."""
    return {
        "when": when(row),
        "place": row.place,
        "state": row.get_state_display(),
        "badge": BADGES[Meeting.State(row.state)],
        "prepared": row.prepared and row.state == Meeting.State.PLANNED,
        "url": reverse("meeting", args=[slug, row.pk]),
    }


def with_origin(member: Member, topics: Any) -> Any:
    """Topics with the office or actor that brought them, as far as ``member`` may know its name."""
    visible = Actor.objects.visible_to(member).filter(pk=OuterRef("actor"))
    rows = topics.select_related("office", "actor").annotate(opens=Exists(visible))
    return rows.order_by("position", "pk")


def agenda_lines(rows: Any, member: Member, body: Body, *, planned: bool = False) -> list[dict[str, Any]]:
    """Topics as the agenda shows them, each with its neighbours: it is moved before or behind one of them.

    ``planned``: they stand on a Sitzung to come, so that one may be put off.
    """
    topics = list(with_origin(member, rows))
    lines = [topic_line(row, member, body) for row in topics]
    if may_run(member, body):
        for place, (row, line) in enumerate(zip(topics, lines, strict=True)):
            line["move_url"] = reverse("body_topic_move", args=[member.district.slug, row.pk])
            line["before"] = topics[place - 1].pk if place else None
            line["after"] = topics[place + 1].pk if place + 1 < len(topics) else None
            line["put_off"] = row.meeting_id if planned and not line["done"] else None
    return lines


def topic_line(row: Any, member: Member, body: Body) -> dict[str, Any]:
    """A topic as the agenda shows it."""
    slug = member.district.slug
    by = row.office.name if row.office else ""
    if row.actor and (row.opens or row.actor.state == ActorState.APPROVED):
        by = row.actor.name
    own = row.office_id is not None and member.may("prepare_office", row.office_id)
    runs = may_run(member, body)
    return {
        "title": row.title,
        "by": by,
        "done": row.state == AgendaItem.State.DONE,
        "was_put_off": row.not_before is not None and row.state == AgendaItem.State.OPEN,
        "result": row.result,
        # Where it came from is for those who may read it there; whoever opens it is asked again.
        "url": row.url if row.url and (not row.url_right or member.may(row.url_right)) else "",
        "edit_url": reverse("body_topic", args=[slug, row.pk]) if runs or (own and row.state == "open") else "",
    }


def read_meeting(row: Meeting, member: Member, today: datetime.date) -> dict[str, Any]:
    """Everything the page of a Sitzung shows but its history. Three queries."""
    body, slug = row.body, member.district.slug
    runs = may_run(member, body)
    parts = known_actors(member, MeetingPart.objects.filter(meeting=row)).select_related("office", "actor")
    took_part = [_name(part, slug) for part in parts.order_by("office__sort_key", "actor__sort_key", "pk")]
    planned = row.state == Meeting.State.PLANNED
    return {
        "meeting": row,
        "body": body,
        "when": when(row),
        "badge": BADGES[Meeting.State(row.state)],
        "topics": agenda_lines(AgendaItem.objects.filter(meeting=row), member, body, planned=planned),
        "took_part": took_part,
        "may_run": runs,
        "may_change": runs and planned,
        "may_record": runs and row.state != Meeting.State.CANCELLED and row.starts_on <= today,
        "unrecorded": planned and row.starts_on < today,
        # What is handed in as evidence stays inside the administration.
        "evidence": None
        if is_outside(member)
        else evidence_at(row, member, tie=MeetingEvidence, link="meeting", removable="meeting_evidence_remove"),
    }


def keys_of_parts(row: Meeting) -> dict[str, list[uuid.UUID]]:
    """The keys of offices and actors that took part, and of topics dealt with, as the form begins with them."""
    parts: Iterable[Any] = MeetingPart.objects.filter(meeting=row).values_list("office_id", "actor_id")
    offices = [office for office, _ in parts if office]
    actors = [actor for _, actor in parts if actor]
    done = AgendaItem.objects.filter(meeting=row, state=AgendaItem.State.DONE).values_list("pk", flat=True)
    return {"offices": offices, "actors": actors, "topics": list(done)}
