"""How many statements a page needs: never more than its row says, never more for more districts or more rows."""

from dataclasses import dataclass, field

import pytest
from django.test.utils import CaptureQueriesContext

from tests.budgets.counter import own_statements, statements_of
from tests.factories import make_place
from tests.makers import furnish, make, thing
from tests.pages import ROWS
from tests.pages.row import row
from tests.personas import ANYONE
from tests.worlds import build_cast

#: Nothing a person opens may need more, whatever its row says (issue 2: lists 6, details 8).
MOST = 8
#: Pages that ask every room: two statements a room at most, so they grow with the rooms and with nothing else.
GATHERING = {"my_tasks", "reminder_inbox", "calendar_feed", "region", "region_report", "answer_known"}
MOST_GATHERING = 14
#: Made of the lists of all rooms, one after the other.
OF_ALL_LISTS = {"standing_report"}
MOST_OF_ALL_LISTS = 17
READ = [r for r in ROWS if r.get and r.status == 200]


@dataclass
class Measured:
    """The statements of every page under one condition: row -> statements."""

    alone: dict[str, list[str]] = field(default_factory=dict)
    twelve: dict[str, list[str]] = field(default_factory=dict)
    ten: dict[str, list[str]] = field(default_factory=dict)
    hundred: dict[str, list[str]] = field(default_factory=dict)


def measure(cast):
    found = {}
    for listed in READ:
        status, statements = statements_of(cast, listed.visitor, listed.address(cast.world.mitte))
        found[str(listed)] = statements if status == listed.status else [f"answers {status}"]
    return found


def grow(cast, models, upto):
    """Brings Mitte to ``upto`` rows of each model more than the furnishing."""
    for model in models:
        for number in range(1, upto):
            if number not in cast.grown.setdefault(model, set()):
                make(cast.world.mitte, model, number)
                cast.grown[model].add(number)


def measured():
    """Everything measured once: one district, twelve; ten rows, a hundred."""
    result = Measured()
    cast = build_cast(alone=True)
    measure(cast)  # Warms the caches.
    result.alone = measure(cast)
    for number in range(2, 13):
        furnish(make_place(f"{number:02}", f"bezirk-{number}", f"Bezirk{number}"))
    result.twelve = measure(cast)
    models = list(dict.fromkeys(model for listed in READ for model in listed.grows))
    grow(cast, models, 10)
    result.ten = measure(cast)
    grow(cast, models, 100)
    result.hundred = measure(cast)
    return result


def told(statements):
    return "".join(f"\n  {number}. {sql[:300]}" for number, sql in enumerate(statements, start=1))


def over_budget(listed, result):
    """Complaints about one row."""
    name = str(listed)
    most = max((result.twelve[name], result.hundred[name]), key=len)
    if listed.budget is None:
        return [f"{name} has no budget; it needs {len(most)}"]
    found = []
    limit = MOST_GATHERING if listed.name in GATHERING else MOST_OF_ALL_LISTS if listed.name in OF_ALL_LISTS else MOST
    if listed.budget > limit:
        found.append(f"{name}: nothing may need more than {limit}")
    if len(most) > listed.budget:
        found.append(f"{name} needs {len(most)} instead of {listed.budget}:{told(most)}")
    if len(result.alone[name]) != len(result.twelve[name]):
        found.append(f"{name}: {len(result.alone[name])} with one district, {len(result.twelve[name])} with twelve")
    if len(result.ten[name]) != len(result.hundred[name]):
        more = sorted(set(result.hundred[name]) - set(result.ten[name]))
        found.append(f"{name}: {len(result.ten[name])} with ten rows, {len(result.hundred[name])} with a hundred:"
                     f"{told(more)}")  # fmt: skip
    return found


@pytest.mark.django_db
def test_pages_keep_to_their_budgets():
    """One test for all pages, so that the measuring is done once and not once per worker."""
    result = measured()
    found = [complaint for listed in READ for complaint in over_budget(listed, result)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("alone", "twelve", "ten", "hundred", "word"),
    [
        (1, 1, 1, 1, ""),
        (3, 3, 3, 3, "needs 3 instead of 2"),
        (1, 2, 2, 2, "1 with one district, 2 with twelve"),
        (1, 1, 1, 2, "1 with ten rows, 2 with a hundred"),
    ],
)
def test_a_planted_fault_is_seen(alone, twelve, ten, hundred, word):
    listed = row("home", get=ANYONE, budget=2)
    counts = {"alone": alone, "twelve": twelve, "ten": ten, "hundred": hundred}
    found = over_budget(listed, Measured(**{k: {"home": ["SELECT"] * count} for k, count in counts.items()}))
    assert (word in found[0]) if word else not found
    assert over_budget(row("home", get=ANYONE), Measured(*[{"home": []}] * 4))


def test_a_query_per_row_is_seen(cast):
    """The counter sees what a loop asks, and forgives each fixed read only once."""
    from django.db import connection

    from accounts.backends import Backend
    from districts.models import Office

    thing(cast.world.mitte, Office)
    with CaptureQueriesContext(connection) as captured:
        for office in Office.objects.all():
            str(office.area)
    assert len(own_statements([q["sql"] for q in captured])) == 1 + Office.objects.count()
    with CaptureQueriesContext(connection) as captured:
        for _ in range(3):
            Backend().get_user(cast.world.senate.pk)
    assert len(own_statements([q["sql"] for q in captured])) == 2
