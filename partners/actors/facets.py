"""How many actors there are per kind, region, state …: a fragment of its own, so that the list need not wait for it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Min, Q, Value
from django.http import QueryDict
from django.utils.safestring import SafeString

from districts.member import Member
from districts.models import Region
from lists.compiled import CompiledQuery
from partners.actors.searching import nearly_with_words, with_words
from partners.actors.selection import (
    ALL,
    ASKED,
    CHANGED,
    CONFIRMED_LABELS,
    FACETS,
    SOON,
    STATE_LABELS,
    Selection,
    of_state,
    read_selection,
    state_values,
)
from partners.models import Actor, ActorKind, ActorQuerySet, ActorTargetGroup, ActorTheme, TargetGroup, Theme
from partners.states import ActorState

#: Counted at once; the others when somebody opens them.
AT_ONCE = ("art", "region", "stand", "bestaetigt")
#: Träger shown; the search finds the others.
MOST = 20

Counts = list[tuple[str, str, int | None]]


CURRENT = ' aria-current="true"'
CHOSEN = '<span class="kern-sr-only"> (gewählt, noch einmal wählen hebt auf)</span>'


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: how many, and the address that chooses it (or takes the choice back)."""

    label: str
    #: None where counting would cost more than it tells.
    count: int | None
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet; ``options`` is None while nobody has opened it."""

    key: str
    label: str
    options: list[Option] | None
    open_url: str
    #: The reader has just opened it.
    opened: bool

    def lines(self, list_url: str) -> SafeString:
        """The values as list entries. In Python: a hundred of them in a template took longer than counting them."""
        return SafeString("".join(_line(option, list_url) for option in self.options or ()))


def _line(option: Option, list_url: str) -> str:
    current, chosen = (CURRENT, CHOSEN) if option.chosen else ("", "")
    count = "" if option.count is None else f' <span class="ql-facets__count">{option.count}</span>'
    return f'<li><a href="{list_url}{escape(option.url)}"{current}>{escape(option.label)}{chosen}</a>{count}</li>'


def read_facets(
    params: QueryDict, member: Member, today: datetime.date, *, alone: str = ""
) -> tuple[Selection, list[Facet]]:
    """The facets for one selection. Each counts what would be found with its own choice taken back.

    ``alone`` asks for one of them only. Eight queries at most.
    """
    selection = read_selection(params, member, today)
    asked = params.get("merkmal", "")
    counted = {alone} if alone else {*AT_ONCE, *selection.chosen, asked}
    visible = Actor.objects.visible_to(member)
    if selection.words:
        visible = _found(visible, selection)
    facets = []
    for key, label in FACETS.items():
        if (alone and key != alone) or (key == "stand" and not state_values(member)):
            continue
        options = None
        if key in counted:
            rows = visible.filter(selection.condition(but=key)).order_by()
            url = _urls(params, key)
            options = [
                Option(name, count, url(value), selection.chosen.get(key) == value)
                for value, name, count in _COUNTS[key](rows, member, today)
                if count != 0 or selection.chosen.get(key) == value
            ]
        facets.append(Facet(key, label, options, _opening(params, key), key == asked))
    return selection, facets


def _found(visible: ActorQuerySet, selection: Selection) -> ActorQuerySet:
    if not selection.alike:
        exact = with_words(visible, selection.words)
        if exact.exists():
            return exact
    found: ActorQuerySet = visible.filter(pk__in=nearly_with_words(selection.words))
    return found


def _urls(params: QueryDict, key: str) -> Callable[[str], str]:
    """The list with a value of ``key`` chosen, or, where it is chosen already, without it."""
    asked = params.copy()
    for name in ("seite", "export", "merkmal"):
        asked.pop(name, None)
    chosen = asked.pop(key, [""])[0]
    rest = asked.urlencode()
    begin = f"?{rest}&{key}=" if rest else f"?{key}="
    return lambda value: f"?{rest}" if value == chosen else begin + quote(value)


def _opening(params: QueryDict, key: str) -> str:
    asked = params.copy()
    asked["merkmal"] = key
    return "?" + asked.urlencode()


def _of_choices(model: Any, link: str, tie: Any = None) -> Callable[[ActorQuerySet, Member, datetime.date], Counts]:
    names: CompiledQuery[Any] = CompiledQuery(lambda: model.objects.order_by("sort_key").values_list("pk", "name"))

    def count(rows: ActorQuerySet, member: Member, today: datetime.date) -> Counts:
        if tie is None:
            counts = dict(rows.values_list(link).annotate(of=Count("*")))
        else:
            counts = dict(tie.objects.order_by().filter(actor__in=rows).values_list(link).annotate(of=Count("*")))
        return [(str(key), name, counts.get(key, 0)) for key, name in names.rows()]

    return count


_REGIONS: CompiledQuery[Any] = CompiledQuery(lambda: Region.objects.values_list("pk", "key", "name", "level", "parent"))


def per_region(rows: ActorQuerySet) -> dict[tuple[str, str], int]:
    """How many of ``rows`` there are per Bezirksregion (key, name), each with the Planungsräume in it.

    What belongs to a whole Prognoseraum stands there, what has no region under ("", ""). Two queries.
    """
    # Without a join: counting reads the index alone.
    counts = dict(rows.order_by().values_list("region").annotate(of=Count("*")))
    regions: dict[Any, Any] = {key: (code, name, level, parent) for key, code, name, level, parent in _REGIONS.rows()}
    whole: dict[tuple[str, str], int] = {}
    for key, number in counts.items():
        code, name, level, parent = regions.get(key, ("", "", "", None))
        if level == Region.Level.PLANUNGSRAUM and parent in regions:
            code, name, *_ = regions[parent]
        whole[code, name] = whole.get((code, name), 0) + number
    return whole


def _regions(rows: ActorQuerySet, member: Member, today: datetime.date) -> Counts:
    found = [(code, name, number) for (code, name), number in per_region(rows).items() if code]
    doubled = {name for _, name, _ in found if sum(1 for other in found if other[1] == name) > 1}
    return sorted(
        ((code, f"{name} ({code})" if name in doubled else name, number) for code, name, number in found),
        key=lambda entry: entry[0],
    )


def _states(rows: ActorQuerySet, member: Member, today: datetime.date) -> Counts:
    """The states with their numbers, and how many have a Rückfrage or a change to look at. One query."""
    values = [value for value in state_values(member) if value != ALL]
    # All there are, named: so the planner finds the index that begins with them.
    counted = rows.filter(state__in=ActorState.values).values_list("state").annotate(of=Count("*"))
    # Counted apart: each has an index of its own, and one pass over all of them would read every row.
    marks = [
        rows.filter(of_state(value)).values("district").annotate(of=Count("*")).values_list(Value(value), "of")
        for value in (ASKED, CHANGED)
        if value in values
    ]
    counts: dict[str, int] = dict(counted.union(*marks, all=True) if marks else counted)
    return [(value, STATE_LABELS[value], counts.get(value, 0)) for value in values]


def _confirmations(rows: ActorQuerySet, member: Member, today: datetime.date) -> Counts:
    approved = rows.filter(state=ActorState.APPROVED)
    counts = approved.aggregate(
        ueberfaellig=Count("confirm_by", filter=Q(confirm_by__lt=today)),
        faellig=Count("confirm_by", filter=Q(confirm_by__lte=today + SOON)),
        aktuell=Count("confirm_by", filter=Q(confirm_by__gt=today + SOON)),
    )
    return [(value, label, counts[value]) for value, label in CONFIRMED_LABELS.items()]


def _carriers(rows: ActorQuerySet, member: Member, today: datetime.date) -> Counts:
    counts = rows.exclude(carrier_key="").values_list("carrier_key").annotate(of=Count("*"))
    most = dict(counts.order_by("-of", "carrier_key")[:MOST])
    names = rows.filter(carrier_key__in=most).values_list("carrier_key").annotate(Min("carrier"))
    found = [(name, name, most[key]) for key, name in names]
    return sorted(found, key=lambda entry: (-(entry[2] or 0), entry[1]))


_COUNTS: dict[str, Callable[[ActorQuerySet, Member, datetime.date], Counts]] = {
    "art": _of_choices(ActorKind, "kind"),
    "region": _regions,
    "stand": _states,
    "bestaetigt": _confirmations,
    "thema": _of_choices(Theme, "theme", ActorTheme),
    "zielgruppe": _of_choices(TargetGroup, "target_group", ActorTargetGroup),
    "traeger": _carriers,
}
