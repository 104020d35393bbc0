"""What the pages of a Gremium and of a Sitzung show, read with a fixed number of queries."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, UUIDField

from districts.member import Member
from districts.member_query import MemberQuery
from districts.navigation import address, thing_address
from districts.own_regions import is_outside
from districts.region_page import region_links
from evidence.showing import evidence_at
from lists.compiled import CompiledQuery, rows_together
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
_MOST = 20

#: Pages the page of a Gremium leads to.
_LEADS_TO = ("body_edit", "body_member_new", "body_topic_new", "body_calendar", "meeting_new")

Row = dict[str, Any]


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


#: What ``known_actors`` are shown by.
_SHOWN = ("office_id", "office__name", "actor_id", "actor__name", "opens")


def _in_order(rows: Any, *columns: str) -> Any:
    return rows.order_by("office__sort_key", "actor__sort_key", "pk").values(*columns, *_SHOWN)


def _name(row: Row, slug: str) -> dict[str, str]:
    """An office or an actor with the address of its page, "" where it may not be opened."""
    if row["office_id"]:
        return {"name": row["office__name"], "url": ""}
    return {"name": row["actor__name"], "url": actor_url(slug, row["actor_id"]) if row["opens"] else ""}


def members_shown(rows: Iterable[Row], slug: str, today: datetime.date, *, runs: bool) -> dict[str, list[Row]]:
    """Offices and actors that belong to it now, and those that did."""
    found: dict[str, list[Row]] = {"offices": [], "actors": [], "former": []}
    for row in rows:
        entry: Row = _name(row, slug)
        entry["since"], entry["until"] = day(row["starts_on"]), day(row["ends_on"])
        if row["ends_on"] and row["ends_on"] < today:
            found["former"].append(entry)
            continue
        if runs:
            entry["end_url"] = thing_address("body_member_end", slug, pk=row["id"])
        found["offices" if row["office_id"] else "actors"].append(entry)
    return found


_REGIONS: CompiledQuery[Any] = CompiledQuery(
    lambda *, body: BodyRegion.objects.filter(body=body).order_by("region__key").values("region__key", "region__name"),
    body=UUIDField(),
)
_MEETINGS: CompiledQuery[Any] = CompiledQuery(
    lambda *, body: (
        Meeting.objects.filter(body=body)
        .order_by("-starts_on", "-starts_at", "pk")
        .values("id", "starts_on", "starts_at", "ends_at", "place", "state", "prepared")[:_MOST]
    ),
    body=UUIDField(),
)
_MEMBERS: MemberQuery[Row] = MemberQuery(
    lambda member, *, body: _in_order(
        known_actors(member, BodyMember.objects.filter(body=body)), "id", "starts_on", "ends_on"
    ),
    body=UUIDField(),
)
_WAITING: MemberQuery[Row] = MemberQuery(
    lambda member, *, body: _topics(
        member, AgendaItem.objects.filter(body=body, meeting=None, state=AgendaItem.State.OPEN)
    ),
    body=UUIDField(),
)
_TOPICS: MemberQuery[Row] = MemberQuery(
    lambda member, *, meeting: _topics(member, AgendaItem.objects.filter(meeting=meeting)), meeting=UUIDField()
)
_TOOK_PART: MemberQuery[Row] = MemberQuery(
    lambda member, *, meeting: _in_order(known_actors(member, MeetingPart.objects.filter(meeting=meeting))),
    meeting=UUIDField(),
)


def read_body(body: Body, member: Member, today: datetime.date) -> dict[str, Any]:
    """Everything the page of a Gremium shows but its history. One query."""
    slug, outside, runs = member.district.slug, is_outside(member), may_run(member, body)
    regions, found, members, waiting = rows_together([
        _REGIONS.asked(body=body.pk),
        _MEETINGS.asked(body=body.pk),
        _MEMBERS.asked_for(member, body=body.pk),
        _WAITING.asked_for(member, body=body.pk),
    ])  # fmt: skip
    meetings = [Meeting(**row) for row in found]
    ahead = sorted((m for m in meetings if m.state == Meeting.State.PLANNED and m.starts_on >= today),
                   key=lambda m: (m.starts_on, m.starts_at or datetime.time.min))  # fmt: skip
    held = [m for m in meetings if m.state == Meeting.State.HELD]
    facts = [
        ("Art", body.kind.name),
        ("Am Tisch", body.get_sort_display()),
        ("Fachressort der Senatsverwaltung", body.department),
        ("Ebene", body.get_level_display()),
        ("Regionen", region_links(member, ((row["region__key"], row["region__name"]) for row in regions))),
        ("Takt", rhythm_text(body)),
        ("Geschäftsführung", body.office.name if body.office else "Planungskoordination"),
        ("Stadtteilkoordinationen", "eingeladen" if body.neighbourhood_invited and not outside else ""),
        ("Auf Augenhöhe", body.get_footing_display()),
    ]
    return {
        "body": body,
        "facts": [(term, value) for term, value in facts if value],
        "gaps": [] if outside else gaps_of(body),
        "members": members_shown(members, slug, today, runs=runs),
        "next": [meeting_line(m, slug) for m in ahead],
        "past": [meeting_line(m, slug) for m in meetings if m not in ahead],
        "lapsed": lapsed_sentence(
            body, last=held[0].starts_on if held else None, following=ahead[0].starts_on if ahead else None, today=today
        ),
        "waiting": agenda_lines(waiting, member, body),
        "may_run": runs,
        "urls": {name: thing_address(name, slug, pk=body.pk) for name in _LEADS_TO},
        "ties_url": f"{address('ties', args=(slug,))}?um={body.pk}"
        if member.may("view_partnership") and body.is_active
        else "",
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


def meeting_line(row: Meeting, slug: str) -> dict[str, Any]:
    """A Sitzung in a list."""
    return {
        "when": when(row),
        "place": row.place,
        "state": row.get_state_display(),
        "badge": BADGES[Meeting.State(row.state)],
        "prepared": row.prepared and row.state == Meeting.State.PLANNED,
        "url": thing_address("meeting", slug, pk=row.pk),
    }


def _topics(member: Member, rows: Any) -> Any:
    """Topics with the office or actor that brought them, as far as ``member`` may know its name."""
    visible = Actor.objects.visible_to(member).filter(pk=OuterRef("actor"))
    return rows.annotate(opens=Exists(visible)).order_by("position", "pk").values(
        "id", "meeting_id", "title", "state", "result", "url", "url_right", "not_before", "actor__state", *_SHOWN
    )  # fmt: skip


def agenda_lines(topics: Sequence[Row], member: Member, body: Body, *, planned: bool = False) -> list[Row]:
    """Topics as the agenda shows them, each with its neighbours: it is moved before or behind one of them.

    ``planned``: they stand on a Sitzung to come, so that one may be put off.
    """
    runs = may_run(member, body)
    lines = [_topic_line(row, member, runs=runs) for row in topics]
    if runs:
        for place, (row, line) in enumerate(zip(topics, lines, strict=True)):
            line["move_url"] = thing_address("body_topic_move", member.district.slug, pk=row["id"])
            line["before"] = topics[place - 1]["id"] if place else None
            line["after"] = topics[place + 1]["id"] if place + 1 < len(topics) else None
            line["put_off"] = row["meeting_id"] if planned and not line["done"] else None
    return lines


def _topic_line(row: Row, member: Member, *, runs: bool) -> Row:
    slug = member.district.slug
    by = row["office__name"] or ""
    if row["actor_id"] and (row["opens"] or row["actor__state"] == ActorState.APPROVED):
        by = row["actor__name"]
    is_open = row["state"] == AgendaItem.State.OPEN
    own = bool(row["office_id"]) and member.may("prepare_office", uuid.UUID(row["office_id"]))
    return {
        "title": row["title"],
        "by": by,
        "done": row["state"] == AgendaItem.State.DONE,
        "was_put_off": row["not_before"] is not None and is_open,
        "result": row["result"],
        # Where it came from is for those who may read it there; whoever opens it is asked again.
        "url": row["url"] if row["url"] and (not row["url_right"] or member.may(row["url_right"])) else "",
        "edit_url": thing_address("body_topic", slug, pk=row["id"]) if runs or (own and is_open) else "",
    }


def read_meeting(row: Meeting, member: Member, today: datetime.date) -> dict[str, Any]:
    """Everything the page of a Sitzung shows but its history. Two queries."""
    body, slug = row.body, member.district.slug
    runs = may_run(member, body)
    topics, parts = rows_together([
        _TOPICS.asked_for(member, meeting=row.pk), _TOOK_PART.asked_for(member, meeting=row.pk)
    ])  # fmt: skip
    planned = row.state == Meeting.State.PLANNED
    return {
        "meeting": row,
        "body": body,
        "when": when(row),
        "badge": BADGES[Meeting.State(row.state)],
        "topics": agenda_lines(topics, member, body, planned=planned),
        "took_part": [_name(part, slug) for part in parts],
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
