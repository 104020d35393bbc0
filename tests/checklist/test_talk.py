"""Discussion, evidence and contributions at a point: who may, who sees, what is refused."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from checklist.models import Contribution, Progress
from discussions.models import Comment, Thread
from evidence.models import Evidence, evidence_storage
from tests.checklist.reading import form_values
from tests.factories import add_member

pytestmark = pytest.mark.django_db

STEP = "/bezirk/mitte/checkliste/punkt/B3.5/"
BENEFIT = "/bezirk/mitte/checkliste/punkt/B2.7/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def office_file(part, *more):
    """A minimal archive with the main part of an office document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def hand_in(client, name, content, title="Protokoll", **more):
    data = {"nachweis-title": title, "nachweis-file": SimpleUploadedFile(name, content)}
    return client.post(STEP + "nachweis/", data | {f"nachweis-{key}": value for key, value in more.items()})


@pytest.fixture
def people(world, sign_in):
    """role -> signed-in browser in Mitte."""
    return {role: sign_in(person) for role, person in world.mitte.people.items()}


# --- Discussion


def open_thread(client, title="Wer lädt ein?", text="Das Jugendamt fragt."):
    return client.post(STEP + "gespraech/", {"faden-title": title, "faden-text": text})


def test_offices_talk_until_somebody_calls_it_done(world, people):
    assert open_thread(people["office_head"]).status_code == 302
    thread = Thread.objects.get()
    reply = f"/bezirk/mitte/checkliste/gespraech/{thread.pk}/antworten/"
    assert people["second_head"].post(reply, {f"{thread.pk}-text": "Wir vom Sozialen kommen."}).status_code == 302
    done = f"/bezirk/mitte/checkliste/gespraech/{thread.pk}/erledigt/"
    assert people["second_head"].post(done).status_code == 409, "only who asked, or coordination"
    assert people["office_head"].post(done).status_code == 302
    closed = people["second_head"].post(reply, {f"{thread.pk}-text": "Noch etwas."})
    assert closed.status_code == 409
    assert "als erledigt gekennzeichnet" in closed.content.decode()
    assert Comment.objects.count() == 2
    people["coordination"].post(f"/bezirk/mitte/checkliste/gespraech/{thread.pk}/oeffnen/")
    assert Thread.objects.get().is_open


def test_other_offices_see_office_and_date_but_no_name(world, people):
    open_thread(people["office_head"])
    seen_by_others = people["second_head"].get(STEP).content.decode()
    assert "Amtsleitung, Jugendamt Mitte" in seen_by_others
    assert "office_head Mitte" not in seen_by_others
    assert "office_head Mitte" in people["office_staff"].get(STEP).content.decode()


def test_readers_follow_but_do_not_speak(world, people):
    open_thread(people["office_head"])
    page = people["reader"].get(STEP).content.decode()
    assert "Das Jugendamt fragt." in page
    assert "antworten/" not in page
    assert open_thread(people["reader"]).status_code == 403


def test_a_thread_of_another_district_does_not_exist_here(world, people, sign_in):
    open_thread(people["office_head"])
    thread = Thread.objects.get()
    stranger = sign_in(world.pankow.people["coordination"])
    path = f"/bezirk/pankow/checkliste/gespraech/{thread.pk}/antworten/"
    assert stranger.post(path, {f"{thread.pk}-text": "hallo"}).status_code == 404
    assert "Das Jugendamt fragt." not in stranger.get("/bezirk/pankow/checkliste/punkt/B3.5/").content.decode()


def test_an_empty_answer_is_told_beside_the_thread_and_nothing_else_is_lost(world, people):
    open_thread(people["office_head"])
    thread = Thread.objects.get()
    response = people["office_head"].post(f"/bezirk/mitte/checkliste/gespraech/{thread.pk}/antworten/", {})
    assert response.status_code == 422
    assert "Pflichtfeld" in response.content.decode() or "erforderlich" in response.content.decode()


