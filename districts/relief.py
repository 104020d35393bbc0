"""Rules of asking for relief (B3.5): the person alone decides whether anybody hears of it."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from districts.member import Member
from districts.models import Membership, Office, Relief
from districts.refusals import NotNow, Refused, Unfit
from districts.roles import Role
from districts.tasks import Pile, Task


def readers_of(office_id: uuid.UUID, member: Member) -> list[str]:
    """Who would read what ``member`` asks of the head of ``office_id``: its heads today, without themselves."""
    heads = Membership.objects.valid_on(timezone.localdate()).filter(role=Role.OFFICE_HEAD, office=office_id)
    people = User.objects.filter(pk__in=heads.values("user_id")).exclude(pk=member.user.pk)
    return list(people.order_by("name").values_list("name", flat=True))


@transaction.atomic
def ask_for_relief(*, office: Office, text: str, by: Member) -> Relief:
    """Puts a request to the head of the own ``office``; a second one takes the place of the first.

    Raises ``Refused`` for a foreign office, ``NotNow`` where nobody would read it, ``Unfit`` without words.
    """
    if office.pk not in by.office_ids:
        raise Refused("prepare_office")
    if not text.strip():
        raise Unfit({"text": "Bitte schreiben Sie einen Satz dazu."})
    if not readers_of(office.pk, by):
        raise NotNow(
            "Ihr Amt hat in Querlinie zurzeit keine Leitung, die das lesen könnte. Es wurde nichts gespeichert."
        )
    today = timezone.localdate()
    _forget(today)
    values = {"text": text.strip(), "asked_on": today, "seen_on": None}
    row, _ = Relief.objects.update_or_create(person=by.user, office=office, defaults=values)
    return row


@transaction.atomic
def mark_seen(*, relief: Relief, by: Member) -> None:
    """A head of the office says that it is seen to: the words go, that it was seen stays for a while.

    Raises ``Refused`` for everybody else, the person too.
    """
    if relief.office_id not in by.headed_office_ids or relief.person_id == by.user.pk:
        raise Refused("represent_office")
    today = timezone.localdate()
    _forget(today)
    Relief.objects.filter(pk=relief.pk, seen_on=None).update(seen_on=today, text="")


@transaction.atomic
def take_back(*, relief: Relief, by: Member) -> None:
    """The person takes the request back; nothing of it stays."""
    if relief.person_id != by.user.pk:
        raise Refused("prepare_office")
    Relief.objects.filter(pk=relief.pk).delete()


def _forget(today: datetime.date) -> None:
    Relief.objects.filter(seen_on__lt=today - Relief.KEPT).delete()


def tasks_from_relief(member: Member, today: datetime.date) -> Iterable[Task]:
    """For heads what their people ask, for these whether it was seen. One query, none for who has no office."""
    if not member.office_ids:
        return
    slug = member.district.slug
    rows = Relief.objects.visible_to(member).select_related("person").order_by("asked_on", "pk")
    for row in rows:
        url = reverse("relief", args=[slug, row.pk])
        own = row.person_id == member.user.pk
        if own and row.seen_on is None:
            yield Task(Pile.KNOW, "Ihre Bitte um Entlastung", url, "Sie liegt Ihrer Amtsleitung vor.")
        elif own and row.seen_on:
            words = f"Ihre Amtsleitung hat sie am {row.seen_on:%d.%m.%Y} als gesehen gekennzeichnet."
            yield Task(Pile.KNOW, "Ihre Bitte um Entlastung", url, words)
        elif not own and row.seen_on is None:
            words = "Sprechen Sie miteinander darüber und kennzeichnen Sie sie dann als gesehen."
            yield Task(Pile.DECIDE, f"Bitte um Entlastung von {row.person.name}", url, words)
