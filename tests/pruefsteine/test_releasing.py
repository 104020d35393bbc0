"""Freigaben through the front door: prepared, commented on, released, read by the Senate, withdrawn."""

import datetime
import re

import pytest
from django.db import connection, transaction

from checklist.models import Resolution
from districts.models import BusinessArea, Office
from districts.roles import Role
from districts.wall.session import DatabaseRole, acting_as
from overview.catalogue_care.rules import mark_of, publish
from overview.models import WordingDraft
from pruefsteine.models import Consensus, Dissent, Operationalisation, Rating, Release, RoundPruefstein, Statement
from pruefsteine.scales import AnswerState, Level, ReleaseState, RoundState
from reminders.calendar import working_days_after
from tests.factories import add_member
from tests.filling import shown
from tests.makers.pruefsteine import stone
from tests.pruefsteine.conftest import HOME, LONG_AGO, TODAY
from tests.pruefsteine.tables import agree_on_all, lay_table

pytestmark = pytest.mark.django_db

ALL = {"levels": "on", "reasons": "on", "spread": "on", "dissent": "on", "minimum": "on", "texts": "on"}


def text_of(page):
    return page.content.decode()


def send(client, url, **values):
    page = client.get(url)
    assert page.status_code == 200, text_of(page)
    return client.post(url, shown(page) | values)


def article(page):
    """The picture as it stands in a page."""
    return re.search(r"<article class=\"ql-picture\".*?</article>", text_of(page), re.DOTALL)[0]


@pytest.fixture
def closed(stage):
    """A closed round, agreed on, and the first area the Bezirksbürgermeister's."""
    BusinessArea.objects.filter(pk=stage.areas[0].pk).update(is_mayors=True)
    Release.objects.all().delete()
    row = lay_table(stage, state=RoundState.CLOSED, name="Ausgangslage 2026")
    agree_on_all(row)
    return row


@pytest.fixture
def senate(stage):
    return stage.cast.client("senate")


def prepared(stage, row, **chosen):
    made = send(stage.as_("coordination"), f"{HOME}runden/{row.pk}/freigabe/", **(chosen or ALL))
    assert made.status_code == 302, text_of(made)
    return Release.objects.get(round=row)


def commented(stage, row, **chosen):
    """Asked for, and everybody has said something."""
    found = prepared(stage, row, **chosen)
    assert send(stage.as_("coordination"), f"{HOME}freigaben/{found.pk}/stellungnahmen/").status_code == 302
    for role in ("office_head", "second_head"):
        done = send(stage.as_(role), f"{HOME}freigaben/{found.pk}/stellungnahme/", text=f"Einwand {role}")
        assert done.status_code == 302
    return found


def released(stage, row, **chosen):
    found = commented(stage, row, **chosen)
    done = send(stage.as_("leadership"), f"{HOME}freigaben/{found.pk}/freigeben/")
    assert done.status_code == 302, text_of(done)
    return found


def test_the_whole_path_and_the_senate_sees_exactly_the_preview(stage, closed, senate):
    found = commented(stage, closed)
    preview = article(stage.as_("coordination").get(f"{HOME}freigaben/{found.pk}/"))
    assert "GRUND 3" in preview
    assert closed.name not in text_of(senate.get("/berlin/freigaben/"))
    assert senate.get(f"/berlin/freigaben/{found.pk}/").status_code == 404
    assert send(stage.as_("leadership"), f"{HOME}freigaben/{found.pk}/freigeben/").status_code == 302
    assert closed.name in text_of(senate.get("/berlin/freigaben/"))
    assert article(senate.get(f"/berlin/freigaben/{found.pk}/")) == preview
    export = text_of(senate.get(f"/berlin/freigaben/{found.pk}/?export=csv"))
    assert "GRUND 3" in export
    assert "KENNWORT" not in export
    page = send(stage.as_("leadership"), f"{HOME}freigaben/{found.pk}/zurueckziehen/", reason="Ein Fehler im Text")
    assert page.status_code == 302
    assert "Bereits exportierte Dateien sind davon nicht erfasst." in text_of(
        stage.as_("leadership").get(page["Location"])
    )
    assert senate.get(f"/berlin/freigaben/{found.pk}/").status_code == 404
    assert senate.get(f"/berlin/freigaben/{found.pk}/?export=csv").status_code == 404
    assert closed.name not in text_of(senate.get("/berlin/freigaben/"))
    # Afterwards a better one may follow.
    assert stage.as_("coordination").get(f"{HOME}runden/{closed.pk}/freigabe/").status_code == 200


