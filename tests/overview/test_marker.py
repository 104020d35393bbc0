"""A word planted in every table of one district is found on no page and in no file of the Senate, unless released."""

import io
import zipfile

import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction

from districts.wall.grants import granted
from districts.wall.session import DatabaseRole, acting_as
from districts.wall.tenancy import TenantModel
from pruefsteine.models import Release
from pruefsteine.scales import ReleaseState
from sozialraum.models import FigureValue
from tests.access.matrix import body
from tests.overview.released import meaning, release, stone
from tests.pages import ROWS
from tests.personas import SENATE

pytestmark = pytest.mark.django_db

MARKER, RELEASED = "Merkwort-7f3a", "Freiwort-9c1e"
#: The directory of regions is everybody's to read; what a district says to the Mindestmaß it says to the Senate.
DIRECTORY = {"districts_region", "overview_sharedpractice", "overview_minimumanswer"}


def tables():
    """The tenant models whose rows hold what people of a district wrote, the makers' rows among them."""
    return [m for m in apps.get_models(include_auto_created=True) if issubclass(m, TenantModel)]


def free_text(model):
    """Fields that take any text: no choices, not generated, not a key."""
    for field in model._meta.local_concrete_fields:
        kind = isinstance(field, models.CharField | models.TextField | models.JSONField)
        if kind and not field.choices and not field.primary_key and not field.generated:
            yield field


def hidden_rows(model, district):
    """Keys of the rows of ``district`` that the Senate's role may not read."""
    rows = set(model.objects.filter(district=district).values_list("pk", flat=True))
    if "SELECT" not in (granted(model) or {}).get("senate", set()):
        return rows
    with transaction.atomic(), acting_as(DatabaseRole.SENATE):
        return rows - set(model.objects.filter(pk__in=rows).values_list("pk", flat=True))


def plant(model, district):
    """Writes the marker into every free text of a hidden row; returns in how many columns it went."""
    table, planted = model._meta.db_table, 0
    for pk in list(hidden_rows(model, district))[:1]:
        for field in free_text(model):
            is_json = isinstance(field, models.JSONField)
            value = (
                f'{{"text": "{MARKER}", "round": {{"name": "{MARKER}"}}}}' if is_json else MARKER[: field.max_length]
            )
            try:
                # A column that may not hold it (an address, a checked word) stays as it is.
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f'UPDATE "{table}" SET "{field.column}" = %s WHERE id = %s', [value, pk])
                    planted += cursor.rowcount
            except Error:
                continue
    return planted


def whole(response):
    """All words of an answer; a workbook is unpacked."""
    if response.headers["Content-Type"].startswith("application/vnd.openxml"):
        with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
            return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return body(response)


def seen_by_the_senate(cast):
    """(address, words) of every page and file the Senate may open, each page also as XLSX and CSV.

    What a district published for everybody is left out.
    """
    for listed in ROWS:
        if not listed.get & SENATE or "anonymous" in listed.get:
            continue
        address = listed.address(cast.world.mitte)
        for end in ("", "export=xlsx", "export=csv"):
            asked = address + ("&" if "?" in address else "?") + end if end else address
            for persona in ("senate", "editor"):
                if persona in listed.get:
                    response = cast.client(persona).get(asked)
                    if response.status_code == 200:
                        yield asked, whole(response)


def test_a_word_in_every_table_of_a_district_is_found_nowhere_unless_released(cast):
    mitte = cast.world.mitte.district
    for state in ReleaseState:
        if state != ReleaseState.RELEASED:
            texts = [stone(3, "partly", reasons=MARKER, meaning=meaning(MARKER))]
            release(mitte, *texts, name=f"{MARKER} {state}", state=state)
    # A value of a Kennzahl is a number, or a word in its place.
    FigureValue.objects.filter(district=mitte).update(number=None)
    unplanted = {m._meta.db_table for m in tables() if any(free_text(m)) and not plant(m, mitte)}
    assert unplanted <= DIRECTORY, f"tables without the word: {sorted(unplanted)}"
    release(mitte, stone(3, "begun", reasons=RELEASED), name="In Kraft", closed="2026-03-01")

    found = list(seen_by_the_senate(cast))
    assert {address for address, words in found if MARKER in words} == set()
    # The search finds what is there: the same word, once it is released.
    shows = {address for address, words in found if RELEASED in words}
    assert {
        "/berlin/pruefsteine/3/",
        "/berlin/pruefsteine/3/?export=xlsx",
        "/berlin/pruefsteine/3/?export=csv",
    } <= shows
    Release.objects.filter(state=ReleaseState.WITHDRAWN).update(state=ReleaseState.RELEASED, released_on="2027-01-01")
    assert any(MARKER in words for _, words in seen_by_the_senate(cast))
