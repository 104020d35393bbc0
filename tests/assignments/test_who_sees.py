"""The row «Auftrag» of DESIGN § 6, walked over page, list, search, export, tasks, history and evidence."""

import io

import openpyxl
import pytest

from assignments.models import Assignment, AssignmentEvidence, Entry
from assignments.states import State
from evidence.models import Evidence
from sozialraum.profiles.parts import parts_at
from tests.assignments.conftest import HOME, LONG_AGO

pytestmark = pytest.mark.django_db

FULL, TITLE, NOTHING = "full", "title", "nothing"
#: Persona -> what it sees of an Auftrag of the first area with the Jugendamt in the lead and the Bibliothek taking
#: part: as a draft, given, closed; then given and across.
DESIGN = {
    "coordination": (FULL, FULL, FULL, FULL),
    "leadership": (FULL, FULL, FULL, FULL),
    "leadership_staff": (FULL, FULL, FULL, FULL),
    "office_head": (NOTHING, FULL, FULL, FULL),
    "office_staff": (NOTHING, FULL, FULL, FULL),
    "contributor": (NOTHING, FULL, FULL, FULL),
    "second_head": (NOTHING, NOTHING, TITLE, NOTHING),
    "second_leadership": (NOTHING, NOTHING, TITLE, FULL),
    "data": (NOTHING, NOTHING, TITLE, NOTHING),
    "reader": (NOTHING, NOTHING, TITLE, NOTHING),
    "neighbourhood": (NOTHING, NOTHING, NOTHING, NOTHING),
}
CASES = {"draft": 0, "given": 1, "closed": 2, "across": 3, "withdrawn draft": 0}


def case(stage, name):
    extra = {}
    if name == "across":
        extra = {"across": True, "resolution": stage.resolution()}
    if name == "withdrawn draft":
        extra = {"given_on": None, "given_by": None, "due_on": None}
    state = {"draft": State.DRAFT, "closed": State.CLOSED, "withdrawn draft": State.WITHDRAWN}.get(name, State.GIVEN)
    return stage.row(title="KENNWORT im Titel", text="GEHEIMER Inhalt", file_number="GZ-4711", state=state, **extra)


def texts(stage, role, row):
    """Everything this person can fetch about the Auftrag, by where."""
    client = stage.as_(role)
    found = {}
    for path in ("", "?q=kennwort", "?q=GEHEIMER", "?stand=closed", "?sort=-frist", "?export=csv",
                 f"?amt={stage.jug.pk}", "?termin=ueberfaellig"):  # fmt: skip
        answer = client.get(HOME + path)
        found[path or "list"] = answer.content.decode("utf-8-sig").replace(f'value="{path[3:]}"', "")
    book = client.get(HOME + "?export=xlsx")
    if book.status_code == 200:
        found["xlsx"] = str(list(openpyxl.load_workbook(io.BytesIO(book.content)).active.values))
    found["tasks"] = client.get("/bezirk/mitte/aufgaben/").content.decode()
    answer = client.get(f"{HOME}{row.pk}/")
    found["page"] = answer.content.decode() if answer.status_code == 200 else ""
    return found


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("role", DESIGN)
def test_the_row_of_the_design(stage, role, name):
    row = case(stage, name)
    expected = DESIGN[role][CASES[name]]
    found = texts(stage, role, row)
    everything = " ".join(found.values())
    if expected == FULL:
        assert "KENNWORT" in found["list"]
        assert "GEHEIMER Inhalt" in found["page"]
        assert "GEHEIMER Inhalt" in found["?export=csv"]
        assert "GZ-4711" in found["xlsx"]
        return
    assert "GEHEIMER Inhalt" not in everything
    assert "GZ-4711" not in everything
    assert found["page"] == ""
    assert f"/auftraege/{row.pk}/" not in everything
    if expected == NOTHING:
        assert "KENNWORT" not in everything
        return
    assert "abgeschlossen" in found["list"]
    assert all("KENNWORT" in found[path] for path in ("list", "?q=kennwort", "?stand=closed", "?export=csv", "xlsx"))
    # Neither the text nor office or due date can be guessed by asking.
    for path in ("?q=GEHEIMER", f"?amt={stage.jug.pk}", "?termin=ueberfaellig", "tasks"):
        assert "KENNWORT" not in found[path], path


def test_the_one_method_agrees_with_the_pages(stage):
    rows = {name: case(stage, name) for name in CASES}
    for role, sees in DESIGN.items():
        with stage.acting(role):
            full = set(Assignment.objects.visible_to(stage.member(role)).values_list("pk", flat=True))
            titles = set(Assignment.objects.known_to(stage.member(role)).values_list("pk", flat=True))
            at_office = " ".join(part.html for part in parts_at(stage.jug, stage.member(role)))
        for name, column in CASES.items():
            assert (rows[name].pk in full) is (sees[column] == FULL), (role, name)
            assert (rows[name].pk in titles) is (sees[column] == TITLE), (role, name)
            # What is not given is not the office's yet: its page does not tell of it.
            given = sees[column] == FULL and bool(rows[name].given_on)
            assert (f"{HOME}{rows[name].pk}/" in at_office) is given, (role, name)


@pytest.mark.parametrize("role", DESIGN)
def test_evidence_goes_with_the_order(stage, role):
    row = case(stage, "closed")
    evidence = Evidence.objects.create(
        district=stage.place.district,
        title="Beleg",
        url="https://beleg.example/",
        added_by=stage.people["coordination"],
    )
    AssignmentEvidence.objects.create(district=stage.place.district, assignment=row, evidence=evidence)
    with stage.acting(role):
        sees = Evidence.objects.visible_to(stage.member(role)).filter(pk=evidence.pk).exists()
    assert sees is (DESIGN[role][2] == FULL)


def test_the_draft_stays_in_the_history_of_those_who_wrote_it(stage):
    with stage.acting("coordination"):
        row = stage.row(state=State.DRAFT, text="ENTWURFSFASSUNG")
    with stage.acting("leadership"):
        Assignment.objects.filter(pk=row.pk).update(text="Endfassung")
        Assignment.objects.filter(pk=row.pk).update(state=State.GIVEN, given_on=LONG_AGO)
    assert "ENTWURFSFASSUNG" in stage.as_("coordination").get(f"{HOME}{row.pk}/?verlauf=ja").content.decode()
    page = stage.as_("office_head").get(f"{HOME}{row.pk}/?verlauf=ja").content.decode()
    assert "Endfassung" in page
    assert "ENTWURFSFASSUNG" not in page


def test_outside_the_own_office_there_is_no_name(stage):
    row = stage.row(state=State.WORKING)
    row.offices.filter(lead=True).update(agent_name="Kim Fantasie")
    head = stage.people["office_head"]
    Entry.objects.create(district=stage.place.district, assignment=row, kind="progress", text="Läuft", author=head,
                         office=stage.jug, spoke_as="Amtsleitung")  # fmt: skip
    own = stage.as_("office_staff").get(f"{HOME}{row.pk}/").content.decode()
    assert head.name in own
    assert "Kim Fantasie" in own
    for role in ("coordination", "leadership", "contributor"):
        page = stage.as_(role).get(f"{HOME}{row.pk}/").content.decode()
        assert "Läuft" in page
        assert head.name not in page
        assert "Kim Fantasie" not in page


def test_no_list_counts_persons(stage):
    stage.row(state=State.WORKING)
    stage.place.offices[0].memberships.all()
    text = stage.as_("coordination").get(HOME + "?export=csv").content.decode()
    assert "Bearbeiter" not in text
