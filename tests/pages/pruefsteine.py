"""Prüfsteine (``/bezirk/<slug>/pruefsteine/``). The round of the makers is open, and the first office is at work."""

from typing import Any

from pruefsteine.models import Indicator, Operationalisation, Rating, RatingEvidence, Round, SelfAssessment
from tests.factories import Place
from tests.pages.checklist import READERS
from tests.pages.row import in_district, of, row
from tests.personas import COORDINATION, NONE

#: Of the first office.
HEAD = frozenset(["office_head"])
OFFICE = HEAD | {"office_staff"}

a_round, answer, draft = of(Round), of(SelfAssessment), of(Operationalisation)
first = of(SelfAssessment, number=1)
GROWING = (Round, SelfAssessment, Rating, RatingEvidence)
MEANT = (Operationalisation, Indicator)


def stone(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "code": "B4.1"}


def stone_of_office(place: Place) -> dict[str, Any]:
    return stone(place) | {"office": place.offices[0].pk}


ROWS = [
    row("pruefsteine", in_district, get=READERS, budget=4, grows=GROWING),
    row("meanings", in_district, get=READERS, budget=6, grows=MEANT),
    row("meaning", stone, get=READERS, budget=8, grows=MEANT),
    row("meaning_start", stone, post=COORDINATION, posted=302),
    row("meaning_office", stone_of_office, get=HEAD, post=HEAD, budget=6, posted=302,
        data=lambda place: {"meaning": "Bei uns heißt das so."}),
    row("meaning_edit", draft, get=COORDINATION, post=COORDINATION, budget=4),
    row("meaning_indicator", draft, get=COORDINATION, post=COORDINATION, budget=4, posted=302,
        data=lambda place: {"name": "Zahl der Treffen", "direction": "up"}),
    row("meaning_agree", draft, get=COORDINATION, post=COORDINATION, budget=4, posted=302,
        data=lambda place: {"agreed_on": "2026-03-02", "body": "AG SRO", "offices": [str(place.offices[0].pk)]}),
    row("indicator_remove", of(Indicator), post=COORDINATION, posted=302),
    row("round_new", in_district, get=COORDINATION, post=COORDINATION, budget=6),
    row("round_page", a_round, get=READERS, budget=4, grows=GROWING),
    row("round_edit", a_round, get=COORDINATION, post=COORDINATION, budget=6),
    row("round_remove", a_round, get=COORDINATION, post=COORDINATION, status=409, posted=409),
    row("round_open", a_round, get=COORDINATION, post=COORDINATION, status=409, posted=409),
    row("round_join", a_round, get=COORDINATION, post=COORDINATION, budget=4),
    row("round_discuss", a_round, get=COORDINATION, post=COORDINATION, budget=4, posted=409),
    row("answer", answer, get=OFFICE, post=OFFICE, budget=8, posted=302, grows=GROWING,
        data=lambda place: {"p1-level": "begun", "initial-p1-level": "partly"}),
    row("answer_save", first, post=OFFICE, posted=302,
        data=lambda place: {"p1-level": "begun", "initial-p1-level": "partly"}),
    row("answer_known", of(SelfAssessment, number=6), get=OFFICE, budget=11),
    row("answer_evidence", first, get=OFFICE, post=OFFICE, budget=5, posted=302,
        data=lambda place: {"nachweis-title": "Beleg", "nachweis-url": "https://beleg.example/"}),
    row("remove_rating_evidence", of(RatingEvidence, value="evidence_id"), get=OFFICE, post=OFFICE, posted=302,
        budget=5),
    row("answer_submit", answer, get=HEAD, post=HEAD, budget=5, posted=409),
    # Nobody but the office sees what it has not submitted.
    row("answer_return", answer, get=NONE, post=NONE),
    row("answer_extend", answer, get=COORDINATION, post=COORDINATION, budget=4, posted=302,
        data=lambda place: {"extended_to": "2099-12-24", "extension_reason": "Umzug"}),
    row("answer_show", answer, post=HEAD, posted=409),
    row("answer_download", answer, get=OFFICE, kind="file", budget=8, grows=GROWING),
    row("answer_upload", answer, get=OFFICE, post=OFFICE, budget=4),
]  # fmt: skip
