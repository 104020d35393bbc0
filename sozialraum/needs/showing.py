"""What the page of one Bedarf shows, read with a fixed number of queries."""

import datetime
import uuid
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, UUIDField
from django.db.models import Q as Filter
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.html import format_html

from discussions.models import Comment
from districts.member import Member
from districts.member_query import MemberQuery
from districts.navigation import thing_address
from districts.own_regions import is_outside
from districts.region_page import region_links
from districts.roles import Role
from lists.compiled import CompiledQuery
from partners.models import AgendaItem
from sozialraum.models import BADGES, Need, NeedOffice, NeedRegion, NeedState
from sozialraum.needs.links import links_at
from sozialraum.needs.reporting import may_change
from sozialraum.needs.standing import Said, Standing
from sozialraum.needs.steps import STEPS

#: Of the things a Bedarf names, the page says the name; reading them whole took as long as finding the Bedarf.
_NAMES = {"theme_name": "theme__name", "topic_title": "topic__title", "office_name": "office__name",
          "body_name": "settled_by__name", "unit_name": "unit__name"}  # fmt: skip
_FIELDS = (*(field.name for field in Need._meta.concrete_fields), "lead__name", "lead__is_active", "author__name",
           "author__email")  # fmt: skip

#: Answer of an office -> shape of its badge.
_BADGES = {Said.NOTHING: "open", Said.YES: "settled", Said.NO: "set-aside", Said.WITHDRAWN: "set-aside"}


def _found(member: Member, *, pk: Any, subject: Any) -> Any:
    places = NeedRegion.objects.filter(need=OuterRef("pk")).order_by("region__key")
    place = JSONObject(key="region__key", name="region__name")
    topics = AgendaItem.objects.filter(subject=subject).order_by("meeting__starts_on", "pk")
    topic = JSONObject(body="body__name", body_key="body_id", meeting="meeting_id", day="meeting__starts_on",
                       result="result")  # fmt: skip
    return (
        Need.objects.visible_to(member)
        .filter(pk=pk)
        .select_related("lead", "author")
        .only(*_FIELDS)
        .annotate(
            region_rows=ArraySubquery(places.values(data=place)),
            agenda_rows=ArraySubquery(topics.values(data=topic)),
            **{name: F(path) for name, path in _NAMES.items()},
        )
        .order_by()
    )


_FOUND: MemberQuery[Any] = MemberQuery(_found, pk=UUIDField(), subject=CharField())


def find(member: Member, pk: uuid.UUID) -> Standing:
    """The Bedarf as ``member`` stands to it; 404 where they may not read it. Two queries."""
    return Standing.of(member, _FOUND.found_for(member, pk=pk, subject=f"need:{pk}"))


def day(value: datetime.date | None) -> str:
    """A date as people read it; "" for none."""
    return value.strftime("%d.%m.%Y") if value else ""


def read_page(standing: Standing) -> dict[str, Any]:
    """Everything the page shows but its history and the way. One query beyond ``find``."""
    row, member = standing.row, standing.member
    slug, outside = member.district.slug, is_outside(member)
    steps = sorted((step for step in STEPS.values() if step.open_to(standing)), key=lambda step: step.danger)
    url = thing_address("need", slug, pk=row.pk)
    urls = {step.key: f"{url}{step.key}/" for step in steps}
    agreed = row.agreed_what and (row.agreed_on or standing.reads_all)
    return {
        "need": row,
        "badge": BADGES[row.state],
        "waits": waits_for(standing),
        "warning": lead_warning(standing),
        "steps": [
            {"label": step.label, "url": urls[step.key], "danger": step.danger, "first": step.key in _FIRST[row.state]}
            for step in steps
            if step.key != "gespraech"
        ],
        "may_change": may_change(member, row),
        "facts": facts_of(standing),
        "offices": offices_shown(standing),
        "agreed": row.agreed_what if agreed else "",
        "agreed_until": day(row.agreed_until) if agreed else "",
        "agreement_stands": row.agreed_on is not None,
        "talk": talk_shown(standing) if standing.reads_all else None,
        "talk_url": urls.get("gespraech", ""),
        "agendas": agendas_of(standing) if not outside and member.may("view_bodies") else [],
        "links": [] if row.state == NeedState.DECLINED else links_at(row, member),
        "reads_all": standing.reads_all,
    }


#: State -> steps shown first.
_FIRST: dict[str, tuple[str, ...]] = {
    NeedState.REPORTED: ("sichten",),
    NeedState.SEEN: ("federfuehrung", "zusagen"),
    NeedState.TALKING: ("federfuehrung", "vereinbaren", "zusagen"),
    NeedState.AGREED: ("federfuehrung", "erledigt"),
    NeedState.DONE: (),
    NeedState.DECLINED: (),
}


