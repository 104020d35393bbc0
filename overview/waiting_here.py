"""What waits in the subjects of this room: Bitten, Rahmenvorgaben, Mindestmaß, wordings, Freigaben, good examples."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat

from districts.dates import Row
from districts.navigation import address, thing_address
from districts.outlook import Line
from overview.minimum_models import State as ProposalState
from overview.models import Framework, MinimumProposal, SharedPractice, SupportRequest, WordingDraft
from overview.support_models import State
from overview.waiting import Asking, Group, Waiting, waits
from pruefsteine.models import Release

_NOTHING, _SPACE, _PROPOSAL = Value(""), Value(" "), Value("Vorschlag zum Mindestmaß")
#: "08 Neukölln": with the key, so that districts stand in their fixed order on the same day.
_DISTRICT = Concat("district__key", _SPACE, "district__name")


def waiting_in_overview(asking: Asking) -> Iterable[Waiting]:
    """Of the own Ressort what is to be answered and finished; of all districts and Ressorts what is new."""
    asked: Any = SupportRequest.objects.filter(department__in=asking.own)
    yield waits("support", Group.ANSWER, asked.with_state().filter(stands=State.OPEN), _support, day="asked_on",
                then="district__key", state=_DISTRICT)  # fmt: skip
    frameworks: Any = Framework.objects
    drafts = frameworks.filter(published_on__isnull=True, department__in=asking.edits)
    yield waits("framework_draft", Group.WORK, drafts, _draft, day="valid_from")
    # The policy of the table shows them to editors alone.
    yield waits("wording_draft", Group.WORK, WordingDraft.objects.all(), _wording, day=asking.today,
                then="item__position", key="item__code")  # fmt: skip
    proposals = MinimumProposal.objects.filter(department__in=asking.edits)
    drafted = proposals.filter(state=ProposalState.DRAFT)
    yield waits("minimum_draft", Group.WORK, drafted, _minimum_draft, day="answer_by", title=_PROPOSAL)
    asked = proposals.filter(state=ProposalState.OPEN)
    yield waits("minimum_open", Group.WORK, asked, _minimum_open, day="answer_by", title=_PROPOSAL)
    coming = frameworks.published().filter(valid_from__gt=asking.today)
    yield waits("framework_coming", Group.COMING, coming, _coming, day="valid_from", state="department")
    ending = frameworks.holding(asking.today).filter(ends_on__gte=asking.today, ends_on__lte=asking.soon)
    yield waits("framework_ending", Group.COMING, ending, _ending, day="ends_on", state="department")
    released = Release.objects.in_force().filter(released_on__gte=asking.since)
    title = Coalesce(KT("picture__round__name"), _NOTHING)
    yield waits("release", Group.NEW, released, _release, day="released_on", latest=True, then="district__key",
                key="district__slug", title=title, state=_DISTRICT)  # fmt: skip
    examples = SharedPractice.objects.filter(released_on__gte=asking.since)
    yield waits("practice", Group.NEW, examples, _practice, day="released_on", latest=True,
                then="district_key", state=Concat("district_key", _SPACE, "district_name"))  # fmt: skip


def _support(row: Row) -> Line:
    return Line(row.title, thing_address("senate_support_one", pk=row.key), f"{row.state}, {row.day:%d.%m.%Y}")


def _draft(row: Row) -> Line:
    words = f"Entwurf einer Rahmenvorgabe, gültig ab {row.day:%d.%m.%Y}"
    return Line(row.title, thing_address("senate_framework", pk=row.key), words)


def _wording(row: Row) -> Line:
    words = "Entwurf einer neuen Fassung der Arbeitshilfe"
    return Line(f"{row.key} {row.title}", address("senate_wording", args=(row.key,)), words)


def _minimum_draft(row: Row) -> Line:
    return Line(row.title, thing_address("senate_minimum", pk=row.key), "Entwurf")


def _minimum_open(row: Row) -> Line:
    words = f"liegt bei den Bezirken, Antwort bis {row.day:%d.%m.%Y}"
    return Line(row.title, thing_address("senate_minimum", pk=row.key), words)


def _coming(row: Row) -> Line:
    words = f"Rahmenvorgabe ({row.state}), gültig ab {row.day:%d.%m.%Y}"
    return Line(row.title, thing_address("senate_framework", pk=row.key), words)


def _ending(row: Row) -> Line:
    words = f"Rahmenvorgabe ({row.state}), gilt bis {row.day:%d.%m.%Y}"
    return Line(row.title, thing_address("senate_framework", pk=row.key), words)


def _release(row: Row) -> Line:
    words = ", ".join(filter(None, ["Runde freigegeben", row.title, f"{row.day:%d.%m.%Y}"]))
    return Line(row.state, address("berlin_district", args=(row.key,)), words)


def _practice(row: Row) -> Line:
    words = f"gutes Beispiel, {row.state}, {row.day:%d.%m.%Y}"
    return Line(row.title, thing_address("senate_practice", pk=row.key), words)
