"""What the page of one actor shows to one person, read with a fixed number of queries."""

import datetime
import uuid
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from districts.history import Part, history_if_asked
from districts.member import Member, MemberRequest
from districts.models import Region, SortKey
from districts.region_page import region_links
from districts.roles import Role
from evidence.showing import evidence_at
from lists.compiled import CompiledQuery, Given
from partners.actors.editing import twins_of
from partners.actors.fields import contacts_for, hidden_fields, sees_evidence, sees_question
from partners.actors.placing import another_place
from partners.actors.ties import read_ties
from partners.actors.workflow import STEPS, may_keep, missing
from partners.models import (
    Actor,
    ActorEvidence,
    ActorTargetGroup,
    ActorTheme,
    Offer,
)
from partners.states import BADGES, ActorState


def day(value: datetime.date | None) -> str:
    """A date as people read it; "" for none."""
    return value.strftime("%d.%m.%Y") if value else ""


def _lists(*, actor: Given) -> QuerySet[Any, Any]:
    """Themes, target groups and offers in one statement: kind, name, text, id, order."""

    def told(rows: Any, part: str, name: str, words: Any) -> Any:
        named = (
            rows.filter(actor=actor)
            .order_by()
            .annotate(part=Value(part, output_field=CharField()), called=F(name), key=SortKey(name), words=words)
        )
        return named.values_list("part", "called", "words", "pk", "key")

    nothing = Value("", output_field=TextField())
    themes = told(ActorTheme.objects, "theme", "theme__name", nothing)
    groups = told(ActorTargetGroup.objects, "group", "target_group__name", nothing)
    offers = told(Offer.objects, "offer", "title", F("text"))
    rows: QuerySet[Any, Any] = themes.union(groups, offers, all=True).order_by("key")
    return rows


_LISTS: CompiledQuery[Any] = CompiledQuery(_lists, actor=UUIDField())


def read_lists(actor_id: uuid.UUID) -> dict[str, list[tuple[str, str, uuid.UUID]]]:
    """ "theme", "group" and "offer" with name, text and id. One query."""
    found: dict[str, list[tuple[str, str, uuid.UUID]]] = {"theme": [], "group": [], "offer": []}
    for kind, name, text, key, _order in _LISTS.rows(actor=actor_id):
        found[kind].append((name, text, key))
    return found


def history_visible(member: Member) -> Q | None:
    """Which kept rows ``member`` may read: drafts stay with those who enter and release."""
    if member.may("enter_actors"):
        return None
    if member.may("see_actor_internals"):
        return Q(state__in=ActorState.settled())
    return Q(state=ActorState.APPROVED)


#: Told in the history of an actor, beside its own fields. Contact persons have none.
PARTS = (
    Part(ActorTheme, "actor", of="theme", named="theme__name"),
    Part(ActorTargetGroup, "actor", of="target_group", named="target_group__name"),
    Part(Offer, "actor", of="title", value="text"),
)


def read_page(request: MemberRequest, row: Actor) -> dict[str, Any]:
    """Everything the page shows. Eight queries at most."""
    member, today = request.member, timezone.localdate()
    slug = member.district.slug
    keeps = may_keep(member, row)
    edits = keeps and row.state != ActorState.ARCHIVED
    lists = read_lists(row.pk)
    hidden = hidden_fields(member)
    context: dict[str, Any] = {
        "actor": row,
        "badge": BADGES[row.state],
        "keeps": keeps,
        "edits": edits,
        "steps": steps_of(member, row, keeps),
        "missing": edits and row.state == ActorState.DRAFT and sentence_of(row),
        "unconfirmed": row.is_unconfirmed(today),
        "sees_question": sees_question(member),
        "facts": facts_of(row, lists, hidden, member),
        "texts": texts_of(row, hidden),
        "offers": lists["offer"],
        "contacts": contacts_shown(member, row, edits, keeps, today),
        "ties": read_ties(member, row.pk, today),
        "sees_evidence": sees_evidence(member),
        "may_merge": member.may("release_actors") and not row.merged_into_id,
        "elsewhere": another_place(row) if edits else None,
        "sees_ties": member.may("view_partnership") and row.state == ActorState.APPROVED,
        "may_compare": bool(lists["offer"] or lists["theme"]) and sees_similar(member),
    }
    if sees_evidence(member):
        context["evidence"] = evidence_at(
            row, member, tie=ActorEvidence, link="actor", removable="remove_actor_evidence"
        )
    if row.merged_into_id:
        seen = Actor.objects.visible_to(member).filter(pk=row.merged_into_id).values_list("name", flat=True).first()
        context["merged_into"] = (seen, reverse("actor", args=[slug, row.merged_into_id])) if seen else None
    # The name of the other entry stands in the history as well.
    unnamed = {"merged_into"} if row.merged_into_id and not context["merged_into"] else set()
    context["entries"] = history_if_asked(
        request, row, visible=history_visible(member), parts=PARTS, hidden=hidden | _not_told(member) | unnamed
    )
    if member.may("release_actors") and row.state in (ActorState.DRAFT, ActorState.SUBMITTED):
        context["twins"] = twins_of(
            member,
            name=row.name,
            carrier=row.carrier,
            address=f"{row.street} {row.house_number} {row.postcode}" if row.street else "",
            besides=row.pk,
        )
    if request.GET.get("aehnliche") == "ja" and context["may_compare"]:
        context["similar"] = similar_offers(member, row)
    return context


def sentence_of(row: Actor) -> str:
    """What is missing before ``row`` can be submitted; "" where nothing is."""
    words = missing(row)
    return f"Zum Einreichen fehlen noch: {' und '.join(words)}." if words else ""


