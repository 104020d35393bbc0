"""The records that answer each of the six questions of A 5, and what nobody knows yet.

Lists to open, never counts beside each other: how many actors a region has says nothing about it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from districts.member import Member
from districts.models import Region
from districts.region_page import region_url
from partners.actor_links import actor_url, actors_url
from partners.bodies.listing import lapsed_bodies
from partners.models import Actor, Body, BodyMember, Cooperation, Participation, Signal, SignalOffice, Sort

#: Entries shown of one list; the rest stands where "alle" leads.
SHOWN = 8


# A tuple: there are a hundred on the page of a region, and a dataclass takes four times as long.
class Entry(NamedTuple):
    """One record: what it is called, what is said of it, where it stands."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: what it holds, its first entries, whether there are more, where all of it stands."""

    label: str
    entries: tuple[Entry, ...]
    more: bool
    url: str = ""
    #: Something is not known yet, or nobody has taken care of it.
    gap: bool = False

    @property
    def html(self) -> SafeString:
        """The entries as a list with the way to all of them; the page of a region has ten such lists."""
        if not self.entries:
            return _NOTHING
        lines = "".join(map(_line, self.entries))
        return SafeString(f"<ul>{lines}</ul>{_to_all(self) if self.more else ''}")


_NOTHING = SafeString('<p class="ql-muted">Noch nichts eingetragen.</p>')


#: So much is read of what is said of an entry; the rest stands on its page.
_NOTE = 160


def _to_all(listed: Listed) -> str:
    if not listed.url:
        return '<p class="ql-muted">und weitere</p>'
    label = f'<span class="kern-sr-only">: {escape(listed.label)}</span>'
    return f'<p><a href="{escape(listed.url)}">Alle anzeigen{label}</a></p>'


def _line(entry: Entry) -> str:
    title = escape(entry.title)
    if entry.url:
        title = f'<a href="{escape(entry.url)}">{title}</a>'
    note = entry.note if len(entry.note) <= _NOTE else f"{entry.note[: _NOTE - 1]}…"
    return f'<li>{title}: <span class="ql-muted">{escape(note)}</span></li>' if note else f"<li>{title}</li>"


@dataclass(frozen=True, slots=True)
class Question:
    """One of the six: its code, what is asked, and what gathers the lists."""

    code: str
    title: str
    text: str
    lists: Callable[[Member], list[Listed]]


#: Kinds of actors in which residents organise themselves (A5.4), by their key in ``data/kinds.yaml``; the rest are
#: others (A5.5) where they do not mediate.
CIVIC = ("VER", "INI", "STK", "MSO", "SPV")


def _actors(member: Member) -> QuerySet[Actor]:
    found: QuerySet[Actor] = Actor.objects.visible_to(member).approved()
    return found


def _address(member: Member, name: str, **params: str) -> str:
    url = reverse(name, args=[member.district.slug])
    return f"{url}?{urlencode(params)}" if params else url


def _listed_actors(member: Member, label: str, rows: Any, *, note: Callable[[Actor], str], gap: bool = False) -> Listed:
    found = list(rows.select_related("kind", "region").order_by("sort_key", "pk")[: SHOWN + 1])
    entries = tuple(Entry(row.name, note(row), actor_url(member.district.slug, row.pk)) for row in found[:SHOWN])
    return Listed(label, entries, len(found) > SHOWN, actors_url(member.district.slug), gap)


def _kind(row: Actor) -> str:
    parts = [row.kind.name if row.kind else "", row.region.name if row.region else ""]
    return ", ".join(part for part in parts if part)


_INTERMEDIARY = Q(activates=True) | Q(coordinates=True) | Q(makes_offers=True)


