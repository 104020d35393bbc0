"""Rows of the tables in ``overview``: what the Ressort of the world's Senate and the districts tell each other."""

import datetime

from django.utils import timezone

from overview.minimum_models import State, Word
from overview.models import (
    Framework,
    FrameworkNote,
    GoodPractice,
    MinimumAnswer,
    MinimumProposal,
    SharedPractice,
    SupportMessage,
    SupportRequest,
)
from tests.factories import Place
from tests.makers import makes, thing

DAY = datetime.date(2026, 3, 2)
SOON = datetime.date(2099, 3, 2)
DEPARTMENT = "Ressort Stadtentwicklung"
MAILBOX = "beispiel@amt.example"


def framework(number: int) -> Framework:
    """The same for all districts, in force."""
    found, _ = Framework.objects.get_or_create(
        title=f"Rahmen {number}",
        defaults={"department": DEPARTMENT, "text": "Das gilt für alle.", "codes": ["B3.7"], "valid_from": DAY,
                  "published_on": DAY},
    )  # fmt: skip
    return found


@makes(FrameworkNote)
def framework_note(place: Place, number: int) -> FrameworkNote:
    return FrameworkNote.objects.create(district=place.district, framework=framework(number), noted_on=DAY)


@makes(SupportRequest)
def support_request(place: Place, number: int) -> SupportRequest:
    return SupportRequest.objects.create(
        district=place.district,
        department=DEPARTMENT,
        title=f"Bitte {number} {place.district.name}",
        text=f"Wir brauchen Daten {place.district.name}",
        office=place.offices[0],
    )


@makes(SupportMessage)
def support_message(place: Place, number: int) -> SupportMessage:
    return SupportMessage.objects.create(
        district=place.district,
        request=thing(place, SupportRequest),
        text=f"Nachricht {number} {place.district.name}",
    )


@makes(GoodPractice)
def good_practice(place: Place, number: int) -> GoodPractice:
    return GoodPractice.objects.create(
        district=place.district,
        title=f"Beispiel {number} {place.district.name}",
        text=f"Wie es war {place.district.name}",
        codes=["B2.1"],
        mailbox=MAILBOX,
    )


@makes(SharedPractice)
def shared_practice(place: Place, number: int) -> SharedPractice:
    """Names no district: what is shown to all is no leak."""
    return SharedPractice.objects.create(
        district=place.district,
        title=f"Beispiel {number}",
        text="Wie es war",
        codes=["B2.1"],
        mailbox=MAILBOX,
        district_key=place.district.key,
        district_name=f"Bezirk {place.district.key}",
        released_on=DAY,
    )


def withdraw_proposals() -> None:
    """Nothing lies with the districts any more."""
    MinimumProposal.objects.filter(state=State.OPEN).update(state=State.WITHDRAWN, settled_at=timezone.now())


def proposal(number: int, *codes: str) -> MinimumProposal:
    """Lies with the districts, the same for all; what lay with them before is withdrawn, and a draft discarded."""
    reason, rows = f"Vorschlag {number}", MinimumProposal.objects
    found: MinimumProposal | None = rows.filter(reason=reason, state=State.OPEN).first()
    if found is None:
        withdraw_proposals()
        rows.filter(state=State.DRAFT).delete()
        found = rows.create(department=DEPARTMENT, codes=list(codes) or ["A2a", "B3.9"], reason=reason, answer_by=SOON)
        found.state, found.sent_on = State.OPEN, DAY - datetime.timedelta(days=14)
        found.save()
    return found


@makes(MinimumAnswer)
def minimum_answer(place: Place, number: int) -> MinimumAnswer:
    """Names no district in its proposal, which all read."""
    found: MinimumAnswer = MinimumAnswer.objects.create(
        district=place.district,
        proposal=proposal(number),
        word=Word.NOT_SO,
        text=f"Nicht so {place.district.name}",
        answered_on=DAY,
    )
    return found