def _not_told(member: Member) -> frozenset[str]:
    """Between coordination and Stadtteilkoordination alone."""
    return frozenset() if sees_question(member) else frozenset(["question"])


def steps_of(member: Member, row: Actor, keeps: bool) -> list[dict[str, object]]:
    """The steps this person may take now; those of a single click are sent from the page itself."""
    slug = member.district.slug
    found = []
    for step in STEPS.values():
        if not keeps or not member.may(step.right) or step.why_not(row):
            continue
        if step.key == "einreichen" and member.may("release_actors"):
            continue  # who releases need not submit to oneself
        found.append({"key": step.key, "label": step.label, "danger": step.danger, "asks": bool(step.words),
                      "url": reverse(f"actor_{step.key}", args=[slug, row.pk])})  # fmt: skip
    return found


def facts_of(
    row: Actor, lists: dict[str, list[tuple[str, str, uuid.UUID]]], hidden: frozenset[str], member: Member
) -> list[tuple[str, str]]:
    """The short facts; those of A 5.2 also where they are missing, for the gap is a finding."""
    functions = [label for yes, label in ((row.activates, "aktiviert Bewohner/innen"),
                                          (row.coordinates, "koordiniert im Stadtteil"),
                                          (row.makes_offers, "macht Angebote für Bewohner/innen")) if yes]  # fmt: skip
    brings = [label for yes, label in ((row.brings_knowledge, "Wissen"), (row.brings_engagement, "Engagement"),
                                       (row.brings_rooms, "Räume"), (row.brings_money, "Geld")) if yes]  # fmt: skip
    found = [
        ("Art", row.kind.name if row.kind else ""),
        ("Vermittelnde Funktion", ", ".join(functions) or "keine angegeben"),
        ("Träger", row.carrier),
        *([] if "funding" in hidden else [("Finanzierung", row.funding)]),
        ("Wer bestimmt die Aufgaben?", row.tasks_defined_by),
        ("Bringt ein", ", ".join(brings)),
        ("Themen", ", ".join(name for name, *_ in lists["theme"])),
        ("Zielgruppen", ", ".join(name for name, *_ in lists["group"])),
        ("Adresse", row.address),
        # Whoever reads an actor from outside serves its region.
        ("Region", region_links(member, [(row.region.key, str(row.region))], own=True) if row.region else ""),
    ]
    optional = [
        ("Telefon", row.phone),
        ("Freigegeben am", day(row.released_on)),
        ("Zuletzt bestätigt am", day(row.last_confirmed_on)),
        ("Grund der Archivierung", row.archived_because if row.state == ActorState.ARCHIVED else ""),
    ]
    return found + [(term, value) for term, value in optional if value]


def texts_of(row: Actor, hidden: frozenset[str]) -> list[tuple[str, str, bool]]:
    """Longer texts that say something: heading, text, internal."""
    found = [
        ("knowledge", "Kenntnisse über das Quartier", row.knowledge),
        ("works_on", "Wirkt mit an …", row.works_on),
        ("notes", "Interne Bemerkungen", row.notes),
    ]
    return [(label, text, name != "knowledge") for name, label, text in found if text and name not in hidden]


def contacts_shown(
    member: Member, row: Actor, edits: bool, keeps: bool, today: datetime.date
) -> list[dict[str, object]]:
    """Contact persons ``member`` may read; purpose and source only for those who keep them. One query."""
    slug = member.district.slug
    return [
        {
            "name": person.name,
            "role": person.role,
            "email": person.email,
            "phone": person.phone,
            "purpose": person.purpose if keeps else "",
            "source": person.source if keeps else "",
            "informed": day(person.informed_on) if keeps else "",
            "published": person.may_be_published,
            "review": day(person.review_on) if keeps else "",
            "late": keeps and person.review_on < today,
            "edit_url": reverse("actor_contact_edit", args=[slug, person.pk]) if edits else "",
            "remove_url": reverse("actor_contact_remove", args=[slug, person.pk]) if keeps else "",
        }
        for person in contacts_for(member).filter(actor=row)
    ]


def sees_similar(member: Member) -> bool:
    """Similar offers nearby are for offices and coordination alone (B2.7): nothing an actor is measured by."""
    return member.may("see_actor_internals") and bool(member.office_ids or Role.COORDINATION in member.roles)


def similar_offers(member: Member, row: Actor) -> list[dict[str, object]]:
    """Offers of released actors in the same Bezirksregion that share a theme or sound alike. One query; ten at most."""
    region = row.region
    if region is None:
        return []
    # A Planungsraum is too small to look for neighbours in: the Bezirksregion around it.
    around = region.parent_id if region.level == Region.Level.PLANUNGSRAUM and region.parent_id else region.pk
    near = Q(region=around) | Q(region__parent=around)
    own_themes = ActorTheme.objects.filter(actor=row).values("theme_id")
    shared = ActorTheme.objects.filter(actor=OuterRef("actor"), theme__in=own_themes)
    alike = Offer.objects.filter(actor=row, haystack=OuterRef("haystack"))
    seen = Actor.objects.visible_to(member).filter(near, state=ActorState.APPROVED).exclude(pk=row.pk)
    rows = (
        Offer.objects.filter(Exists(shared) | Exists(alike), actor__in=seen.values("pk"))
        .annotate(where=Coalesce(F("actor__region__name"), Value(""), output_field=TextField()))
        .order_by("title", "actor__sort_key", "pk")
        .values_list("title", "actor__name", "actor_id", "where")[:10]
    )
    slug = member.district.slug
    return [
        {"title": title, "actor": name, "url": reverse("actor", args=[slug, key]), "where": where}
        for title, name, key, where in rows
    ]
