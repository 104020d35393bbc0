"""Profiles of the offices: who sees them, who shares them, two people at once, and the matrix office × Leitfrage."""

import io

import openpyxl
import pytest

from districts.models import District, Office
from districts.visibility import Matter, Sight, sight
from evidence.models import Evidence
from partners.questions.records import Entry
from pruefsteine.known import known_about, known_of_office
from sozialraum.models import OfficeProfile, ProfileEvidence
from sozialraum.profiles import parts
from sozialraum.profiles.answers import QUESTIONS, read_answers
from tests.acting import acting, member_of
from tests.districts.test_visibility import STANDS_FOR
from tests.filling import shown
from tests.makers import thing

BASE = "/bezirk/mitte/aemter/"
CHECKLIST = "/bezirk/mitte/checkliste/"


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


@pytest.fixture
def profile(mitte):
    return thing(mitte, OfficeProfile)


def text_of(page):
    return page.content.decode("utf-8-sig")


def url_of(profile, *more):
    return f"{BASE}{profile.office_id}/" + "".join(more)


def set_shared(profile, day="2026-03-01"):
    OfficeProfile.objects.filter(pk=profile.pk).update(shared_on=day)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("persona", list(STANDS_FOR))
def test_seen_as_the_table_says(cast, profile, persona, shared):
    set_shared(profile, "2026-03-01" if shared else None)
    seen = sight(Matter.OFFICE_PROFILE, STANDS_FOR[persona])
    expected = seen == Sight.YES or (seen == Sight.WHEN_SHARED and shared)
    client = cast.client(persona)
    assert (profile.approaches in text_of(client.get(url_of(profile)))) is expected
    assert (profile.role in text_of(client.get(url_of(profile, "?verlauf=ja")))) is expected
    # The matrix and the checklist hold what is shared alone, for the own office too.
    for page in (BASE, BASE + "?export=csv", CHECKLIST + "leitfragen/", CHECKLIST + "punkt/B3.1a/"):
        assert (profile.approaches in text_of(client.get(page))) is shared, page


def test_nobody_outside_reads_it(cast, profile):
    set_shared(profile)
    for persona in ("neighbourhood", "senate", "foreign"):
        for url in (url_of(profile), BASE):
            answer = cast.client(persona).get(url)
            assert answer.status_code in (403, 404)
            assert profile.approaches not in text_of(answer)


def test_evidence_of_a_profile_that_is_not_shared_stays_inside(cast, mitte, profile):
    tie = thing(mitte, ProfileEvidence)
    reader = member_of(mitte, mitte.people["reader"])
    for shared, expected in ((None, False), ("2026-03-01", True)):
        set_shared(profile, shared)
        with acting(mitte, mitte.people["reader"]):
            seen = Evidence.objects.visible_to(reader)
            assert seen.filter(pk=tie.evidence_id).exists() is expected


def test_staff_prepare_the_head_shares_and_then_changes_alone(cast, profile):
    staff, head = cast.client("office_staff"), cast.client("office_head")
    edit = url_of(profile, "bearbeiten/?teil=rolle")
    assert staff.post(edit, shown(staff.get(edit)) | {"role": "Von der Mitarbeit"}).status_code == 302
    assert staff.post(url_of(profile, "teilen/"), {"teilen": "ja", "version": "2"}).status_code == 403
    # What the head saw before the change is not shared.
    stale = head.post(url_of(profile, "teilen/"), {"teilen": "ja", "version": "1"})
    assert stale.status_code == 409
    assert "lesen Sie den neuen Stand" in text_of(stale)
    open_form = shown(staff.get(edit))
    assert head.post(url_of(profile, "teilen/"), shown(head.get(url_of(profile)))).status_code == 302
    assert OfficeProfile.objects.get(pk=profile.pk).shared_on
    refused = staff.post(edit, open_form | {"role": "Zu spät geschrieben"})
    assert refused.status_code == 409
    assert "Zu spät geschrieben" in text_of(refused), "nothing that was typed is lost"
    assert staff.get(edit).status_code == 409
    assert head.post(edit, shown(head.get(edit)) | {"role": "Von der Leitung"}).status_code == 302
    assert head.post(url_of(profile, "teilen/"), {"teilen": "nein"}).status_code == 302
    assert OfficeProfile.objects.get(pk=profile.pk).shared_on is None


def test_two_people_of_the_office_at_once(cast, profile):
    staff, head = cast.client("office_staff"), cast.client("office_head")
    edit = url_of(profile, "bearbeiten/?teil=leitfragen")
    first, second = shown(staff.get(edit)), shown(head.get(edit))
    assert staff.post(edit, first | {"approaches": "Neu von der Mitarbeit"}).status_code == 302
    assert head.post(edit, second | {"meaning": "Neu von der Leitung"}).status_code == 302
    row = OfficeProfile.objects.get(pk=profile.pk)
    assert (row.approaches, row.meaning) == ("Neu von der Mitarbeit", "Neu von der Leitung")
    clash = head.post(edit, second | {"approaches": "Auch von der Leitung"})
    assert clash.status_code == 409
    assert "Neu von der Mitarbeit" in text_of(clash)
    assert "Auch von der Leitung" in text_of(clash)