# --- Evidence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.png", PNG),
        ("a.docx", office_file("word/document.xml")),
        ("a.xlsx", office_file("xl/workbook.xml")),
        ("a.odt", None),
    ],
)
def test_evidence_is_stored_and_comes_back_as_it_was(world, people, name, content):
    if content is None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        content = buffer.getvalue()
    assert hand_in(people["coordination"], name, content).status_code == 302
    found = Evidence.objects.get()
    answer = people["reader"].get(f"/bezirk/mitte/nachweise/{found.pk}/")
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "leer"),
        ("a.exe", b"MZ" + bytes(64), "Endung"),
        ("a.html", b"<script>alert(1)</script>", "Endung"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Endung"),
        ("a.pdf", b"<script>alert(1)</script>", "passt nicht zur Endung"),
        ("a.pdf", PNG, "passt nicht zur Endung"),
        ("a.docx", office_file("word/document.xml", "word/vbaProject.bin"), "passt nicht zur Endung"),
        ("a.docx", b"PK\x03\x04kaputt", "passt nicht zur Endung"),
        ("a.xlsx", office_file("word/document.xml"), "passt nicht zur Endung"),
        ("ohne-endung", PDF, "Endung"),
    ],
)
def test_what_is_not_evidence_is_refused_with_a_reason(world, people, name, content, sentence):
    before = stored_files()
    response = hand_in(people["coordination"], name, content)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Evidence.objects.exists()
    assert stored_files() == before


def test_a_file_that_is_too_large_is_refused(world, people, settings):
    settings.EVIDENCE_MAX_BYTES = 100
    response = hand_in(people["coordination"], "a.pdf", PDF + bytes(200))
    assert response.status_code == 422
    assert "größer als" in response.content.decode()


def stored_files():
    root = Path(evidence_storage().location)
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_a_name_cannot_lead_out_of_the_folder(world, people):
    hand_in(people["coordination"], "../../etc/passwd.pdf", PDF)
    found = Evidence.objects.get()
    assert found.stored_as.startswith("01/")
    assert "passwd" not in found.stored_as


def test_a_link_must_be_a_web_address(world, people):
    path = STEP + "nachweis/"
    for url in ("javascript:alert(1)", "ftp://demo.example/x", "kein Link"):
        response = people["coordination"].post(path, {"nachweis-title": "x", "nachweis-url": url})
        assert response.status_code == 422
    both = {
        "nachweis-title": "x",
        "nachweis-url": "https://demo.example/",
        "nachweis-file": SimpleUploadedFile("a.pdf", PDF),
    }
    assert people["coordination"].post(path, both).status_code == 422
    assert not Evidence.objects.exists()


def test_confidential_evidence_opens_only_for_whom_it_is(world, people):
    hand_in(people["office_head"], "a.pdf", PDF, title="Personalplanung", confidential="on")
    path = f"/bezirk/mitte/nachweise/{Evidence.objects.get().pk}/"
    for role in ("coordination", "leadership", "office_head", "office_staff"):
        assert people[role].get(path).status_code == 200, role
        assert "Personalplanung" in people[role].get(STEP).content.decode(), role
    for role in ("second_head", "reader", "data", "leadership_staff"):
        assert people[role].get(path).status_code == 404, role
        assert "Personalplanung" not in people[role].get(STEP).content.decode(), role
    assert people["neighbourhood"].get(path).status_code == 403


def test_evidence_of_another_district_does_not_exist_here(world, people, sign_in):
    hand_in(people["coordination"], "a.pdf", PDF)
    found = Evidence.objects.get()
    stranger = sign_in(world.pankow.people["coordination"])
    assert stranger.get(f"/bezirk/pankow/nachweise/{found.pk}/").status_code == 404


def test_removed_evidence_is_gone_from_the_disk_after_the_commit(world, people, django_capture_on_commit_callbacks):
    before = stored_files()
    hand_in(people["office_head"], "a.pdf", PDF)
    assert len(stored_files()) == len(before) + 1
    path = f"/bezirk/mitte/checkliste/nachweis/{Evidence.objects.get().pk}/entfernen/"
    assert people["second_head"].post(path).status_code == 409
    with django_capture_on_commit_callbacks(execute=True):
        assert people["office_staff"].post(path).status_code == 302
    assert not Evidence.objects.exists()
    assert stored_files() == before