def test_a_round_and_its_release_keep_the_wording_of_their_time(stage, closed, senate):
    found = released(stage, closed)
    pages = {f"/berlin/freigaben/{found.pk}/": senate, f"{HOME}runden/{closed.pk}/tisch/3/": stage.as_("coordination")}
    before = {url: text_of(client.get(url)) for url, client in pages.items()}
    item = stone(2)
    draft = WordingDraft.objects.create(
        item=item, beside=1, title="NEUTITEL", text="NEUTEXT", office_text="Unser Amt hat NEU.", reason="Klarer."
    )
    assert "behalten ihren Wortlaut" in text_of(stage.cast.client("editor").get(f"/berlin/arbeitshilfe/{item.code}/"))
    with acting_as(DatabaseRole.SENATE, user_id=stage.cast.world.editor.pk):
        publish(item=item, mark=mark_of(draft))
    for url, client in pages.items():
        after = text_of(client.get(url))
        assert item.title in before[url], url
        assert item.title in after, url
        assert "NEUT" not in after, url
    meaning = text_of(stage.as_("coordination").get(f"{HOME}bedeutung/{item.code}/"))
    assert "NEUTEXT" in meaning
    assert f"/hilfe/arbeitshilfe/{item.code}/" in meaning
    # What is released of it later says what was asked.
    send(stage.as_("leadership"), f"{HOME}freigaben/{found.pk}/zurueckziehen/", reason="Ein Fehler im Text")
    Release.objects.all().delete()
    assert prepared(stage, closed).picture["stones"][2]["title"] == item.title


def test_no_offices_word_name_or_statement_reaches_the_senate(stage, closed, senate):
    Dissent.objects.create(
        district=stage.district, consensus=Consensus.objects.get(round=closed, item=stone(4)), office=stage.soz,
        text="OHNEZUSTIMMUNG",
    )  # fmt: skip
    found = released(stage, closed)
    senate_sees = text_of(senate.get(f"/berlin/freigaben/{found.pk}/")) + text_of(
        senate.get(f"/berlin/freigaben/{found.pk}/?export=csv")
    )
    hidden = ("KENNWORT", "SOZIALWORT", "Einwand", "OHNEZUSTIMMUNG", stage.soz.name, stage.jug.name, "Gemeinsam planen")
    assert [word for word in hidden if word in senate_sees] == []
    with transaction.atomic(), acting_as(DatabaseRole.SENATE), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM pruefsteine_release r")
        rows = cursor.fetchall()
    assert len(rows) == 1
    assert "GRUND 3" in rows[0][0]
    assert [word for word in hidden if word in rows[0][0]] == []


def more_offices(stage, row, count):
    offices = Office.objects.bulk_create(
        Office(district=stage.district, name=f"Amt {n}", short_name=f"Z{n}", area=stage.areas[0]) for n in range(count)
    )
    for office in offices:
        stage.answers(row, office, state=AnswerState.SUBMITTED)


@pytest.mark.parametrize(("more", "goes"), [(2, False), (3, True)])
def test_the_spread_goes_along_from_five_offices_on(stage, closed, more, goes):
    more_offices(stage, closed, more)
    found = prepared(stage, closed)
    assert any(entry["spread"] for entry in found.picture["stones"]) == goes
    assert (
        "Streuung der Einschätzungen" in article(stage.as_("coordination").get(f"{HOME}freigaben/{found.pk}/"))
    ) == goes


def test_who_is_missing_at_one_pruefstein_counts_there(stage, closed):
    more_offices(stage, closed, 3)
    Rating.objects.filter(assessment__round=closed, assessment__office=stage.soz, item=stone(4)).update(level="")
    spreads = [bool(entry["spread"]) for entry in prepared(stage, closed).picture["stones"]]
    assert spreads == [True] * 4 + [False] + [True] * 5


@pytest.mark.parametrize("left_out", ["levels", "reasons", "minimum"])
def test_what_was_not_chosen_does_not_go_along(stage, closed, left_out):
    found = prepared(stage, closed, **{key: value for key, value in ALL.items() if key != left_out} | {left_out: ""})
    words = {"levels": "teilweise", "reasons": "GRUND", "minimum": "Mindestmaß der Checkliste"}
    page = article(stage.as_("coordination").get(f"{HOME}freigaben/{found.pk}/"))
    assert {key for key, word in words.items() if word in page} == set(words) - {left_out}


