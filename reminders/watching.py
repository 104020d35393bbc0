"""The migration operation for a room that offers what is due: which districts have something soon or late.

Asking 400 districts one by one took 100–242 ms with nothing due; one function that returns only numbers of districts
took 0.23 ms (WALL). It runs as its owner, past the wall, and therefore gives away nothing but those numbers.
"""

import re
from typing import Any

from django.apps.registry import Apps

from districts.wall.operations import WallOperation

#: Weekends and holidays move a reminder to the working day before (Easter and Christmas make six days at most), and who
#: chose to have one mail a week is told in it of what comes until the next.
SHIFT = 7 + 14


class WatchDue(WallOperation):
    """Creates ``name(today date)``: the numbers of active districts where ``query`` finds a date near enough.

    ``query`` is SQL that yields ``district_id, due_on`` of what is open, for example
    ``SELECT district_id, due_on FROM assignments_assignment WHERE state IN ('given', 'running')``; an index on
    ``(district_id, due_on)`` with the same condition keeps it cheap. The name belongs into the SQL matrix. The
    migration depends on ``("reminders", "0002_wall")``.
    """

    def __init__(self, name: str, query: str) -> None:
        if not re.fullmatch(r"[a-z_]+", name):
            raise ValueError("The name of a database function is lower case letters and underscores.")
        self.name = name
        self.query = query

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.name, self.query], {}

    def statements(self, app_label: str, apps: Apps) -> list[str]:
        return [
            f"""CREATE OR REPLACE FUNCTION public.{self.name}(today date) RETURNS SETOF smallint
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
                    SELECT d.id FROM districts_district d
                      LEFT JOIN reminders_remindersettings s ON s.district_id = d.id
                     WHERE d.is_active AND EXISTS (
                        SELECT FROM ({self.query}) w
                         WHERE w.district_id = d.id
                           AND w.due_on <= today + coalesce(s.first_lead, 14) + {SHIFT}
                        -- One look into an index per district: without this line all that is open is read, 30 ms of
                        -- 100,000 rows.
                        OFFSET 0)
                $body$""",
            f"REVOKE ALL ON FUNCTION public.{self.name}(date) FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION public.{self.name}(date) TO querlinie_login",
        ]

    def describe(self) -> str:
        return f"Let {self.name} tell which districts have something due"
