"""An Auftrag through the front door: its life, two people at once, forms sent twice, bad input."""

import datetime

import pytest

from assignments.models import Assignment, AssignmentOffice, Entry, Milestone, OnBehalf
from assignments.states import State
from tests.assignments.conftest import HOME, LATER, LONG_AGO, SOON, TODAY
from tests.filling import shown

pytestmark = pytest.mark.django_db


def go(client, row, key, **changed):
    """Opens a step as a browser does and sends it."""
    url = f"{HOME}{row.pk}/{key}/"
    page = client.get(url)
    assert page.status_code == 200, key
    return client.post(url, shown(page) | changed)


def test_the_life_of_an_order(stage):
    planning, head, top = stage.as_("coordination"), stage.as_("office_head"), stage.as_("leadership")
    assert "Auftrag vorbereiten" in planning.get("/bezirk/mitte/checkliste/punkt/B3.5/").content.decode()
    page = planning.get(HOME + "neu/?punkt=B3.5")
    data = shown(page) | {
        "title": "Räume abends öffnen", "text": "Bitte klären.", "area": str(stage.areas[0].pk),
        "leads": [str(stage.jug.pk)], "contributing": [str(stage.lib.pk)], "due_on": SOON.isoformat(),
    }  # fmt: skip
    assert planning.post(HOME + "neu/", data).status_code == 302
    row = Assignment.objects.get(title="Räume abends öffnen")
    assert row.progress.code == "B3.5"
    assert "Räume abends öffnen" in top.get("/bezirk/mitte/aufgaben/").content.decode()
    assert "Räume abends öffnen" not in head.get("/bezirk/mitte/aufgaben/").content.decode()
    steps = [
        (top, "erteilen", {}, "given"), (head, "rueckfrage", {"text": "Auch sonntags?"}, "given"),
        (top, "antworten", {"text": "Nein."}, "given"), (head, "uebernehmen", {}, "working"),
        (head, "sachstand", {"text": "Drei Räume sind offen."}, "working"),
        (head, "fristverlaengerung", {"text": "Der Brandschutz.", "due_on": LATER.isoformat()}, "working"),
        (top, "fristentscheidung", {"granted": "ja"}, "working"),
        (stage.as_("contributor"), "beitrag", {}, "working"),
        (head, "bearbeitung", {"agent_name": "Kim Muster"}, "working"),
        (head, "erledigt", {"text": "Alle offen."}, "reported"),
        (top, "nachbessern", {"text": "Zwei fehlen."}, "working"),
        (head, "erledigt", {"text": "Nun alle."}, "reported"), (top, "abschliessen", {}, "closed"),
    ]  # fmt: skip
    for client, key, changed, state in steps:
        assert go(client, row, key, **changed).status_code == 302, key
        row.refresh_from_db()
        assert row.state == state, key
    text = head.get(f"{HOME}{row.pk}/").content.decode()
    for word in ("Auch sonntags?", "Drei Räume sind offen.", f"{LATER:%d.%m.%Y} statt {SOON:%d.%m.%Y}", "Zwei fehlen."):
        assert word in text
    assert Entry.objects.filter(assignment=row).count() == len(steps) - 1


def test_sent_twice_counts_once(stage):
    row = stage.row(state=State.WORKING)
    head = stage.as_("office_head")
    url = f"{HOME}{row.pk}/sachstand/"
    data = shown(head.get(url)) | {"text": "Läuft."}
    assert head.post(url, data).status_code == 302
    again = head.post(url, data)
    assert again.status_code == 409
    assert "inzwischen geändert" in again.content.decode()
    assert "Läuft." in again.content.decode()
    assert Entry.objects.filter(assignment=row).count() == 1


def test_two_people_at_once(stage):
    row = stage.row(state=State.REPORTED)
    one, two = stage.as_("leadership"), stage.as_("leadership_staff")
    close, rework = f"{HOME}{row.pk}/abschliessen/", f"{HOME}{row.pk}/nachbessern/"
    first, second = shown(one.get(close)), shown(two.get(rework)) | {"text": "Es fehlt etwas."}
    assert one.post(close, first).status_code == 302
    answer = two.post(rework, second)
    assert answer.status_code == 409
    assert "Es fehlt etwas." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == State.CLOSED


@pytest.mark.parametrize("version", ["", "0", "99", "-1", "x", "1e3", "²", "9" * 300])
def test_a_forged_version_changes_nothing(stage, version):
    row = stage.row()
    answer = stage.as_("office_head").post(f"{HOME}{row.pk}/uebernehmen/", {"version": version})
    assert answer.status_code in (409, 422)
    row.refresh_from_db()
    assert row.state == State.GIVEN