def waits_for(standing: Standing) -> str:
    """What happens next, and whose turn it is, as a sentence."""
    row, lead = standing.row, standing.lead
    if row.state == NeedState.REPORTED:
        return "Die Planungskoordination sichtet den Bedarf und bittet die Ämter, die er angeht, um Mitwirkung."
    if row.state == NeedState.DONE:
        return "Der Bedarf ist erledigt. Was daraus geworden ist, steht unter „Rückmeldung“."
    if row.state == NeedState.DECLINED:
        return "Der Bedarf ist nicht aufgenommen. Den Grund lesen Sie unter „Rückmeldung“."
    if lead is None:
        if not standing.ties:
            return "Die Planungskoordination bittet Ämter um Mitwirkung."
        return "Eines der gebetenen Ämter übernimmt die Federführung. Welches, entscheiden die Ämter selbst."
    if row.state == NeedState.AGREED:
        return (
            f"Das federführende Amt ({lead.name}) sorgt dafür, dass geschieht, was vereinbart ist, und meldet zurück."
        )
    return f"Das federführende Amt ({lead.name}) stimmt ab, was geschieht, und hält die Vereinbarung fest."


def lead_warning(standing: Standing) -> str:
    """That the Federführung is open, since when and why; "" where it is not, or for readers from outside."""
    row = standing.row
    if standing.lead or row.state not in NeedState.with_offices() or not standing.reads_all:
        return ""
    gone = f"{row.lead.name} besteht nicht mehr. " if row.lead else ""
    since = day(row.lead_open_since or row.moved_on)
    told = f"{gone}Die Federführung ist seit dem {since} offen."
    if row.raised_on:
        return f"{told} Der Bedarf steht seit dem {day(row.raised_on)} auf der Tagesordnung des Bezirksamts."
    if row.brought_on:
        return f"{told} Der Bedarf steht seit dem {day(row.brought_on)} auf der Tagesordnung der AG SRO."
    return f"{told} Nach {standing.member.district.lead_open_days} Tagen kommt er auf die Tagesordnung der AG SRO."


def facts_of(standing: Standing) -> list[tuple[str, str]]:
    """The short facts, without what is empty."""
    row: Any = standing.row
    who = row.office_name or row.spoke_as
    own = row.author_id == standing.member.user.pk or (row.office_id and row.office_id in standing.member.office_ids)
    found = [
        ("Regionen", region_links(standing.member, [(place["key"], place["name"]) for place in row.region_rows])),
        ("Dringlichkeit", row.get_urgency_display()),
        ("Themenfeld", row.theme_name or ""),
        ("Gemeldet", f"{day(row.reported_on)}, {row.author} ({who})" if own else f"{day(row.reported_on)}, {who}"),
        ("Einheit vor Ort", row.unit_name or row.unit_words),
        ("Federführung", standing.lead.name if standing.lead else ""),
        ("Beendet", day(row.settled_on)),
        ("Entschieden von", row.body_name or ""),
        ("Thema quer zur Linie", _topic_link(row, standing.member)),
    ]
    return [(term, value) for term, value in found if value]


def _topic_link(row: Any, member: Member) -> str:
    """The Thema; from outside the administration none opens."""
    if not row.topic_id or is_outside(member):
        return row.topic_title or ""
    return format_html(
        '<a href="{}">{}</a>', thing_address("topic", member.district.slug, pk=row.topic_id), row.topic_title
    )


def offices_shown(standing: Standing) -> list[dict[str, str]]:
    """The offices and what each said; to others only who contributes."""
    return [
        {
            "name": tie.office.name,
            "said": tie.get_said_display(),
            "badge": _BADGES[Said(tie.said)],
            "words": tie.words,
            "day": day(tie.said_on or tie.asked_on),
            "lead": "ja" if standing.lead and tie.office_id == standing.lead.pk else "",
            "gone": "" if tie.office.is_active else "besteht nicht mehr",
        }
        for tie in standing.ties
        if standing.reads_all or tie.said == NeedOffice.Said.YES
    ]


def _said(*, thread: Any) -> Any:
    rows = Comment.objects.filter(thread=thread).select_related("author", "office").order_by("said_at", "pk")
    return rows.only("text", "said_at", "spoke_as", "author__name", "author__email", "office__name")


_SAID: CompiledQuery[Comment] = CompiledQuery(_said, thread=UUIDField())


def talk_shown(standing: Standing) -> list[dict[str, str]]:
    """What was said in the discussion, oldest first. One query at most."""
    if standing.row.thread_id is None:
        return []
    return [
        {
            "who": comment.speaker_for(standing.member),
            "when": timezone.localtime(comment.said_at).strftime("%d.%m.%Y"),
            "text": comment.text,
        }
        for comment in _SAID.rows(thread=standing.row.thread_id)
    ]


def agendas_of(standing: Standing) -> list[dict[str, str]]:
    """The Gremien that have it on an agenda, with the Sitzung and what came of it."""
    slug = standing.member.district.slug
    row: Any = standing.row
    return [
        {
            "body": item["body"],
            "url": thing_address("meeting", slug, pk=item["meeting"])
            if item["meeting"]
            else thing_address("body", slug, pk=item["body_key"]),
            "when": f"Sitzung am {day(datetime.date.fromisoformat(item['day']))}"
            if item["day"]
            else "für die nächste Sitzung vorgemerkt",
            "result": item["result"],
        }
        for item in row.agenda_rows
    ]


def history_visible(standing: Standing) -> Filter | None:
    """Which kept rows this person may read: leadership from the Abstimmung on, the offices and coordination all."""
    member = standing.member
    inside = standing.row.office_id in member.office_ids or member.office_ids & standing.asked
    return None if inside or Role.COORDINATION in member.roles else Filter(talked_on__isnull=False)
