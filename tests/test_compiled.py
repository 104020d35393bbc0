"""Compiled queries answer as the queryset they were built from, whoever asks, in every thread."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import CharField, UUIDField, Value

from checklist.models import Progress
from districts.models import Office
from districts.wall.session import DatabaseRole, acting_as
from lists.compiled import CompiledQuery, rows_together
from sozialraum.models import FigureValue
from tests.makers import thing


def names(query, *shape, **given):
    return [office.name for office in query.rows(*shape, **given)]


@pytest.fixture
def statements():
    """Every statement this thread sends while the test runs."""
    sent = []

    def note(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def test_the_same_rows_as_the_queryset_with_what_is_joined(world):
    query = CompiledQuery(
        lambda *, code: Progress.objects.select_related("item").filter(code=code).order_by("district_id"),
        code=CharField(),
    )
    for code in ("B3.1", "A2a", "B3.1"):
        plain = list(Progress.objects.filter(code=code).order_by("district_id"))
        compiled = query.rows(code=code)
        assert compiled == plain
        assert [row.item.title for row in compiled] == [row.item.title for row in plain]
    assert query.row(code="gibt es nicht") is None


def test_values_come_as_dictionaries_and_pairs(world):
    office = world.mitte.offices[0]
    lines = CompiledQuery(lambda *, pk: Office.objects.filter(pk=pk).values("pk", "name"), pk=UUIDField())
    assert lines.rows(pk=office.pk) == [{"pk": office.pk, "name": office.name}]
    pairs = CompiledQuery(lambda *, pk: Office.objects.filter(pk=pk).values_list("pk", "name"), pk=UUIDField())
    assert pairs.rows(pk=office.pk) == [(office.pk, office.name)]


def test_several_values_at_once(world):
    query = CompiledQuery(lambda *, keys: Office.objects.filter(pk__in=keys).order_by("pk"), keys=[UUIDField()])
    keys = sorted(office.pk for office in world.mitte.offices)
    assert [office.pk for office in query.rows(keys=keys)] == keys
    assert [office.pk for office in query.rows(keys=keys[:1])] == keys[:1]
    assert query.rows(keys=[]) == []


def test_one_statement_for_each_shape(world, statements):
    def offices(backwards):
        return Office.objects.order_by("-sort_key" if backwards else "sort_key")

    built = []
    query = CompiledQuery(lambda backwards: built.append(backwards) or offices(backwards))
    assert names(query, False) == names(query, True)[::-1] == [office.name for office in offices(False)]
    assert names(query, False) == names(query, True)[::-1]
    assert built == [False, True], "built once each"
    assert len({sql for sql, _ in statements}) == 2


def test_each_district_gets_its_own_rows(world):
    query = CompiledQuery(lambda: Office.objects.values_list("pk", flat=True))
    for place in (world.mitte, world.pankow, world.mitte):
        with transaction.atomic(), acting_as(DatabaseRole.DISTRICT, district_id=place.district.pk):
            found = set(query.rows())
        assert found == {office.pk for office in place.offices}


def test_every_thread_sends_over_its_own_connection(db, statements):
    query = CompiledQuery(lambda *, name: Office.objects.filter(name=name), name=CharField())
    query.rows(name="Amt")
    here = len(statements)

    def elsewhere():
        seen = []
        try:
            with connection.execute_wrapper(lambda execute, *what: seen.append(what[0]) or execute(*what)):
                query.rows(name="Amt")
        finally:
            connection.close()
        return seen

    with ThreadPoolExecutor(1) as pool:
        assert len(pool.submit(elsewhere).result()) == 1
    assert len(statements) == here, "nothing of it went over this thread's connection"


def test_what_can_never_be_found_asks_nothing(db, statements):
    query = CompiledQuery(lambda: Office.objects.filter(pk__in=[]))
    assert query.rows() == []
    assert statements == []


def test_a_mistake_in_the_program_is_loud(db):
    query = CompiledQuery(lambda *, name: Office.objects.filter(name=name), name=CharField())
    with pytest.raises(TypeError, match="is given"):
        query.rows()
    with pytest.raises(TypeError, match="is given"):
        query.rows(name="Amt", district=1)
    with pytest.raises(TypeError, match="prefetching"):
        CompiledQuery(lambda: Office.objects.prefetch_related("area")).rows()


def test_several_questions_travel_as_one_statement(world, statements):
    value, code = thing(world.mitte, FigureValue), thing(world.mitte, Progress).code
    points = CompiledQuery(
        lambda *, code: Progress.objects.filter(code=code).order_by("district_id").values(
            "code", "target_date", "changed_at", "position", "responsible__name"
        ),
        code=CharField(),
    )  # fmt: skip
    numbers = CompiledQuery(
        lambda *, pk: FigureValue.objects.filter(pk=pk).values("pk", "number", "figure__released_on"), pk=UUIDField()
    )
    nothing = CompiledQuery(lambda: Office.objects.filter(pk__in=[]).values("pk"))
    Progress.objects.filter(code=code).update(target_date="2027-02-03", changed_at="2026-01-02T03:04:05.678901+01:00")
    del statements[:]
    asked = [points.asked(code=code), nothing.asked(), numbers.asked(pk=value.pk), points.asked(code="-")]
    found = rows_together(asked)
    assert len(statements) == 1
    assert found[0] == points.rows(code=code) != []
    assert found[2] == [row | {"pk": str(row["pk"])} for row in numbers.rows(pk=value.pk)] != []
    assert found[1] == found[3] == rows_together([nothing.asked()])[0] == []


def test_what_never_differs_is_written_into_the_statement_as_it_is(world, statements):
    code = thing(world.mitte, Progress).code
    odd = "50 % 'so' \\ \"%s\" {} Ä"
    query = CompiledQuery(
        lambda *, code: Progress.objects.filter(code=code)[:1].values("code", said=Value(odd)), code=CharField()
    )
    del statements[:]
    assert query.rows(code=code) == rows_together([query.asked(code=code)])[0] == [{"code": code, "said": odd}]
    assert all(list(params) == [code] for _, params in statements)
