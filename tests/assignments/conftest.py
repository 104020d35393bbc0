"""Mitte with a third office in the first Geschäftsbereich that contributes, and Aufträge in every state."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from assignments.models import Assignment, AssignmentOffice
from assignments.states import State
from checklist.models import Resolution
from districts.models import Office
from districts.rights import grant_rights
from districts.roles import Role
from tests.acting import acting, member_of
from tests.factories import add_member

TODAY = timezone.localdate()
SOON = TODAY + datetime.timedelta(days=30)
LATER = TODAY + datetime.timedelta(days=60)
LONG_AGO = TODAY - datetime.timedelta(days=90)


class Stage:
    """Where the tests of Aufträge play: ``stage.row(state="working")``, ``stage.as_("office_head")``."""

    def __init__(self, cast: Any) -> None:
        self._members: dict[str, Any] = {}
        self.cast, self.place = cast, cast.world.mitte
        self.areas, (self.jug, self.soz) = self.place.areas, self.place.offices
        self.lib = Office.objects.create(
            district=self.place.district, name="Bibliothek", short_name="BIB", area=self.areas[0]
        )
        grant_rights(self.place.district, offices=[self.lib])
        self.people = dict(self.place.people)
        self.people["contributor"] = add_member(self.place, Role.OFFICE_HEAD, label="contributor", office=self.lib)
        Assignment.objects.filter(district=self.place.district).update(state=State.WITHDRAWN)

    def row(self, **values: Any) -> Assignment:
        """An Auftrag of the first Geschäftsbereich: the Jugendamt leads, the Bibliothek contributes."""
        state = values.get("state", State.GIVEN)
        given = {} if state == State.DRAFT else {"given_on": LONG_AGO, "given_by": self.people["leadership"]}
        row = Assignment.objects.create(
            **{
                "district": self.place.district,
                "title": "Räume öffnen",
                "text": "Bitte die Räume am Wochenende öffnen.",
                "area": self.areas[0],
                "prepared_by": self.people["coordination"],
                "due_on": SOON,
            }
            | given
            | {"state": state}
            | values
        )
        AssignmentOffice.objects.create(district=self.place.district, assignment=row, office=self.jug, lead=True)
        AssignmentOffice.objects.create(district=self.place.district, assignment=row, office=self.lib)
        return row

    def resolution(self, **values: Any) -> Resolution:
        return Resolution.objects.create(
            **{
                "district": self.place.district,
                "kind": Resolution.Kind.BOARD,
                "title": "Beschluss über Räume",
                "body": "Bezirksamt",
                "decided_on": LONG_AGO,
            }
            | values
        )

    def member(self, role: str) -> Any:
        """Read once, before the district's role is taken, which may not read what a person belongs to."""
        if role not in self._members:
            self._members[role] = member_of(self.place, self.people[role])
        return self._members[role]

    def acting(self, role: str) -> Any:
        self.member(role)
        return acting(self.place, self.people[role])

    def as_(self, role: str) -> Any:
        """A browser of that role."""
        from tests.conftest import WallClient

        client = WallClient()
        client.force_login(self.people[role])
        return client


@pytest.fixture
def stage(cast: Any) -> Stage:
    return Stage(cast)


HOME = "/bezirk/mitte/auftraege/"
