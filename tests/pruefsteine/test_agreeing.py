"""The Abstimmung through the front door: side by side, agreed, disagreed, talked about, made an Auftrag, closed."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.models import Assignment
from districts.models import Office
from districts.roles import Role
from partners.models import Meeting
from pruefsteine.models import ActorView, Consensus, ConsensusAssignment, Dissent, Rating, Round, SelfAssessment
from pruefsteine.scales import AnswerState, RoundState
from tests.factories import add_member
from tests.filling import shown
from tests.makers import thing
from tests.makers.pruefsteine import stone
from tests.pruefsteine.conftest import HOME, LONG_AGO, SOON, TODAY
from tests.pruefsteine.tables import agree_on_all, at, lay_table

pytestmark = pytest.mark.django_db


def text_of(page):
    return page.content.decode()


def send(client, url, **values):
    """Opens a form as a browser does and sends it with ``values``."""
    page = client.get(url)
    assert page.status_code == 200, text_of(page)
    return client.post(url, shown(page) | values)


def test_where_they_differ_most_stands_first(stage):
    page = stage.as_("coordination").get(at(lay_table(stage)))
    order = re.findall(r'<span class="ql-code">(\d+)</span>', text_of(page))
    assert order == ["5", "1", "2", "3", "4", "6", "7", "8", "9", "10"]
    assert "1 × noch nicht, 1 × teilweise" in text_of(page)
    assert "<svg" in text_of(page)


def test_side_by_side_in_the_meeting_and_by_links(stage):
    row = lay_table(stage)
    client = stage.as_("second_head")
    page = text_of(client.get(at(row, 5, "sitzung")))
    assert "SOZIALWORT" in page
    assert "KENNWORT 4" in page
    forward = re.search(r'data-leaf="ArrowRight" href="([^"]+)"', page)
    assert forward
    assert "KENNWORT 0" in text_of(client.get(forward[1]))


#: Who reads the words of another office at the table, and who the page at all, by the state of the round.
TABLE = {"coordination", "office_head", "second_head"}
ROLES = (
    *("coordination", "data", "leadership", "second_leadership", "leadership_staff", "office_head", "office_staff"),
    *("second_head", "uninvolved", "reader", "neighbourhood"),
)


@pytest.mark.parametrize("state", RoundState.values)
def test_who_reads_another_offices_words(stage, state):
    row = lay_table(stage, state=state)
    agree_on_all(row)
    words, agreed, spread = set(), set(), set()
    for role in ROLES:
        client = stage.as_(role)
        pages = (at(row), at(row) + "?export=csv", at(row, 5), at(row, 5, "sitzung"), f"{HOME}vergleich/?mit={row.pk}",
                 f"{HOME}vergleich/?export=csv&mit={row.pk}", f"{at(row, 5)}?verlauf=ja")  # fmt: skip
        found = " ".join(text_of(client.get(page)) for page in pages)
        words |= {role} if "SOZIALWORT" in found else set()
        agreed |= {role} if "GRUND 4" in found else set()
        spread |= {role} if "1 × noch nicht" in found else set()
    closed, talking = state == RoundState.CLOSED, state == RoundState.DISCUSSING
    assert words == spread == (TABLE if closed or talking else set())
    assert agreed == (set(ROLES) - {"neighbourhood"} if closed else TABLE | {"office_staff"} if talking else set())


def test_agreeing_by_two_at_once_loses_nothing(stage):
    row = lay_table(stage)
    url = at(row, 3, "einschaetzung")
    first, second = stage.as_("coordination"), stage.as_("coordination")
    one, two = shown(first.get(url)), shown(second.get(url))
    assert first.post(url, one | {"level": "begun"}).status_code == 302
    assert second.post(url, two | {"reasons": "Weil es so ist."}).status_code == 302
    stored = Consensus.objects.get(round=row, item=stone(2))
    assert (stored.level, stored.reasons, stored.agreed_on) == ("begun", "Weil es so ist.", TODAY)
    third = first.post(url, one | {"level": "largely", "initial-level": ""})
    assert third.status_code == 409
    assert "weitgehend" in text_of(third)
    assert "in Ansätzen" in text_of(third)
    assert Consensus.objects.get(round=row, item=stone(2)).level == "begun"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"level": "excellent"}, 422),
        ({"level": "not_assessable"}, 422),
        ({"level": "not_assessable", "reasons": "x"}, 302),
    ],
)
def test_levels_outside_the_scale_and_without_a_needed_reason(stage, values, status):
    row = lay_table(stage)
    assert send(stage.as_("coordination"), at(row, 1, "einschaetzung"), **values).status_code == status
    assert Consensus.objects.filter(round=row).exclude(level="").exists() == (status == 302)


def test_dissent_is_the_offices_own_and_stays_without_consent(stage):
    row = lay_table(stage)
    agree_on_all(row)
    head = stage.as_("second_head")
    assert send(head, at(row, 5, "abweichung"), text="Wir sehen das ANDERS.").status_code == 302
    dissent = Dissent.objects.get(consensus__round=row)
    assert (dissent.office, dissent.may_go_further) == (stage.soz, False)
    assert "ANDERS" in text_of(stage.as_("office_head").get(at(row, 5)))
    assert stage.as_("office_head").get(f"{HOME}abweichungen/{dissent.pk}/entfernen/").status_code == 404
    assert stage.as_("coordination").get(at(row, 5, "abweichung")).status_code == 403
    assert stage.as_("uninvolved").get(at(row, 5, "abweichung")).status_code == 409
    Round.objects.filter(pk=row.pk).update(state=RoundState.CLOSED, closed_on=TODAY)
    assert "ANDERS" not in text_of(stage.as_("reader").get(at(row, 5)))
    # After closing the sentence stays as it is; the consent may still be given.
    page = head.get(at(row, 5, "abweichung"))
    assert 'name="text"' not in text_of(page)
    assert head.post(at(row, 5, "abweichung"), shown(page) | {"may_go_further": "on", "text": "Neu"}).status_code == 302
    assert Dissent.objects.get(consensus__round=row).text == "Wir sehen das ANDERS."
    assert "ANDERS" in text_of(stage.as_("reader").get(at(row, 5)))


def test_who_heads_two_offices_disagrees_for_the_one_meant(stage):
    row = lay_table(stage)
    add_member(stage.place, Role.OFFICE_HEAD, label="second", office=stage.soz, user=stage.people["office_head"])
    both = stage.as_("office_head")
    links = re.findall(r'href="([^"]+/abweichung/[^"]*)">(\w+) sieht das anders', text_of(both.get(at(row, 5))))
    assert [name for _, name in links] == ["SOZ", "JUG"]
    assert send(both, links[0][0], text="Nur das Sozialamt").status_code == 302
    assert Dissent.objects.get(consensus__round=row).office == stage.soz


def test_the_view_of_actors_has_no_level_and_belongs_to_three_pruefsteine(stage):
    row, planning = lay_table(stage), stage.as_("coordination")
    done = send(
        planning, at(row, 3, "akteure"), body="Stadtteilkonferenz", held_on=LONG_AGO.isoformat(), text="NAHDRAN"
    )
    assert done.status_code == 302
    assert "NAHDRAN" in text_of(stage.as_("office_head").get(at(row, 3)))
    assert planning.get(at(row, 4, "akteure")).status_code == 404
    late = send(planning, at(row, 3, "akteure"), body="Morgen", held_on=SOON.isoformat(), text="x")
    assert late.status_code == 422
    assert ActorView.objects.filter(round=row).count() == 1
    view = ActorView.objects.get(round=row)
    assert send(planning, f"{HOME}akteure/{view.pk}/", text="Anders").status_code == 302
    assert planning.post(f"{HOME}akteure/{view.pk}/entfernen/").status_code == 302
    assert not ActorView.objects.filter(round=row).exists()


def test_the_view_of_actors_points_at_a_sitzung_and_the_sitzung_at_it(stage):
    row, planning = lay_table(stage), stage.as_("coordination")
    meeting = thing(stage.place, Meeting)
    assert send(planning, at(row, 3, "akteure"), text="Ohne Runde").status_code == 422
    assert send(planning, at(row, 3, "akteure"), meeting=str(uuid.uuid4()), text="Fremd").status_code == 422
    assert send(planning, at(row, 3, "akteure"), meeting=str(meeting.pk), text="NAHDRAN").status_code == 302
    view = ActorView.objects.get(round=row)
    assert (view.body, view.held_on) == (meeting.body.name, meeting.starts_on)
    there = f"/bezirk/mitte/gremien/sitzungen/{meeting.pk}/"
    assert there in text_of(stage.as_("office_head").get(at(row, 3)))
    assert at(row, 3) in text_of(stage.as_("office_head").get(there))
    # Who is not at the table learns of neither while it is talked about.
    assert at(row, 3) not in text_of(stage.as_("reader").get(there))


def test_talk_is_for_those_at_the_table(stage):
    row = lay_table(stage)
    head, other = stage.as_("office_head"), stage.as_("second_head")
    begun = send(head, at(row, 5, "gespraech"), **{"faden-title": "Warum?", "faden-text": "GESAGT"})
    assert begun.status_code == 302
    page = text_of(other.get(at(row, 5)))
    assert "GESAGT" in page
    reply = re.search(r'action="([^"]+antworten/)"', page)[1]
    field = re.search(r'name="([0-9a-f-]+-text)"', page)[1]
    assert other.post(reply, {field: "GEANTWORTET"}).status_code == 302
    assert "GEANTWORTET" in text_of(head.get(at(row, 5)))
    assert head.post(reply.replace("antworten", "erledigt")).status_code == 302
    for role in ("office_staff", "reader"):
        assert "GESAGT" not in text_of(stage.as_(role).get(at(row, 5)))
        assert stage.as_(role).post(reply, {field: "x"}).status_code in (403, 409)
    Round.objects.filter(pk=row.pk).update(state=RoundState.CLOSED, closed_on=TODAY)
    assert "GESAGT" in text_of(other.get(at(row, 5)))
    assert "GESAGT" not in text_of(stage.as_("reader").get(at(row, 5)))
    assert other.post(reply, {field: "noch etwas"}).status_code == 409


def test_a_measure_becomes_a_draft_in_one_step_and_leads_back(stage):
    row, planning = lay_table(stage), stage.as_("coordination")
    link = re.search(r'href="([^"]+auftrag/\?amt=[^"]+)"', text_of(planning.get(at(row, 5))))[1]
    made = send(planning, link, due_on=SOON.isoformat())
    assert made.status_code == 302
    draft = Assignment.objects.get(title="Gemeinsam planen")
    assert (draft.state, draft.area, ConsensusAssignment.objects.get(assignment=draft).consensus.item) == (
        "draft", stage.soz.area, stone(4),
    )  # fmt: skip
    assert f'href="{at(row, 5)}"' in text_of(planning.get(made["Location"]))
    assert "Gemeinsam planen (Entwurf)" in text_of(planning.get(at(row, 5) + "?bekannt=ja"))
    # A draft is not given yet: the office does not learn of it here.
    assert "(Entwurf)" not in text_of(stage.as_("second_head").get(at(row, 5) + "?bekannt=ja"))
    assert stage.as_("office_head").get(link).status_code == 403


def test_closing_names_what_blocks(stage):
    row, planning = lay_table(stage), stage.as_("coordination")
    url = f"{HOME}runden/{row.pk}/abschliessen/"
    agree_on_all(row)
    Consensus.objects.filter(round=row, item=stone(6)).update(level="")
    page = planning.get(url)
    assert "Prüfstein 7 hat noch keine gemeinsame Einschätzung." in text_of(page)
    assert planning.post(url, {"version": "1"}).status_code == 409
    Consensus.objects.filter(round=row).update(level="begun")
    # Opened before somebody else took a step.
    assert planning.post(url, {"version": "7"}).status_code == 409
    assert send(planning, url).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.closed_on) == (RoundState.CLOSED, TODAY)
    assert planning.get(url).status_code == 409
    assert planning.get(at(row, 1, "einschaetzung")).status_code == 409


def test_twenty_offices_and_more_rounds_cost_no_more(stage):
    row, client = lay_table(stage), stage.as_("coordination")
    agree_on_all(row)
    lay_table(stage)
    Rating.objects.filter(assessment__round=row, assessment__office=stage.soz).update(measure="Treffen")
    order = at(row, 5, "auftrag") + f"?amt={stage.soz.pk}"
    assert "Aus Prüfstein 5" in text_of(client.get(order))
    pages = [at(row), at(row, 5), at(row, 3, "sitzung"), f"{HOME}vergleich/", order]

    def counted(page):
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        words = ("SAVEPOINT", "RELEASE", "SET ", "RESET", "SELECT set_config", "SELECT current_setting")
        return len([q for q in asked if not q["sql"].strip().startswith(words)]) - 4

    before = [counted(page) for page in pages]
    offices = Office.objects.bulk_create(
        Office(district=stage.district, name=f"Amt {n}", short_name=f"Z{n}", area=stage.areas[0]) for n in range(18)
    )
    for office in offices:
        stage.answers(row, office, state=AnswerState.SUBMITTED)
    lay_table(stage)
    assert Rating.objects.filter(assessment__round=row).count() == 200
    after = [counted(page) for page in pages]
    assert after == before
    assert max(after) <= 8, dict(zip(pages, after, strict=True))


def test_an_office_dissolved_meanwhile_keeps_its_words(stage):
    row = lay_table(stage)
    Office.objects.filter(pk=stage.soz.pk).update(is_active=False)
    assert "SOZIALWORT" in text_of(stage.as_("coordination").get(at(row, 5)))
    SelfAssessment.objects.filter(round=row, office=stage.jug).update(state=AnswerState.RETURNED)
    page = text_of(stage.as_("coordination").get(at(row)))
    assert "Nicht eingereicht" in page
    assert "KENNWORT" not in text_of(stage.as_("coordination").get(at(row, 5)))