@pytest.mark.parametrize(
    ("part", "changed", "sentence"),
    [
        ("leitfragen", {"approaches": "x" * 20_000}, "20000"),
        ("leitfragen", {"mirrors": "vielleicht"}, "vielleicht"),
        ("rolle", {"role_fixed_on": "2099-01-01"}, "Dieser Tag liegt in der Zukunft."),
        ("vorgabe", {"direction_on": "31.02.2026"}, "gültiges Datum"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(cast, profile, part, changed, sentence):
    client = cast.client("office_head")
    url = url_of(profile, f"bearbeiten/?teil={part}")
    page = client.post(url, shown(client.get(url)) | changed)
    assert page.status_code == 422
    assert sentence in text_of(page)


def test_the_matrix_names_every_office_calmly_and_exports_in_full(cast, mitte, profile):
    set_shared(profile)
    OfficeProfile.objects.filter(pk=profile.pk).update(approaches="Lang " * 100, sites="Ein\r\n<b>Haus</b>")
    Office.objects.filter(pk=mitte.offices[1].pk).update(not_sensible_because="Innerer Dienst.", name="Amt <i>")
    page = text_of(cast.client("reader").get(BASE))
    assert f"<td>{('Lang ' * 100)[:179]}…</td>" in page
    assert "<td>Ein<br>&lt;b&gt;Haus&lt;/b&gt;</td>" in page
    assert f'<a href="{BASE}{mitte.offices[1].pk}/">Amt &lt;i&gt;</a>' in page
    assert "geteilt am 01.03.2026" in page
    assert "noch nicht geteilt" in page
    assert "Nicht sinnvoll: Innerer Dienst." in page
    sheet = openpyxl.load_workbook(io.BytesIO(cast.client("reader").get(BASE + "?export=xlsx").content)).active
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=2)}
    assert rows[mitte.offices[0].name][1].strip() == ("Lang " * 100).strip()
    assert rows["Amt <i>"][4] == "Nicht sinnvoll: Innerer Dienst."
    assert len(rows[mitte.offices[0].name]) == 1 + len(QUESTIONS)


def test_without_the_room_not_sensible_can_still_be_said(cast, mitte, profile):
    set_shared(profile)
    District.objects.filter(pk=mitte.district.pk).update(rooms=["pruefsteine"])
    head = cast.client("office_head")
    form = url_of(profile, "nicht-sinnvoll/")
    questions = text_of(head.get(CHECKLIST + "leitfragen/"))
    assert f'href="{form}"' in questions
    assert profile.approaches not in questions
    assert head.get(url_of(profile)).status_code == 403
    answer = head.post(form, shown(head.get(form)) | {"not_sensible_because": "Kein Ort."})
    assert (answer.status_code, answer["Location"]) == (302, "/bezirk/mitte/")
    assert "Nicht sinnvoll: Kein Ort." in text_of(cast.client("reader").get(CHECKLIST + "leitfragen/"))


def test_beside_the_pruefsteine_without_names_of_offices(cast, mitte, profile):
    reader, head = (member_of(mitte, mitte.people[role]) for role in ("reader", "office_head"))
    for code, words in (("B4.1", "Rolle und Aufgaben festgelegt"), ("B4.2", "Vorgabe an die Mitarbeiter/innen")):
        for shared in (None, "2026-03-01"):
            set_shared(profile, shared)
            with acting(mitte, mitte.people["reader"]):
                facts = [fact for known in known_about(code, reader) for fact in known.facts]
            told = [fact.title for fact in facts if fact.title.startswith(words)]
            assert bool(told) is bool(shared)
            assert not any(mitte.offices[0].name in title for title in told)
            with acting(mitte, mitte.people["office_head"]):
                own = known_of_office(code, mitte.offices[0].pk, head)
            assert any(fact.title.startswith(words) for known in own for fact in known.facts)


def test_parts_of_other_rooms_stand_in_their_order(cast, mitte, profile, monkeypatch):
    monkeypatch.setattr(parts, "_SHOWN_BY", list(parts._SHOWN_BY))

    def asks(member, *, office, today):
        return Office.objects.filter(pk=office).values("name")

    def between(member, office, rows):
        return parts.list_part("Dazwischen", 20, [Entry(row["name"], "so", "/x/") for row in rows])

    section = parts.OfficeSection(lambda member: True, asks, between)
    none = parts.OfficeSection(lambda member: True, asks, lambda member, office, rows: None)
    closed = parts.OfficeSection(lambda member: False, asks, between)
    for one in (section, none, closed, section):
        parts.shows_at_office(one)
    page = text_of(cast.client("reader").get(url_of(profile)))
    assert page.count("Dazwischen") == 1
    assert f'<a href="/x/">{mitte.offices[0].name}</a>' in page
    assert page.index("Einheiten, Standorte") < page.index("Dazwischen") < page.index("Planungen</h2>")


def test_reading_the_answers_takes_one_query(cast, mitte, profile, django_assert_num_queries):
    member = member_of(mitte, mitte.people["coordination"])
    with acting(mitte, mitte.people["coordination"]), django_assert_num_queries(1):
        assert {one.name for one in read_answers(member)} >= {office.name for office in mitte.offices}