# --- Contributions: an office's own words


def contribute(client, place, shared, text="Vier Ämter, ein Sommerfest.", office=0):
    data = {"beitrag-office": str(place.offices[office].pk), "beitrag-title": "Sommerfest", "beitrag-text": text}
    return client.post(BENEFIT + "beitrag/", data | ({"beitrag-shared": "on"} if shared else {}))


@pytest.mark.parametrize(
    ("role", "draft", "shared"),
    [
        ("office_head", True, True),
        ("office_staff", True, True),
        ("coordination", False, True),
        ("second_head", False, True),
        ("leadership", False, True),
        ("reader", False, True),
        ("data", False, True),
    ],
)
def test_an_offices_words_are_seen_as_the_table_says(world, people, role, draft, shared):
    assert contribute(people["office_staff"], world.mitte, shared=False).status_code == 302
    found = Contribution.objects.get()
    assert ("Vier Ämter" in people[role].get(BENEFIT).content.decode()) is draft
    page = people[role].get(f"/bezirk/mitte/checkliste/beitrag/{found.pk}/")
    assert page.status_code == (403 if role == "reader" else 200 if draft else 404)
    assert ("Vier Ämter" in page.content.decode()) is draft
    Contribution.objects.update(shared=True)
    assert ("Vier Ämter" in people[role].get(BENEFIT).content.decode()) is shared


def test_only_the_own_office_writes_for_itself(world, people):
    assert contribute(people["office_head"], world.mitte, shared=True, office=1).status_code == 422
    assert contribute(people["coordination"], world.mitte, shared=True).status_code == 422
    assert contribute(people["reader"], world.mitte, shared=True).status_code == 403
    assert not Contribution.objects.exists()
    contribute(people["office_head"], world.mitte, shared=True)
    path = f"/bezirk/mitte/checkliste/beitrag/{Contribution.objects.get().pk}/"
    for role in ("coordination", "second_head", "leadership"):
        assert people[role].post(path, {"title": "x", "text": "übernommen"}).status_code == 403, role
        assert people[role].post(path + "entfernen/").status_code == 403, role
    assert Contribution.objects.get().text == "Vier Ämter, ein Sommerfest."
    values = form_values(people["office_staff"].get(path)) | {"text": "Fünf Ämter."}
    assert people["office_staff"].post(path, values).status_code == 302
    assert Contribution.objects.get().text == "Fünf Ämter."


def test_coordination_writes_for_the_whole_district(world, people):
    people["coordination"].post(
        BENEFIT + "beitrag/", {"beitrag-office": "", "beitrag-title": "Kiezbus", "beitrag-text": "Er fährt."}
    )
    assert "Er fährt." in people["reader"].get(BENEFIT).content.decode()


def test_a_contribution_belongs_where_examples_belong(world, people):
    assert people["office_head"].post(STEP + "beitrag/", {"beitrag-title": "x"}).status_code == 404


def test_evidence_at_a_point_of_another_district_is_refused_by_the_database(world, people):
    foreign = Progress.objects.get(district=world.pankow.district, code="B3.5")
    from django.db import IntegrityError, transaction

    from checklist.models import ProgressEvidence
    from districts.wall.session import DatabaseRole, acting_as

    evidence = Evidence.objects.create(
        district=world.mitte.district, title="x", url="https://demo.example/", added_by=world.mitte.people["reader"]
    )
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        acting_as(DatabaseRole.DISTRICT, district_id=world.mitte.district.pk),
    ):
        ProgressEvidence.objects.create(progress_id=foreign.pk, evidence=evidence)


def test_whoever_joins_an_office_later_sees_its_drafts(world, people, sign_in):
    contribute(people["office_head"], world.mitte, shared=False)
    newcomer = add_member(world.mitte, "office_staff", label="neu")
    assert "Vier Ämter" in sign_in(newcomer).get(BENEFIT).content.decode()