def test_dissent_goes_along_only_while_its_office_agrees(stage, closed):
    consensus = Consensus.objects.get(round=closed, item=stone(4))
    row = Dissent.objects.create(
        district=stage.district, consensus=consensus, office=stage.soz, text="ANDERS", may_go_further=True
    )
    found = commented(stage, closed)
    page = article(stage.as_("coordination").get(f"{HOME}freigaben/{found.pk}/"))
    assert "ANDERS" in page
    assert stage.soz.name not in page
    Dissent.objects.filter(pk=row.pk).update(may_go_further=False)
    refused = send(stage.as_("leadership"), f"{HOME}freigaben/{found.pk}/freigeben/")
    assert refused.status_code == 409
    assert "Zustimmung" in text_of(refused)
    planning = stage.as_("coordination")
    assert send(planning, f"{HOME}freigaben/{found.pk}/ueberarbeiten/").status_code == 302
    assert send(planning, f"{HOME}freigaben/{found.pk}/stellungnahmen/").status_code == 302
    assert send(stage.as_("leadership"), f"{HOME}freigaben/{found.pk}/freigeben/").status_code == 302
    assert "ANDERS" not in str(Release.objects.get(pk=found.pk).picture)


def test_frozen_with_the_meaning_of_the_day_and_the_version_of_the_catalogue(stage, closed, senate):
    meaning = Operationalisation.objects.create(
        district=stage.district, item=stone(0), version=8, meaning="SOGEMEINT", agreed_on=LONG_AGO, body="AG SRO"
    )
    # Frozen at the opening, so the row is made anew.
    RoundPruefstein.objects.filter(round=closed, item=stone(0)).delete()
    RoundPruefstein.objects.create(
        district=stage.district, round=closed, item=stone(0), text_version=1, operationalisation=meaning
    )
    found = released(stage, closed)
    before = article(senate.get(f"/berlin/freigaben/{found.pk}/"))
    assert "SOGEMEINT" in before
    Consensus.objects.filter(round=closed).update(reasons="NACHTRÄGLICH", level=Level.THROUGHOUT)
    Operationalisation.objects.create(
        district=stage.district, item=stone(0), version=9, meaning="SPÄTER", agreed_on=TODAY, body="AG SRO"
    )
    assert article(senate.get(f"/berlin/freigaben/{found.pk}/")) == before
    assert Release.objects.get(pk=found.pk).catalogue_version >= 1


def test_offices_have_ten_working_days_and_leadership_waits_for_them(stage, closed):
    found = prepared(stage, closed)
    url = f"{HOME}freigaben/{found.pk}/"
    assert stage.as_("office_head").get(url).status_code == 404
    assert send(stage.as_("coordination"), url + "stellungnahmen/").status_code == 302
    found.refresh_from_db()
    assert found.comments_until == working_days_after(TODAY, 10)
    assert stage.as_("uninvolved").get(url).status_code == 404
    assert send(stage.as_("office_head"), url + "stellungnahme/", text="So nicht").status_code == 302
    assert "So nicht" in text_of(stage.as_("second_head").get(url))
    early = send(stage.as_("leadership"), url + "freigeben/")
    assert early.status_code == 409
    assert f"{found.comments_until:%d.%m.%Y}" in text_of(early)
    Release.objects.filter(pk=found.pk).update(comments_until=TODAY - datetime.timedelta(days=1))
    assert send(stage.as_("second_head"), url + "stellungnahme/", text="Zu spät").status_code == 409
    assert send(stage.as_("leadership"), url + "freigeben/").status_code == 302
    assert Statement.objects.filter(release=found).count() == 1
    assert stage.as_("leadership").get(url + "freigeben/").status_code == 409


