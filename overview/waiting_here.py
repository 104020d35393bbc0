"""What waits in the subjects of this room: Bitten, Rahmenvorgaben, Freigaben, good examples."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse

from districts.dates import Row
from districts.member import Belongings
from districts.outlook import BACK, Line
from districts.roles import StatewideRole
from overview.models import Framework, SharedPractice, SupportRequest
from overview.offered import SENATE
from overview.support_models import State
from overview.waiting import Group, Waiting, waits
from pruefsteine.models import Release

_NOTHING, _SPACE = Value(""), Value(" ")
#: "08 Neukölln": with the key, so that districts stand in their fixed order on the same day.
_DISTRICT = Concat("district__key", _SPACE, "district__name")


def waiting_in_overview(belongings: Belongings, today: datetime.date) -> Iterable[Waiting]:
    """Of the own Ressort what is to be answered and finished; of all districts and Ressorts what is new."""
    since = today - BACK
    own, edits = belongings.departments(*SENATE), belongings.departments(StatewideRole.SENATE_EDITOR)
    asked: Any = SupportRequest.objects.filter(department__in=own)
    yield waits("support", Group.ANSWER, asked.with_state().filter(stands=State.OPEN), _support, day="asked_on",
                then="district__key", state=_DISTRICT)  # fmt: skip
    frameworks: Any = Framework.objects
    drafts = frameworks.filter(published_on__isnull=True, department__in=edits)
    yield waits("framework_draft", Group.WORK, drafts, _draft, day="valid_from")
    published = frameworks.published()
    yield waits("framework_coming", Group.COMING, published.filter(valid_from__gt=today), _coming, day="valid_from",
                state="department")  # fmt: skip
    ending = frameworks.holding(today).filter(ends_on__gte=today, ends_on__lte=today + 2 * BACK)
    yield waits("framework_ending", Group.COMING, ending, _ending, day="ends_on", state="department")
    released = Release.objects.in_force().filter(released_on__gte=since)
    title = Coalesce(KT("picture__round__name"), _NOTHING)
    yield waits("release", Group.NEW, released, _release, day="released_on", latest=True, then="district__key",
                key="district__slug", title=title, state=_DISTRICT)  # fmt: skip
    examples = SharedPractice.objects.filter(released_on__gte=since)
    yield waits("practice", Group.NEW, examples, _practice, day="released_on", latest=True,
                then="district_key", state=Concat("district_key", _SPACE, "district_name"))  # fmt: skip


def _support(row: Row) -> Line:
    return Line(row.title, reverse("senate_support_one", args=[row.key]), f"{row.state}, {row.day:%d.%m.%Y}")


def _draft(row: Row) -> Line:
    words = f"Entwurf einer Rahmenvorgabe, gültig ab {row.day:%d.%m.%Y}"
    return Line(row.title, reverse("senate_framework", args=[row.key]), words)


def _coming(row: Row) -> Line:
    words = f"Rahmenvorgabe ({row.state}), gültig ab {row.day:%d.%m.%Y}"
    return Line(row.title, reverse("senate_framework", args=[row.key]), words)


def _ending(row: Row) -> Line:
    words = f"Rahmenvorgabe ({row.state}), gilt bis {row.day:%d.%m.%Y}"
    return Line(row.title, reverse("senate_framework", args=[row.key]), words)


def _release(row: Row) -> Line:
    words = ", ".join(filter(None, ["Runde freigegeben", row.title, f"{row.day:%d.%m.%Y}"]))
    return Line(row.state, reverse("berlin_district", args=[row.key]), words)


def _practice(row: Row) -> Line:
    words = f"gutes Beispiel, {row.state}, {row.day:%d.%m.%Y}"
    return Line(row.title, reverse("senate_practice", args=[row.key]), words)