def test_drafts_merge_field_by_field(stage):
    row = stage.row(state=State.DRAFT)
    url = f"{HOME}{row.pk}/bearbeiten/"
    one, two = stage.as_("leadership"), stage.as_("coordination")
    first, second, third = (shown(client.get(url)) for client in (one, two, two))
    assert one.post(url, first | {"title": "Neuer Titel", "contributing": []}).status_code == 302
    assert two.post(url, second | {"file_number": "GZ 7"}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.file_number) == ("Neuer Titel", "GZ 7")
    assert not row.offices.filter(lead=False).exists()
    answer = two.post(url, third | {"title": "Anderer Titel"})
    assert answer.status_code == 409
    assert "Neuer Titel" in answer.content.decode()
    assert "Anderer Titel" in answer.content.decode()


def test_the_lead_of_a_draft_changes(stage):
    row = stage.row(state=State.DRAFT)
    url = f"{HOME}{row.pk}/bearbeiten/"
    client = stage.as_("leadership")
    data = shown(client.get(url)) | {"lead": str(stage.lib.pk), "contributing": [str(stage.jug.pk)]}
    assert client.post(url, data).status_code == 302
    assert list(row.offices.order_by("-lead").values_list("office", "lead")) == [
        (stage.lib.pk, True), (stage.jug.pk, False),
    ]  # fmt: skip


GOOD = {"title": "Titel", "text": "Tun", "due_on": SOON.isoformat(), "decision_date": ""}


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"title": "a\x00b"},
        {"text": ""},
        {"due_on": "gestern"},
        {"due_on": "0000-01-01"},
        {"due_on": "9999-12-31"},
        {"due_on": (TODAY - datetime.timedelta(days=1)).isoformat()},
        {"decision_date": (SOON + datetime.timedelta(days=1)).isoformat()},
        {"leads": []},
        {"leads": ["kein-amt"]},
        {"area": "x"},
        {"contributing": "self"},
        {"progress": "x"},
        {"resolution": "x"},
        {"file_number": "x" * 81},
    ],
    ids=str,
)
def test_bad_input_comes_back_with_sentences(stage, wrong):
    data = GOOD | {"leads": [str(stage.jug.pk)], "area": str(stage.areas[0].pk)} | wrong
    if wrong.get("contributing"):
        data["contributing"] = [str(stage.jug.pk)]
    before = Assignment.objects.count()
    answer = stage.as_("leadership").post(HOME + "neu/", data)
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Eingaben" in answer.content.decode()
    assert Assignment.objects.count() == before


def test_leadership_prepares_only_for_the_own_area(stage):
    data = GOOD | {"leads": [str(stage.soz.pk)], "area": str(stage.areas[1].pk)}
    assert stage.as_("leadership").post(HOME + "neu/", data).status_code == 422
    assert stage.as_("coordination").post(HOME + "neu/", data).status_code == 302


def test_recorded_from_paper(stage):
    planning = stage.as_("coordination")
    data = GOOD | {"leads": [str(stage.jug.pk)], "area": str(stage.areas[0].pk)}
    assert planning.post(HOME + "nachtragen/", data).status_code == 422
    data |= {"decision_date": LONG_AGO.isoformat(), "title": "Auf Papier"}
    answer = planning.post(HOME + "nachtragen/", data)
    assert answer.status_code == 422
    assert "Geschäftszeichen" in answer.content.decode()
    future = data | {"file_number": "GZ 1", "decision_date": (TODAY + datetime.timedelta(days=1)).isoformat()}
    assert planning.post(HOME + "nachtragen/", future).status_code == 422
    late = (TODAY - datetime.timedelta(days=3)).isoformat()
    assert planning.post(HOME + "nachtragen/", data | {"file_number": "GZ 1", "due_on": late}).status_code == 302
    row = Assignment.objects.get(title="Auf Papier")
    assert (row.state, row.on_paper, row.given_on) == (State.GIVEN, True, LONG_AGO)
    tasks = stage.as_("leadership").get("/bezirk/mitte/aufgaben/").content.decode()
    assert "können Sie Einwand erheben" in tasks
    assert go(stage.as_("leadership"), row, "einwand", text="So nicht.").status_code == 302
    page = stage.as_("leadership").get(f"{HOME}{row.pk}/").content.decode()
    assert "Einwand klären" in page
    assert "Übernahme bestätigen" not in page
    assert "erhebt Einwand: Sie klären ihn" in planning.get("/bezirk/mitte/aufgaben/").content.decode()
    assert go(planning, row, "zurueckziehen", text="Falsch erfasst.").status_code == 302


def test_leadership_lets_its_buero_act(stage):
    OnBehalf.objects.all().delete()
    row = stage.row(state=State.DRAFT)
    buero, top, url = stage.as_("leadership_staff"), stage.as_("leadership"), HOME + "im-auftrag/"
    assert buero.get(f"{HOME}{row.pk}/erteilen/").status_code == 403
    assert buero.post(url, {"area": str(stage.areas[0].pk), "erlaubt": "ja"}).status_code == 403
    foreign = {"area": str(stage.areas[1].pk), "erlaubt": "ja"}
    assert top.post(url, foreign).status_code == 403
    for _ in range(2):
        assert top.post(url, {"area": str(stage.areas[0].pk), "erlaubt": "ja"}).status_code == 302
    assert go(buero, row, "erteilen").status_code == 302
    assert ", i. A." in top.get(f"{HOME}{row.pk}/").content.decode()
    assert top.post(url, {"area": str(stage.areas[0].pk), "erlaubt": "nein"}).status_code == 302
    assert buero.get(f"{HOME}{row.pk}/frist/").status_code == 403