def _intermediaries(member: Member) -> list[Listed]:
    rows = _actors(member).filter(_INTERMEDIARY)
    there = rows.filter(Q(region=OuterRef("pk")) | Q(region__parent=OuterRef("pk")))
    without = Region.objects.filter(level=Region.Level.BEZIRKSREGION).filter(~Exists(there)).order_by("key")
    regions = list(without[: SHOWN + 1])
    gap = tuple(Entry(str(region), "", region_url(member, region.key)) for region in regions[:SHOWN])
    return [
        _listed_actors(member, "Einrichtungen, die vermitteln", rows, note=_functions),
        Listed("Bezirksregionen, in denen keine bekannt ist", gap, len(regions) > SHOWN, _address(member, "regions"),
               True),
    ]  # fmt: skip


def _functions(row: Actor) -> str:
    told = [
        label
        for label, holds in (("aktiviert", row.activates), ("koordiniert", row.coordinates),
                             ("macht Angebote", row.makes_offers))
        if holds
    ]  # fmt: skip
    place = f" ({row.region.name})" if row.region else ""
    return ", ".join(told) + place


def _carriers(member: Member) -> list[Listed]:
    rows = _actors(member).filter(_INTERMEDIARY)
    internals = member.may("see_actor_internals")
    found = [
        _listed_actors(member, "Träger bekannt", rows.exclude(carrier=""), note=lambda row: row.carrier),
        _listed_actors(member, "Träger unbekannt", rows.filter(carrier=""), note=_kind, gap=True),
    ]
    if internals:
        unfunded = rows.filter(funding="")
        found.append(_listed_actors(member, "Finanzierung unbekannt", unfunded, note=_kind, gap=True))
    undefined = rows.filter(tasks_defined_by="")
    found.append(_listed_actors(member, "Wer die Aufgaben bestimmt, unbekannt", undefined, note=_kind, gap=True))
    return found


def _knowledge(member: Member) -> list[Listed]:
    rows = _actors(member).filter(_INTERMEDIARY)
    found = [
        _listed_actors(member, "Was sie über das Quartier wissen", rows.exclude(knowledge=""),
                       note=lambda row: row.knowledge),
    ]  # fmt: skip
    if member.may("view_signals"):
        visible = Signal.objects.visible_to(member)
        taken = SignalOffice.objects.filter(signal=OuterRef("pk"), taken_on__isnull=False)
        found += [
            _listed_signals(member, "Hinweise, die ein Amt übernommen hat", visible.filter(Exists(taken)),
                            stand="uebernommen"),
            _listed_signals(member, "Hinweise, noch keinem Amt zugeordnet", visible.without_office(),
                            stand="ohne-amt", gap=True),
        ]  # fmt: skip
    found.append(
        _listed_actors(member, "Kenntnisse noch nicht erfragt", rows.filter(knowledge=""), note=_kind, gap=True)
    )
    return found


def _listed_signals(member: Member, label: str, rows: Any, *, stand: str, gap: bool = False) -> Listed:
    found = list(rows.order_by("-observed_on", "pk")[: SHOWN + 1])
    entries = tuple(
        Entry(row.title, f"{row.get_kind_display()}, {row.observed_on:%d.%m.%Y}",
              reverse("signal", args=[member.district.slug, row.pk]))
        for row in found[:SHOWN]
    )  # fmt: skip
    return Listed(label, entries, len(found) > SHOWN, _address(member, "signals", stand=stand), gap)


def _civic(member: Member) -> list[Listed]:
    rows = _actors(member)
    entries = Participation.objects.order_by("-starts_on", "sort_key")[: SHOWN + 1]
    involved = list(entries)
    return [
        _listed_actors(member, "Zusammenschlüsse von Bürger/innen", rows.filter(kind__key__in=CIVIC),
                       note=_kind),
        Listed(
            "Wie Bewohner/innen beteiligt wurden",
            tuple(
                Entry(row.title, f"{row.starts_on:%d.%m.%Y}",
                      reverse("involvement", args=[member.district.slug, row.pk]))
                for row in involved[:SHOWN]
            ),
            len(involved) > SHOWN,
            _address(member, "involvements"),
        ),
    ]  # fmt: skip


