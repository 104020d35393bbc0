"""What an actor is part of: Gremien, Kooperationen, Hinweise, Beteiligung, as far as somebody may read them."""

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from districts.member import Member
from partners.models import Body, BodyMember, Cooperation, Participation, Signal

#: Entries of one kind on the page; the lists hold the others.
MOST = 10


@dataclass(slots=True)
class Ties:
    """The entries of one kind: title, address, and what stands behind it; ``more`` where there are further ones."""

    heading: str
    empty: str
    list_url: str
    entries: list[tuple[str, str, str]] = field(default_factory=list)
    more: bool = False


def read_ties(member: Member, actor_id: uuid.UUID, today: datetime.date) -> list[Ties]:
    """What ``member`` may read of it, in the order of the page. One query; what goes on stands before what is over."""
    slug = member.district.slug
    rooms = {
        name: Ties(heading, empty, reverse(url, args=[slug]))
        for name, (right, url, heading, empty) in _KINDS.items()
        if member.may(right)
    }
    if not rooms:
        return []
    first, *others = (_ROWS[name](member, actor_id, today) for name in rooms)
    for name, key, title, since, until, word in first.union(*others, all=True) if others else first:
        found = rooms[name]
        if len(found.entries) == MOST:
            found.more = True
            continue
        told = ", ".join(filter(None, [word, _days(since, until)]))
        found.entries.append((title, reverse(name, args=[slug, key]), told))
    return list(rooms.values())


def _days(since: datetime.date | None, until: datetime.date | None) -> str:
    if since and since == until:
        return f"{since:%d.%m.%Y}"
    if since and until:
        return f"{since:%d.%m.%Y} bis {until:%d.%m.%Y}"
    return f"seit {since:%d.%m.%Y}" if since else ""


#: Name of its page -> right, name of the list, heading, what an empty list says.
_KINDS = {
    "body": ("view_bodies", "bodies", "Gremien", "Gehört zu keinem Gremium, das Sie lesen."),
    "cooperation": ("view_cooperations", "cooperations", "Kooperationen", "Noch keine Kooperation mit einem Amt."),
    "signal": ("view_signals", "signals", "Hinweise", "Noch kein Hinweis von diesem Akteur."),
    "involvement": ("view_partnership", "involvements", "Beteiligung", "Noch keine Beteiligung mit diesem Akteur."),
}


def _columns(
    rows: Any, name: str, *, key: str = "pk", title: str = "title", since: str, until: Any = None, word: Any = None
) -> QuerySet[Any, Any]:
    """The first rows as name, key, title, two days and a word; they come in the order in which they are shown."""
    found: QuerySet[Any, Any] = rows.values_list(
        Value(name, output_field=CharField()),
        F(key),
        Cast(title, CharField()),
        Cast(since, DateField()),
        Cast(until, DateField()) if until else Value(None, output_field=DateField()),
        word or Value("", output_field=CharField()),
    )
    return found[: MOST + 1]


def _bodies(member: Member, actor_id: uuid.UUID, today: datetime.date) -> QuerySet[Any, Any]:
    seen = Body.objects.visible_to(member).filter(is_active=True).order_by().values("pk")
    sits = BodyMember.objects.current(today).filter(actor=actor_id, body__in=seen).order_by("body__sort_key", "pk")
    return _columns(sits, "body", key="body_id", title="body__name", since="starts_on")


def _cooperations(member: Member, actor_id: uuid.UUID, today: datetime.date) -> QuerySet[Any, Any]:
    rows = Cooperation.objects.visible_to(member).filter(actor=actor_id)
    rows = rows.order_by(F("ends_on").desc(nulls_first=True), "title", "pk")
    return _columns(rows, "cooperation", since="starts_on", until="ends_on", word=Cast("office__name", CharField()))


def _signals(member: Member, actor_id: uuid.UUID, today: datetime.date) -> QuerySet[Any, Any]:
    rows = Signal.objects.visible_to(member).filter(actor=actor_id).order_by("-observed_on", "pk")
    return _columns(rows, "signal", since="observed_on", until="observed_on")


def _participation(member: Member, actor_id: uuid.UUID, today: datetime.date) -> QuerySet[Any, Any]:
    rows = Participation.objects.filter(actor=actor_id).order_by("-starts_on", "sort_key", "pk")
    # What has no end was on one day.
    return _columns(rows, "involvement", since="starts_on", until=Coalesce("ends_on", "starts_on"))


_ROWS = {"body": _bodies, "cooperation": _cooperations, "signal": _signals, "involvement": _participation}
