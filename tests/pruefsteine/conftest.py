"""Mitte with rounds in every state: the Jugendamt and the Amt für Soziales take part, the Bibliothek does not."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from districts.models import Office
from districts.rights import grant_rights
from districts.roles import Role
from pruefsteine.models import Rating, Round, SelfAssessment
from pruefsteine.scales import AnswerState, Level, RoundState
from tests.acting import acting, member_of
from tests.factories import add_member
from tests.makers.pruefsteine import stone

TODAY = timezone.localdate()
SOON = TODAY + datetime.timedelta(days=30)
LONG_AGO = TODAY - datetime.timedelta(days=200)

HOME = "/bezirk/mitte/pruefsteine/"


class Stage:
    """Where the tests of the Prüfsteine play: ``stage.answers(state="submitted")``, ``stage.as_("office_head")``."""

    def __init__(self, cast: Any) -> None:
        self._members: dict[str, Any] = {}
        self.cast, self.place = cast, cast.world.mitte
        self.district = self.place.district
        self.areas, (self.jug, self.soz) = self.place.areas, self.place.offices
        self.lib = Office.objects.create(
            district=self.district, name="Bibliothek", short_name="BIB", area=self.areas[0]
        )
        grant_rights(self.district, offices=[self.lib])
        self.people = dict(self.place.people)
        self.people["uninvolved"] = add_member(self.place, Role.OFFICE_HEAD, label="uninvolved", office=self.lib)

    def round(self, **values: Any) -> Round:
        state = values.get("state", RoundState.OPEN)
        closed = {"closed_on": TODAY} if state == RoundState.CLOSED else {}
        return Round.objects.create(
            **{
                "district": self.district,
                "name": f"Herbstrunde {Round.objects.count()}",
                "state": state,
                "opens_on": LONG_AGO,
                "closes_on": SOON,
                "responsible": self.people["coordination"],
            }
            | closed
            | values
        )

    def taking_part(self, round_: Round, office: Office, **values: Any) -> SelfAssessment:
        state = values.get("state", AnswerState.IN_PROGRESS)
        submitted = {"submitted_on": TODAY} if state == AnswerState.SUBMITTED else {}
        return SelfAssessment.objects.create(
            **{"district": self.district, "round": round_, "office": office, "state": state} | submitted | values
        )

    def answers(self, round_: Round, office: Office | None = None, **values: Any) -> SelfAssessment:
        """The Bogen of ``office`` (the Jugendamt) with ten ratings, all answered."""
        found = self.taking_part(round_, office or self.jug, **values)
        Rating.objects.bulk_create(
            Rating(
                district=self.district,
                assessment=found,
                item=stone(number),
                level=Level.PARTLY,
                words=f"KENNWORT {number}",
            )
            for number in range(10)
        )
        return found

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