def test_milestones(stage):
    row = stage.row(state=State.WORKING)
    head = stage.as_("office_head")
    url = f"{HOME}{row.pk}/meilensteine/"
    assert head.post(url, {"title": "Halb", "due_on": SOON.isoformat()}).status_code == 302
    assert head.post(url, {"title": "Halb", "due_on": SOON.isoformat()}).status_code == 422
    assert head.post(url, {"title": "Spät", "due_on": LATER.isoformat()}).status_code == 422
    mark = Milestone.objects.get(assignment=row)
    at = f"{HOME}meilensteine/{mark.pk}/"
    assert stage.as_("contributor").post(at + "erreicht/").status_code == 403
    assert stage.as_("reader").post(at + "erreicht/").status_code == 404
    assert head.post(at + "erreicht/").status_code == 302
    mark.refresh_from_db()
    assert mark.reached_on == TODAY
    Assignment.objects.filter(pk=row.pk).update(state=State.CLOSED)
    assert head.post(at + "entfernen/").status_code == 409
    Assignment.objects.filter(pk=row.pk).update(state=State.WORKING)
    assert head.post(at + "entfernen/").status_code == 302
    assert not Milestone.objects.filter(pk=mark.pk).exists()


def test_a_contributing_office_describes_its_own_step(stage):
    row = stage.row()
    part = AssignmentOffice.objects.get(assignment=row, office=stage.lib)
    url = f"{HOME}{row.pk}/aemter/{part.pk}/"
    own = stage.as_("contributor")
    assert own.post(url, shown(own.get(url)) | {"step": "Wir öffnen samstags."}).status_code == 302
    assert "Wir öffnen samstags." in stage.as_("leadership").get(f"{HOME}{row.pk}/").content.decode()
    assert stage.as_("office_head").get(url).status_code == 403
    assert stage.as_("reader").get(url).status_code == 404


def test_filter_search_sort_and_wrong_parameters(stage):
    stage.row(title="Ältere Räume", due_on=LONG_AGO, state=State.WORKING)
    stage.row(title="Zäune", state=State.REPORTED)
    client = stage.as_("coordination")
    late = client.get(HOME + "?termin=ueberfaellig").content.decode()
    assert "Ältere Räume" in late
    assert "Zäune" not in late
    assert "Ältere" not in client.get(HOME + "?stand=reported").content.decode()
    for wrong in ("?amt=x", "?stand=x", "?sort=x", "?seite=-1", "?q=%00", "?termin=x", "?export=exe"):
        assert client.get(HOME + wrong).status_code == 200, wrong
    assert "Nichts gefunden" in client.get(HOME + "?q=gibtesnicht").content.decode()
    assert client.get(HOME + "neu/?punkt=%00" + "x" * 99).status_code == 200


def test_a_switched_off_room_says_so(stage):
    district = stage.place.district
    district.rooms = ["checkliste"]
    district.save()
    client = stage.as_("coordination")
    assert client.get(HOME).status_code == 403
    home = client.get("/bezirk/mitte/checkliste/punkt/B3.5/").content.decode()
    assert "Auftrag vorbereiten" not in home
    stage.row(title="Ruhender Auftrag", due_on=LONG_AGO)
    tasks = client.get("/bezirk/mitte/aufgaben/")
    assert tasks.status_code == 200
    assert "Ruhender Auftrag" not in tasks.content.decode()
    assert "Ruhender Auftrag" not in client.get("/bezirk/mitte/zeitachse/").content.decode()


def test_the_calendar_shows_the_month_and_only_what_one_may_read(stage):
    row = stage.row(title="Frist im Monat", due_on=datetime.date(2027, 2, 26), state=State.WORKING)
    Milestone.objects.create(
        district=stage.place.district, assignment=row, title="Halbzeit", due_on=datetime.date(2027, 2, 10)
    )
    stage.row(title="Entwurf im Monat", due_on=datetime.date(2027, 2, 12), state=State.DRAFT)
    url = "/bezirk/mitte/kalender/?monat=2027-02"
    page = stage.as_("office_head").get(url).content.decode()
    assert page.index("26.02.2027") > page.index("10.02.2027")
    assert page.count("Frist im Monat") == 2
    assert "Entwurf im Monat" not in page
    other = stage.as_("second_head").get(url).content.decode()
    assert "Frist im Monat" not in other
    assert "Halbzeit" not in other
    assert (
        "Frist im Monat" not in stage.as_("office_head").get("/bezirk/mitte/kalender/?monat=2027-03").content.decode()
    )
    for wrong in ("2027-13", "x", "", "0000-01", "9999-12", "2027-2", "²²²²-01"):
        assert stage.as_("office_head").get(f"/bezirk/mitte/kalender/?monat={wrong}").status_code == 200, wrong
