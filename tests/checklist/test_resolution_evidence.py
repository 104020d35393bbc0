"""The text of a resolution as evidence: seen with it, hidden with it, gone with it."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from checklist.models import Resolution
from evidence.models import Evidence

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def draft(world):
    return Resolution.objects.create(
        district=world.mitte.district, kind="political", title="Einführung beschließen", body="BVV"
    )


def hand_in(client, resolution):
    path = f"/bezirk/mitte/checkliste/beschluesse/{resolution.pk}/nachweis/"
    return client.post(path, {"nachweis-title": "Vorlage", "nachweis-file": SimpleUploadedFile("a.pdf", PDF)})


def test_evidence_of_a_draft_opens_only_for_whoever_prepares_it(world, as_, draft):
    assert hand_in(as_("leadership_staff"), draft).status_code == 302
    file = f"/bezirk/mitte/nachweise/{Evidence.objects.get().pk}/"
    for role in ("coordination", "leadership", "leadership_staff"):
        assert as_(role).get(file).status_code == 200, role
    for role in ("reader", "office_head", "data"):
        assert as_(role).get(file).status_code == 404, role
    Resolution.objects.update(decided_on=datetime.date(2026, 3, 1))
    assert as_("reader").get(file).status_code == 200
    page = as_("reader").get(f"/bezirk/mitte/checkliste/beschluesse/{draft.pk}/").content.decode()
    assert "Vorlage" in page
    assert "Nachweis hinzufügen" not in page


def test_readers_add_nothing(world, as_, draft):
    Resolution.objects.update(decided_on=datetime.date(2026, 3, 1))
    assert hand_in(as_("reader"), draft).status_code == 403
    assert not Evidence.objects.exists()


def test_evidence_goes_with_its_resolution(world, as_, draft, django_capture_on_commit_callbacks):
    hand_in(as_("coordination"), draft)
    with django_capture_on_commit_callbacks(execute=True):
        as_("coordination").post(f"/bezirk/mitte/checkliste/beschluesse/{draft.pk}/entfernen/")
    assert not Resolution.objects.exists()
    assert not Evidence.objects.exists()


def test_it_can_be_taken_away_alone(world, as_, draft):
    hand_in(as_("leadership_staff"), draft)
    path = f"/bezirk/mitte/checkliste/nachweis/{Evidence.objects.get().pk}/entfernen/"
    assert "Einführung beschließen" in as_("leadership_staff").get(path).content.decode()
    assert as_("leadership_staff").post(path).status_code == 302
    assert not Evidence.objects.exists()
    assert Resolution.objects.exists()
