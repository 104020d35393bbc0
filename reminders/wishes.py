"""When somebody wants mail: on every day, on some weekdays only, or not at all (docs/decisions/0016).

Whoever chose weekdays reads on each of them what would be said until the day before the next one. So nothing falls due
between two mails that the first has not told.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction

from accounts.models import User
from districts.refusals import Unfit
from reminders.calendar import working_day_until

WEEKDAYS = {0: "Montag", 1: "Dienstag", 2: "Mittwoch", 3: "Donnerstag", 4: "Freitag"}


@dataclass(frozen=True, slots=True)
class Period:
    """The days one mail speaks for: ``first`` is the mail's own day, ``last`` the day before the next mail."""

    first: datetime.date
    last: datetime.date


def period_of(user: User, today: datetime.date) -> Period:
    """The period ``today`` lies in; today alone for everybody who did not choose weekdays."""
    if user.mail_wish != User.MailWish.DAYS:
        return Period(today, today)
    return _period(frozenset(user.mail_days), today)


@lru_cache(maxsize=256)
def _period(weekdays: frozenset[int], today: datetime.date) -> Period:
    # A weekday that is a holiday moves to the working day before. Three weeks are enough to find one on each side.
    near = (today + datetime.timedelta(days=number) for number in range(-21, 22))
    mail_days = {working_day_until(day) for day in near if day.weekday() in weekdays}
    following = min(day for day in mail_days if day > today)
    return Period(max(day for day in mail_days if day <= today), following - datetime.timedelta(days=1))


@transaction.atomic
def wish(*, user: User, when: str, weekdays: Iterable[int]) -> None:
    """Stores when ``user`` wants mail. Raises ``Unfit`` with a sentence where weekdays are asked for and none is named.

    Chosen weekdays stay known while they do not count, so that coming back to them needs no second choice.
    """
    days = sorted(set(weekdays))
    if when not in User.MailWish.values:
        raise Unfit({"mail_wish": "Bitte wählen Sie, wann Mails kommen sollen."})
    if not set(days) <= WEEKDAYS.keys() or (when == User.MailWish.DAYS and not days):
        raise Unfit({"mail_days": "Bitte wählen Sie mindestens einen Wochentag."})
    User.objects.filter(pk=user.pk).update(mail_wish=when, mail_days=days)


def in_words(user: User, *, never: str = "nicht") -> str:
    """When mail comes, as the end of „Mails kommen …“; ``never`` where none is wanted."""
    if user.mail_wish == User.MailWish.NEVER:
        return never
    if user.mail_wish == User.MailWish.DAYS:
        chosen = [f"{WEEKDAYS[day].lower()}s" for day in sorted(user.mail_days)]
        return " und ".join([", ".join(chosen[:-1]), chosen[-1]]) if len(chosen) > 1 else chosen[0]
    return User.MailWish(user.mail_wish).label
