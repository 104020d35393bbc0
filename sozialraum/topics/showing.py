"""The list of Themen quer zur Linie, and what the page of one shows."""

import uuid
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Value
from django.db.models.functions import JSONObject
from django.http import Http404, QueryDict
from django.urls import reverse

from districts.member import Member
from districts.models import SortKey
from districts.way import way_through
from lists.export import Cell
from lists.query import cleaned, search_text
from sozialraum.models import BADGES, Need, Topic, TopicBody, TopicFunding, TopicOffice, TopicRegion
from sozialraum.places.showing import page_url
from sozialraum.topics.rules import may_keep

STATES = {"": "alle", "offen": "offen", "abgeschlossen": "abgeschlossen"}
HEADER = ["Thema", "Stand", "Seit", "Federführung", "Beteiligte Ämter", "Regionen", "Worum geht es?",
          "Warum hat es Vorrang?", "Ergebnis"]  # fmt: skip
WHOLE = "ganzer Bezirk"


def _with_names(rows: Any) -> Any:
    offices = TopicOffice.objects.filter(topic=OuterRef("pk")).order_by("office__sort_key").values("office__name")
    regions = TopicRegion.objects.filter(topic=OuterRef("pk")).order_by("region__key").values("region__name")
    return rows.select_related("lead").annotate(
        office_names=ArraySubquery(offices), region_names=ArraySubquery(regions)
    )


def read_list(params: QueryDict) -> list[Topic]:
    """The Themen as the address asks: open ones first, by name. One query."""
    rows = _with_names(Topic.objects.all())
    state = cleaned(params, "stand", [key for key in STATES if key])
    if state:
        rows = rows.filter(closed_on__isnull=state == "offen")
    if words := search_text(params):
        rows = rows.filter(sort_key__contains=SortKey(Value(words)))
    return list(rows.order_by(F("closed_on").desc(nulls_first=True), "sort_key"))


def export_rows(rows: list[Any]) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    return [
        [r.title, "abgeschlossen" if r.closed_on else "offen", r.opened_on, r.lead.name if r.lead else "",
         ", ".join(r.office_names), ", ".join(r.region_names) or WHOLE, r.text, r.priority_because, r.outcome]
        for r in rows
    ]  # fmt: skip


def find(pk: uuid.UUID) -> Any:
    """The Thema with names; 404 where there is none. One query."""
    bodies = TopicBody.objects.filter(topic=OuterRef("pk")).order_by("body__sort_key")
    body = JSONObject(key="body_id", name="body__name")
    funding = TopicFunding.objects.filter(topic=OuterRef("pk")).order_by("funding__title", "pk")
    money = JSONObject(key="funding_id", name="funding__title")
    rows = _with_names(Topic.objects.filter(pk=pk)).annotate(
        body_rows=ArraySubquery(bodies.values(data=body)), funding_rows=ArraySubquery(funding.values(data=money))
    )
    row = rows.first()
    if row is None:
        raise Http404
    return row


def read_page(row: Any, member: Member) -> dict[str, Any]:
    """Everything the page shows but its history: one query, and one for what rooms above tell (Aufträge)."""
    slug = member.district.slug
    lead = row.lead if row.lead and row.lead.is_active else None
    needs = Need.objects.visible_to(member).filter(topic=row).order_by("-reported_on", "pk")
    facts = [
        ("Seit", f"{row.opened_on:%d.%m.%Y}"),
        ("Federführung", lead.name if lead else "offen"),
        ("Beteiligte Ämter", ", ".join(row.office_names)),
        ("Regionen", ", ".join(row.region_names) or WHOLE),
        ("Abgeschlossen", f"{row.closed_on:%d.%m.%Y}" if row.closed_on else ""),
    ]
    return {
        "topic": row,
        "facts": [(term, value) for term, value in facts if value],
        "gone": f"{row.lead.name} besteht nicht mehr. Die Federführung ist offen." if row.lead and not lead else "",
        "bodies": [(body["name"], reverse("body", args=[slug, body["key"]])) for body in row.body_rows]
        if member.may("view_bodies")
        else [],
        "funding": [(money["name"], page_url(slug, "gelder", money["key"])) for money in row.funding_rows]
        if member.may("view_places")
        else [],
        "needs": [
            {"title": need.title, "url": reverse("need", args=[slug, need.pk]), "state": need.get_state_display(),
             "badge": BADGES[need.state]}
            for need in needs
        ],
        "orders": way_through(f"topic:{row.pk}", member),
        "may_keep": may_keep(member, row),
    }  # fmt: skip
