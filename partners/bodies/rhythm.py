"""The rhythm of a Gremium: when the next Sitzung would be, and whether it has lapsed. Neutral words, no reproach."""

import calendar
import datetime

from partners.models import Body

#: Months that have a name of their own.
_NAMED = {1: "jeden Monat", 3: "vierteljährlich", 6: "halbjährlich", 12: "jährlich"}


def rhythm_text(body: Body) -> str:
    """ "alle 2 Monate", "jeden Monat", "halbjährlich", "nach Bedarf"."""
    if not body.rhythm:
        return "nach Bedarf"
    if body.rhythm_unit == Body.Rhythm.MONTHS and body.rhythm in _NAMED:
        return _NAMED[body.rhythm]
    if body.rhythm == 1:
        return "jede Woche"
    return f"alle {body.rhythm} {Body.Rhythm(body.rhythm_unit).label}"


def expected_after(body: Body, last: datetime.date) -> datetime.date | None:
    """The day the next Sitzung would be on by the rhythm; None without one."""
    if not body.rhythm:
        return None
    if body.rhythm_unit == Body.Rhythm.WEEKS:
        return last + datetime.timedelta(weeks=body.rhythm)
    year, month = divmod(last.year * 12 + last.month - 1 + body.rhythm, 12)
    month += 1
    return datetime.date(year, month, min(last.day, calendar.monthrange(year, month)[1]))


def lapsed_sentence(
    body: Body, *, last: datetime.date | None, following: datetime.date | None, today: datetime.date
) -> str:
    """What to know where the rhythm has lapsed and nothing is planned; "" where all is well or there is no rhythm."""
    if not body.is_active or last is None or following is not None:
        return ""
    expected = expected_after(body, last)
    if expected is None or expected >= today:
        return ""
    return (
        f"Zuletzt kam das Gremium am {last:%d.%m.%Y} zusammen; sein Takt: {rhythm_text(body)}. "
        "Ein nächster Termin ist noch nicht eingetragen."
    )