def test_who_heads_two_offices_comments_for_each(stage, closed):
    add_member(stage.place, Role.OFFICE_HEAD, label="second", office=stage.soz, user=stage.people["office_head"])
    found = prepared(stage, closed)
    url, both = f"{HOME}freigaben/{found.pk}/", stage.as_("office_head")
    assert send(stage.as_("coordination"), url + "stellungnahmen/").status_code == 302
    links = re.findall(r'href="([^"]+/stellungnahme/[^"]*)"', text_of(both.get(url)))
    assert len(links) == 2
    assert send(both, links[0], text="Für das eine").status_code == 302

    def waits():
        return f">Freigabe: {closed.name}<" in text_of(both.get("/bezirk/mitte/aufgaben/"))

    assert waits()
    assert send(both, links[1], text="Für das andere").status_code == 302
    assert not waits()
    assert set(Statement.objects.filter(release=found).values_list("office_id", flat=True)) == {
        stage.jug.pk, stage.soz.pk,
    }  # fmt: skip
    assert both.get(f"{url}stellungnahme/?amt={stage.lib.pk}").status_code == 404


def test_working_days_leave_out_weekends_and_holidays():
    # Easter 2026: Good Friday is 3 April, Easter Monday 6 April.
    assert working_days_after(datetime.date(2026, 3, 30), 10) == datetime.date(2026, 4, 15)


def test_another_member_of_the_bezirksamt_names_the_beschluss(stage, closed):
    found = commented(stage, closed)
    url, other = f"{HOME}freigaben/{found.pk}/freigeben/", stage.as_("second_leadership")
    assert send(other, url).status_code == 422
    draft = Resolution.objects.create(district=stage.district, kind="board", title="Noch nicht", body="Bezirksamt")
    assert send(other, url, resolution=str(draft.pk)).status_code == 422
    taken = Resolution.objects.create(
        district=stage.district, kind="board", title="Beschluss 7", body="Bezirksamt", decided_on=TODAY
    )
    assert send(other, url, resolution=str(taken.pk)).status_code == 302
    assert Release.objects.get(pk=found.pk).resolution == taken
    assert stage.as_("coordination").post(url).status_code == 403


def test_two_people_choosing_at_once_and_steps_sent_twice(stage, closed):
    found = prepared(stage, closed)
    url, planning = f"{HOME}freigaben/{found.pk}/", stage.as_("coordination")
    one = shown(planning.get(url + "auswahl/"))
    two = dict(one)
    assert planning.post(url + "auswahl/", one | {"covering": "Ein Wort vorab"}).status_code == 302
    assert planning.post(url + "auswahl/", {k: v for k, v in two.items() if k != "spread"}).status_code == 302
    found.refresh_from_db()
    assert (found.chosen["covering"], found.chosen["spread"]) == ("Ein Wort vorab", False)
    clash = planning.post(url + "auswahl/", two | {"covering": "Ein anderes"})
    assert clash.status_code == 409
    assert "Ein Wort vorab" in text_of(clash)
    step = shown(planning.get(url + "stellungnahmen/"))
    assert planning.post(url + "stellungnahmen/", step).status_code == 302
    assert planning.post(url + "stellungnahmen/", step).status_code == 409
    assert planning.get(f"{HOME}runden/{closed.pk}/freigabe/").status_code == 200
    again = send(planning, f"{HOME}runden/{closed.pk}/freigabe/")
    assert again.status_code == 409


def test_only_a_closed_round_is_released(stage):
    row = lay_table(stage)
    assert stage.as_("coordination").get(f"{HOME}runden/{row.pk}/freigabe/").status_code == 409


#: Who reads the preview in which state: (personas).
READS = {
    ReleaseState.PREPARED: {"coordination", "leadership", "second_leadership"},
    ReleaseState.COMMENTING: {"coordination", "leadership", "second_leadership", "office_head", "office_staff",
                              "second_head"},
    ReleaseState.RELEASED: {"coordination", "leadership", "second_leadership", "office_head", "office_staff",
                            "second_head", "uninvolved", "reader", "data", "leadership_staff"},
}  # fmt: skip


def test_who_reads_it_in_which_state(stage, closed):
    found = commented(stage, closed)
    for state, who in READS.items():
        Release.objects.filter(pk=found.pk).update(state=state, released_on=TODAY)
        for role in (*READS[ReleaseState.RELEASED], "neighbourhood"):
            page = stage.as_(role).get(f"{HOME}freigaben/{found.pk}/")
            assert (page.status_code == 200) == (role in who), (state, role)
            listed = closed.name in text_of(stage.as_(role).get(f"{HOME}freigaben/"))
            assert listed == (role in who), (state, role)
            heads = {"coordination", "leadership", "second_leadership", "office_head", "second_head"}
            seen = "Einwand second_head" in text_of(page)
            assert seen == (role in who & heads), (state, role)
