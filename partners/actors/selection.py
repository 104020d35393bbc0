"""What the address asks of the register: search words and facets. Nothing in it can break the page."""

import datetime
import re
import uuid
from dataclasses import dataclass, field

from django.db.models import Q, Value
from django.http import QueryDict

from districts.member import Member
from districts.models import Region
from lists.query import cleaned, search_text
from partners.models import ActorKey, ActorKind, TargetGroup, Theme
from partners.states import ActorState

#: So long before the half year is over, a confirmation counts as due.
SOON = datetime.timedelta(days=28)

#: Values of ``stand`` beside the states themselves.
CHANGED, ASKED, ALL = "geaendert", "rueckfrage", "alle"
STATE_LABELS = {
    ActorState.DRAFT.value: "Entwurf",
    ASKED: "mit Rückfrage",
    ActorState.SUBMITTED.value: "eingereicht",
    ActorState.APPROVED.value: "freigegeben",
    CHANGED: "geändert, nicht geprüft",
    ActorState.ARCHIVED.value: "archiviert",
    ALL: "alle, auch archivierte",
}
CONFIRMED_LABELS = {
    "ueberfaellig": "überfällig",
    "faellig": "fällig in vier Wochen oder eher",
    "aktuell": "aktuell",
}
#: Facet -> its heading. The order on the page.
FACETS = {
    "art": "Art",
    "region": "Region",
    "stand": "Stand",
    "bestaetigt": "Bestätigung",
    "thema": "Thema",
    "zielgruppe": "Zielgruppe",
    "traeger": "Träger",
}


@dataclass
class Selection:
    """One reading of the address: ``chosen`` maps a facet to its value, ``names`` to what people read."""

    words: str = ""
    #: Nearly the same words are wanted too.
    alike: bool = False
    chosen: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, Q] = field(default_factory=dict)

    @property
    def filtered(self) -> bool:
        """Something is chosen or searched for."""
        return bool(self.words or self.chosen)

    def condition(self, *, but: str = "") -> Q:
        """Everything that is chosen, without the facet ``but`` whose numbers are asked for."""
        whole = Q()
        for name, condition in self.conditions.items():
            if name != but:
                whole &= condition
        return whole


def state_values(member: Member) -> list[str]:
    """The states somebody may choose: those that mean something to them."""
    if member.may("enter_actors"):
        return list(STATE_LABELS)
    if member.may("see_actor_internals"):
        return [ActorState.APPROVED.value, ActorState.ARCHIVED.value, ALL]
    return []


def read_selection(params: QueryDict, member: Member, today: datetime.date) -> Selection:
    """The selection. What does not exist filters nothing. Two queries at most: names of what is chosen."""
    found = Selection(words=search_text(params), alike=params.get("aehnlich") == "ja")
    state = cleaned(params, "stand", state_values(member))
    found.conditions["stand"] = of_state(state)
    if state:
        found.chosen["stand"], found.names["stand"] = state, STATE_LABELS[state]
    confirmed = cleaned(params, "bestaetigt", list(CONFIRMED_LABELS))
    if confirmed:
        found.chosen["bestaetigt"], found.names["bestaetigt"] = confirmed, CONFIRMED_LABELS[confirmed]
        found.conditions["bestaetigt"] = of_confirmation(confirmed, today)
    carrier = search_text(params, "traeger")
    if carrier:
        found.chosen["traeger"] = found.names["traeger"] = carrier
        found.conditions["traeger"] = Q(carrier_key=ActorKey(Value(carrier)))
    _read_region(params, found)
    _read_choices(params, found)
    return found


def of_state(state: str) -> Q:
    """Actors in one of the values of ``stand``; "" is all but the archive."""
    if state == ALL:
        return Q()
    if state == CHANGED:
        return Q(changed_on__isnull=False)
    if state == ASKED:
        return Q(state=ActorState.DRAFT) & ~Q(question="")
    # The archive is looked at on purpose only.
    return Q(state=state) if state else Q(state__in=ActorState.open())


def of_confirmation(value: str, today: datetime.date) -> Q:
    """Released ones by when they are to be confirmed."""
    if value == "ueberfaellig":
        return Q(state=ActorState.APPROVED, confirm_by__lt=today)
    if value == "faellig":
        return Q(state=ActorState.APPROVED, confirm_by__lte=today + SOON)
    return Q(state=ActorState.APPROVED, confirm_by__gt=today + SOON)


def _read_region(params: QueryDict, found: Selection) -> None:
    key = params.get("region", "")
    if not re.fullmatch(r"[0-9]{4,8}", key):
        return
    # With the Räume below it: their keys begin with its own.
    inside = list(Region.objects.filter(key__startswith=key).order_by("key").values_list("pk", "key", "name"))
    if not inside or inside[0][1] != key:
        return
    found.chosen["region"], found.names["region"] = key, f"{inside[0][2]} ({key})"
    found.conditions["region"] = Q(region__in=[pk for pk, *_ in inside])


def _read_choices(params: QueryDict, found: Selection) -> None:
    asked: dict[str, uuid.UUID] = {}
    for name in ("art", "thema", "zielgruppe"):
        try:
            asked[name] = uuid.UUID(params.get(name, ""))
        except ValueError:
            continue
    if not asked:
        return
    keys = list(asked.values())
    kinds = ActorKind.objects.order_by().filter(pk__in=keys).values_list("pk", "name")
    themes = Theme.objects.order_by().filter(pk__in=keys).values_list("pk", "name")
    groups = TargetGroup.objects.order_by().filter(pk__in=keys).values_list("pk", "name")
    names = dict(kinds.union(themes, groups, all=True))
    links = {"art": "kind", "thema": "themes", "zielgruppe": "target_groups"}
    for name, key in asked.items():
        if key in names:
            found.chosen[name], found.names[name] = str(key), names[key]
            found.conditions[name] = Q(**{links[name]: key})
