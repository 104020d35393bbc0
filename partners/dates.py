"""Sitzungen, and by when Kooperationen are decided on, for the calendar, the timeline and the state of things."""

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from districts.dates import Dated, Row, columns_of, read_rows
from districts.member import Member
from districts.outlook import AHEAD, Block, Outlook
from partners.actors.selection import of_confirmation, of_state
from partners.models import Actor, Body, Cooperation, Meeting
from partners.offered import uses_actors, uses_partners
from partners.states import ActorState


def dates_from_partners(
    member: Member, first: datetime.date, last: datetime.date, today: datetime.date
) -> Iterable[Dated]:
    """Sitzungen of the Gremien and Kooperationen that ``member`` may read. One query for both."""
    parts: list[QuerySet[Any, Any]] = []
    if uses_partners(member, "view_bodies"):
        seen = Body.objects.visible_to(member).order_by().values("pk")
        meetings: Any = Meeting.objects.filter(starts_on__range=(first, last), body__in=seen).order_by()
        parts.append(columns_of(meetings, "meeting", day="starts_on", title="body__name", state="state"))
    if uses_partners(member, "view_cooperations"):
        rows = Cooperation.objects.visible_to(member).with_day().filter(day__range=(first, last)).order_by()
        parts.append(columns_of(rows, "cooperation", day="day", state="renewal"))
    slug = member.district.slug
    return [_dated(row, slug, today) for row in read_rows(parts)]


def _dated(row: Row, slug: str, today: datetime.date) -> Dated:
    url = reverse(row.kind, args=[slug, row.key])
    if row.kind == "meeting":
        held = Meeting.State(row.state)
        past = held != Meeting.State.PLANNED or row.day < today
        return Dated(row.day, "Sitzung", row.title, url, held.label, past=past)
    renewal = Cooperation.Renewal(row.state)
    undecided = renewal == Cooperation.Renewal.OPEN
    return Dated(row.day, "Verlängerung einer Kooperation", row.title, url, renewal.label,
                 undecided and row.day < today, not undecided)  # fmt: skip


def _undecided(asker: Member, today: datetime.date) -> Any:
    return Cooperation.objects.visible_to(asker).undecided(today + AHEAD)


def _confirmed(how: str, asker: Member, today: datetime.date) -> Any:
    return Actor.objects.visible_to(asker).filter(of_confirmation(how, today))


def _submitted(asker: Member, _: datetime.date) -> Any:
    return Actor.objects.visible_to(asker).filter(of_state(ActorState.SUBMITTED))


def outlook_from_partners(member: Member, today: datetime.date) -> Outlook:
    """Kooperationen to decide on, and how many actors are to be confirmed or looked through. All of it asked."""
    told, slug = Outlook(), member.district.slug

    def tell_cooperation(row: Row) -> None:
        told.date(_dated(row, slug, today), f"{reverse('cooperations', args=[slug])}?stand=ueberfaellig",
                  "Alle überfälligen Kooperationen")  # fmt: skip

    if uses_partners(member, "view_cooperations"):
        told.ask("cooperation", _undecided, tell_cooperation, day="day", state="renewal")
    if uses_actors(member):
        told.blocks.append(_ask_actors(told, member))
    return told


#: Kind of a count -> words for one and for several, and the filter of the list that shows exactly these.
_ACTORS = {
    "actors_due": ("1 Akteur bis {day} zu bestätigen", "{number} Akteure zu bestätigen, der erste bis {day}",
                   "bestaetigt=faellig"),
    "actors_overdue": ("davon 1 überfällig", "davon {number} überfällig", "bestaetigt=ueberfaellig"),
    "actors_submitted": ("1 eingereichter Akteur zu prüfen", "{number} eingereichte Akteure zu prüfen",
                         "stand=submitted"),
}  # fmt: skip


def _ask_actors(told: Outlook, member: Member) -> Block:
    block, here = Block("Akteure", 40), reverse("actors", args=[member.district.slug])

    def tell(row: Row) -> None:
        one, several, query = _ACTORS[row.kind]
        day = f"{row.day:%d.%m.%Y}" if row.day else ""
        words = (one if row.number == 1 else several).format(number=row.number, day=day)
        block.links.append((words, f"{here}?{query}"))

    told.count("actors_due", partial(_confirmed, "faellig"), tell, day="confirm_by")
    told.count("actors_overdue", partial(_confirmed, "ueberfaellig"), tell, day="confirm_by")
    if member.may("release_actors"):
        told.count("actors_submitted", _submitted, tell, day="confirm_by")
    return block
