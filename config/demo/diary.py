"""What happened in one district, told in the order of days by the people who did it.

The rules of the rooms always write "now". So the diary notes for every step under which context the history kept it,
and at the end moves those kept rows to the day of the step; rows that carry a time of their own follow.
"""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from assignments.models import Entry
from checklist.models import Contribution, Progress
from config.demo.working_days import working_day
from discussions.models import Comment, Thread
from districts.member import Member
from districts.models import District
from districts.wall.session import DatabaseRole, acting_as, current_standing, take
from districts.wall.tenancy import TenantEvent
from evidence.models import Evidence
from partners.models import SignalAnswer
from sozialraum.models import NeedEntry

#: Columns in which a row keeps a time of its own.
_TIMES: tuple[tuple[type[models.Model], str], ...] = (
    (Thread, "said_at"),
    (Comment, "said_at"),
    (Contribution, "written_at"),
    (Evidence, "added_at"),
    (Entry, "said_at"),
    (Progress, "changed_at"),
    (SignalAnswer, "said_at"),
    (NeedEntry, "said_at"),
)
#: Context under which the times are moved; what the triggers keep of that is taken away again.
_MOVING = uuid.UUID(int=0)


@dataclass(frozen=True)
class Step:
    """One request of one person, as it were."""

    day: datetime.date
    number: int
    who: Member
    action: Callable[[], None]


@dataclass
class Diary:
    """Collects steps in any order and lets them happen in the order of days."""

    district: District
    #: Day 0; "days ago" counts from here.
    today: datetime.date
    #: Since when the district exists in the demo, in days ago.
    began: int
    steps: list[Step] = field(default_factory=list)
    #: Context of the history -> moment it belongs to.
    moments: dict[str, datetime.datetime] = field(default_factory=dict)

    def day(self, ago: int) -> datetime.date:
        """The day ``ago`` days before today, at the latest yesterday, or the last working day before it."""
        return working_day(self.today - datetime.timedelta(days=max(ago, 1)))

    def date(self, ago: int) -> datetime.date:
        """As ``day``, but negative ``ago`` lie ahead: for dates that somebody writes down."""
        return working_day(self.today - datetime.timedelta(days=ago))

    def add(self, ago: int, who: Member, action: Callable[[], None]) -> None:
        """Lets ``who`` do ``action`` ``ago`` days ago."""
        self.steps.append(Step(self.day(ago), len(self.steps), who, action))

    def happens_at_the_beginning(self) -> None:
        """What is done right now, by whom it is done, belongs to the first day."""
        self.moments[current_standing().context_id] = _at(self.day(self.began), 1)

    def tell(self) -> None:
        """Lets everything happen, inside the district's wall, and moves it to its day. Needs an open transaction."""
        on_the_day: dict[datetime.date, int] = {}
        for step in sorted(self.steps, key=lambda s: (s.day, s.number)):
            count = on_the_day[step.day] = on_the_day.get(step.day, -1) + 1
            with acting_as(
                DatabaseRole.DISTRICT,
                district_id=self.district.pk,
                user_id=step.who.user.pk,
                context={
                    "user": str(step.who.user.pk),
                    "roles": ",".join(sorted(step.who.roles)),
                    "offices": ",".join(sorted(map(str, step.who.office_ids))),
                },
            ):
                step.action()
                self.moments[current_standing().context_id] = _at(step.day, count)
        move_to_the_past(self.district, self.moments, beginning=_at(self.day(self.began), 0))


def _at(day: datetime.date, count: int) -> datetime.datetime:
    """A moment within office hours, later for each further step of the day."""
    start = datetime.datetime.combine(day, datetime.time(8, 5), tzinfo=timezone.get_current_timezone())
    return start + datetime.timedelta(minutes=min(11 * count, 540), seconds=count)


@transaction.atomic
def move_to_the_past(
    district: District, moments: dict[str, datetime.datetime], *, beginning: datetime.datetime
) -> None:
    """Gives what the history kept of ``district`` the moments of its steps; what was laid out, ``beginning``.

    ``moments`` maps contexts of the history to moments. Runs as owner: nobody else may write kept rows.
    """
    event_models = [m for m in apps.get_models() if issubclass(m, TenantEvent)]
    with connection.cursor() as cursor:
        for model in event_models:
            table = model._meta.db_table
            cursor.execute(
                f"""UPDATE {table} e SET pgh_created_at = m.moment
                      FROM unnest(%s::uuid[], %s::timestamptz[]) AS m(context, moment)
                     WHERE e.district_id = %s AND e.pgh_context_id = m.context""",
                [list(moments), list(moments.values()), district.pk],
            )
            cursor.execute(
                f"UPDATE {table} SET pgh_created_at = %s WHERE district_id = %s AND pgh_context_id IS NULL",
                [beginning, district.pk],
            )
        before = current_standing()
        take(replace(before, context_id=str(_MOVING), context="{}"))
        for tracked, column in _TIMES:
            _move_times(cursor, tracked, column, district)
        take(before)


def _move_times(cursor: Any, tracked: type[models.Model], column: str, district: District) -> None:
    """A time belongs to the step that wrote it: the first kept row of the thing that holds it."""
    table = tracked._meta.db_table
    events: Any = tracked._meta.get_field("events").related_model
    kept = events._meta.db_table
    cursor.execute(
        f"""CREATE TEMPORARY TABLE demo_moments ON COMMIT DROP AS
            SELECT pgh_obj_id, {column} AS written, min(pgh_created_at) AS moment FROM {kept}
             WHERE district_id = %s AND {column} IS NOT NULL GROUP BY pgh_obj_id, {column}""",
        [district.pk],
    )
    for target, key in ((table, "id"), (kept, "pgh_obj_id")):
        cursor.execute(
            f"""UPDATE {target} t SET {column} = m.moment FROM demo_moments m
                 WHERE t.district_id = %s AND t.{key} = m.pgh_obj_id AND t.{column} = m.written""",
            [district.pk],
        )
        cursor.execute(f"DELETE FROM {kept} WHERE district_id = %s AND pgh_context_id = %s", [district.pk, _MOVING])
    cursor.execute("DROP TABLE demo_moments")
