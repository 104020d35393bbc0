"""What districts and Senate tell each other: Rahmenvorgaben, Bitten um Unterstützung, gute Beispiele."""

from typing import Any

from checklist.models import Item
from overview.models import (
    Framework,
    FrameworkNote,
    GoodPractice,
    MinimumAnswer,
    MinimumProposal,
    SharedPractice,
    SupportMessage,
    SupportRequest,
    WordingDraft,
)
from tests.factories import Place
from tests.makers import thing
from tests.makers.overview import DAY, DEPARTMENT, SOON, framework, proposal
from tests.pages.checklist import READERS
from tests.pages.row import in_district, of, row
from tests.personas import COORDINATION, EDITOR, LEADERSHIP, LEADERSHIP_STAFF, OFFICES, SENATE

STEERS = COORDINATION | LEADERSHIP
#: The second head's office reads along nowhere.
SUPPORT = STEERS | LEADERSHIP_STAFF | OFFICES


def a_framework(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "pk": framework(7).pk}


def published(place: Place) -> dict[str, Any]:
    return {"pk": thing(place, FrameworkNote).framework_id}


def a_draft(place: Place) -> dict[str, Any]:
    found, _ = Framework.objects.get_or_create(
        title="Entwurf", department=DEPARTMENT, defaults={"text": "Noch nicht.", "valid_from": DAY}
    )
    return {"pk": found.pk}


def with_districts(place: Place) -> dict[str, Any]:
    return {"pk": proposal(0).pk}


def a_minimum_draft(place: Place) -> dict[str, Any]:
    words = {"department": DEPARTMENT, "codes": ["A2a"], "reason": "Noch nicht.", "answer_by": SOON}
    return {"pk": MinimumProposal.objects.get_or_create(state="draft", defaults=words)[0].pk}


def a_minimum(place: Place) -> dict[str, Any]:
    MinimumProposal.objects.filter(state="draft").delete()
    return {"department": DEPARTMENT, "codes": ["A2a", "B3.9"], "reason": "Weil.", "answer_by": "02.03.2099"}


def a_wording(code: str, **words: str) -> dict[str, Any]:
    """What the form of a new wording sends, read beside the present one."""
    item = Item.objects.get(code=code)
    found = {"title": item.title, "text": item.text, "hint": item.hint, "reason": "Damit es klarer ist."}
    return found | {"beside": item.version, "text": "Neu gefasst."} | words


def drafted(place: Place) -> dict[str, Any]:
    """A point with a draft, the same for all districts."""
    item = Item.objects.get(code="B3.5")
    values = {"beside": item.version, "title": item.title, "text": "Neu gefasst.", "hint": "", "reason": "Klarer."}
    WordingDraft.objects.get_or_create(item=item, defaults=values)
    return {"code": item.code}


def shown_to_all(place: Place) -> dict[str, Any]:
    """The same for every district: what is released opens everywhere, so no other district's is a secret."""
    thing(place, SharedPractice)
    return {"slug": place.district.slug, "pk": SharedPractice.objects.in_order()[0].pk}


def alone(model: Any) -> Any:
    return lambda place: {"pk": thing(place, model).pk}


def a_text(place: Place) -> dict[str, Any]:
    return {"department": DEPARTMENT, "title": "Neu", "text": "Das gilt.", "codes": "b3.3", "valid_from": "01.03.2026"}


def an_example(place: Place) -> dict[str, Any]:
    return {"title": "Neu", "text": "So war es.", "codes": "B2.1"}


NOTES, PRACTICES = (FrameworkNote,), (GoodPractice, SharedPractice)
TALK = (SupportRequest, SupportMessage)

ROWS = [
    row("frameworks", in_district, get=READERS, budget=4, grows=NOTES),
    row("framework", a_framework, get=READERS, post=STEERS, budget=4, posted=302),
    row("senate_frameworks", get=SENATE, budget=4, grows=NOTES),
    row("senate_framework", published, get=SENATE, post=EDITOR, budget=6, posted=302,
        data=lambda place: {"schritt": "ende", "ends_on": ""}),
    row("senate_framework_new", get=EDITOR, post=EDITOR, budget=3, posted=302, data=a_text),
    row("senate_framework_edit", a_draft, get=EDITOR, post=EDITOR, budget=3, posted=302, data=a_text),
    row("minimum", in_district, get=READERS, post=LEADERSHIP, budget=6, grows=(MinimumAnswer,), posted=302,
        data=lambda place: {"vorschlag": proposal(0).pk, "word": "agrees", "text": ""}),
    row("senate_minimum", with_districts, get=SENATE, post=EDITOR, budget=6, grows=(MinimumAnswer,), posted=302,
        data=lambda place: {"schritt": "zurueckziehen"}),
    row("senate_minimum_new", get=EDITOR, post=EDITOR, budget=3, posted=302, data=a_minimum),
    row("senate_minimum_edit", a_minimum_draft, get=EDITOR, post=EDITOR, budget=3, posted=302,
        data=lambda place: {"codes": ["A2a", "B3.9"], "reason": "Weil.", "answer_by": "02.03.2099"}),
    row("senate_wordings", get=EDITOR, budget=2),
    row("senate_wording", drafted, get=EDITOR, post=EDITOR, budget=4, posted=302,
        data=lambda place: {"schritt": "verwerfen"}),
    row("senate_wording_edit", drafted, get=EDITOR, post=EDITOR, budget=3, posted=302,
        data=lambda place: a_wording("B3.5")),
    row("support", in_district, get=SUPPORT, budget=3, grows=TALK),
    row("support_new", in_district, get=STEERS, post=STEERS, budget=5, posted=302,
        data=lambda place: {"department": DEPARTMENT, "title": "Daten", "text": "Bitte um Daten."}),
    row("support_one", of(SupportRequest), get=SUPPORT - {"second_head"}, post=STEERS, budget=4, grows=TALK,
        data=lambda place: {"text": "Noch eine Frage."}, posted=302),
    row("senate_support", get=SENATE, budget=3, grows=TALK),
    row("senate_support_one", alone(SupportRequest), get=SENATE, post=SENATE, budget=4, grows=TALK,
        data=lambda place: {"text": "Das geht."}, posted=302),
    row("practices", in_district, get=READERS, budget=5, grows=PRACTICES),
    row("practices", in_district, get=READERS, kind="file", query="export=csv", budget=3, grows=PRACTICES),
    row("practice", shown_to_all, get=READERS, budget=3, grows=PRACTICES),
    row("practice_new", in_district, get=COORDINATION, post=COORDINATION, budget=3, posted=302, data=an_example),
    row("practice_own", of(GoodPractice), get=STEERS, post=COORDINATION, budget=4, posted=302,
        data=lambda place: {"schritt": "vorlegen", "version": "1"}),
    row("practice_edit", of(GoodPractice), get=COORDINATION, post=COORDINATION, budget=3, posted=302, data=an_example),
    row("senate_practices", get=SENATE, budget=4, grows=PRACTICES),
    row("senate_practices", get=SENATE, kind="file", query="export=xlsx", budget=4, grows=PRACTICES),
    row("senate_practice", alone(SharedPractice), get=SENATE, budget=3),
]  # fmt: skip