def _others(member: Member) -> list[Listed]:
    rows = _actors(member).exclude(_INTERMEDIARY).exclude(kind__key__in=CIVIC)
    return [_listed_actors(member, "Weitere Akteure", rows, note=_kind)]


def _organised(member: Member) -> list[Listed]:
    slug = member.district.slug
    today = timezone.localdate()
    found = []
    if member.may("view_bodies"):
        visible = Body.objects.visible_to(member).filter(is_active=True)
        bodies = list(visible.filter(sort=Sort.WITH_ACTORS).select_related("kind").order_by("sort_key")[: SHOWN + 1])
        found.append(
            Listed(
                "Gremien mit Akteuren",
                tuple(Entry(row.name, row.kind.name, reverse("body", args=[slug, row.pk])) for row in bodies[:SHOWN]),
                len(bodies) > SHOWN,
                _address(member, "bodies", tisch=Sort.WITH_ACTORS),
            )
        )
    if member.may("view_cooperations"):
        rows = Cooperation.objects.visible_to(member).running(today).select_related("office", "actor")
        running = list(rows.order_by("title", "pk")[: SHOWN + 1])
        found.append(
            Listed(
                "Kooperationen, die laufen",
                tuple(
                    Entry(row.title, f"{row.office.name} und {row.actor.name}",
                          reverse("cooperation", args=[slug, row.pk]))
                    for row in running[:SHOWN]
                ),
                len(running) > SHOWN,
                _address(member, "cooperations"),
            )
        )  # fmt: skip
    if member.may("view_bodies"):
        told = lapsed_bodies(visible, today)
        found.append(
            Listed(
                "Gremien, deren Takt ohne Termin verstrichen ist",
                tuple(Entry(row.name, "", reverse("body", args=[slug, row.pk])) for row, _ in told[:SHOWN]),
                len(told) > SHOWN,
                _address(member, "bodies", stand="ohne-termin"),
                True,
            )
        )
    tied = BodyMember.objects.current(today).filter(actor=OuterRef("pk"))
    alone = _actors(member).filter(~Exists(tied))
    if member.may("view_cooperations"):
        alone = alone.filter(~Exists(Cooperation.objects.running(today).filter(actor=OuterRef("pk"))))
    label = "Akteure, mit denen noch niemand verbunden ist"
    found.append(_listed_actors(member, label, alone, note=_kind, gap=True))
    return found


QUESTIONS: dict[str, Question] = {
    question.code: question
    for question in (
        Question("A5.1", "Welche Einrichtungen vermitteln im Quartier?",
                 "Einrichtungen, die aktivieren, koordinieren oder Angebote für Bewohner/innen machen.",
                 _intermediaries),
        Question("A5.2", "Wer trägt und finanziert diese Einrichtungen, wer bestimmt ihre Aufgaben?",
                 "Träger, Geld und Aufgaben stehen bei jedem Akteur; hier steht, was noch fehlt.", _carriers),
        Question("A5.3", "Wie nutzt die Verwaltung das Wissen dieser Einrichtungen?",
                 "Was sie wissen, was sie melden und welche Ämter es aufgenommen haben.", _knowledge),
        Question("A5.4", "Wie organisieren sich die Bürger/innen selbst?",
                 "Vereine, Initiativen, Konferenzen und Räte, und wie Bewohner/innen beteiligt wurden.", _civic),
        Question("A5.5", "Welche weiteren Akteure sind wichtig?",
                 "Zum Beispiel Wohnungsgesellschaften, Unternehmen, Kirchengemeinden.", _others),
        Question("A5.6", "Wie ist die Zusammenarbeit organisiert?",
                 "Gremien und Kooperationen, und wo noch niemand verbunden ist.", _organised),
    )
}  # fmt: skip
