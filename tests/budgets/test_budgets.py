"""How many statements a page needs: never more than its row says, never more for more districts or more rows."""

from dataclasses import dataclass, field

import pytest
from django.test.utils import CaptureQueriesContext

from tests.budgets.counter import own_statements, statements_of
from tests.factories import make_place
from tests.makers import furnish, make, thing
from tests.pages import ROWS
from tests.worlds import build_cast, thrown_away

#: Nothing a person opens may need more, whatever its row says (issue 2: lists 6, details 8).
MOST = 8
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


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker):
    """Everything measured once: one district, twelve; ten rows, a hundred."""
    result = Measured()
    with django_db_blocker.unblock(), thrown_away():
        cast = build_cast(alone=True)
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


@pytest.mark.parametrize("listed", READ, ids=str)
def test_a_page_keeps_to_its_budget(measured, db, listed):
    most = max((measured.twelve[str(listed)], measured.hundred[str(listed)]), key=len)
    told = "\n".join(f"{number}. {sql[:300]}" for number, sql in enumerate(most, start=1))
    assert listed.budget is not None, f"{listed} has no budget; it needs {len(most)}"
    assert listed.budget <= MOST
    assert len(most) <= listed.budget, told


@pytest.mark.parametrize("listed", READ, ids=str)
def test_neither_districts_nor_rows_cost_statements(measured, db, listed):
    name = str(listed)
    assert len(measured.alone[name]) == len(measured.twelve[name]), "1 and 12 districts"
    told = "\n".join(sorted(set(measured.hundred[name]) - set(measured.ten[name])))
    assert len(measured.ten[name]) == len(measured.hundred[name]), f"10 and 100 rows:\n{told}"


def test_a_query_per_row_is_seen(cast):
    """The counter sees what a loop asks, and forgives each fixed read only once."""
    from django.db import connection

    from accounts.models import User
    from districts.models import Office

    thing(cast.world.mitte, Office)
    with CaptureQueriesContext(connection) as captured:
        for office in Office.objects.all():
            str(office.area)
    assert len(own_statements([q["sql"] for q in captured])) == 1 + Office.objects.count()
    with CaptureQueriesContext(connection) as captured:
        for _ in range(3):
            User.objects.get(pk=cast.world.senate.pk)
    assert len(own_statements([q["sql"] for q in captured])) == 2
