"""The state of things below "Meine Aufgaben": nothing is missing, and every number leads to exactly those things."""

import datetime
import html
import re

import pytest
from django.utils import timezone

from assignments.models import Assignment, Milestone
from assignments.states import State
from checklist.models import Progress, Qualification, Resolution, Workshop
from districts.dates import dates_of
from districts.outlook import AHEAD, Outlook, outlook_of
from overview.models import Framework, GoodPractice, SupportMessage
from partners.models import Actor, Cooperation, Meeting
from pruefsteine.models import Release, Round
from sozialraum.models import Need, Plan
from tests.acting import acting, member_of
from tests.makers import thing
from tests.makers.partners import released

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGE = "/bezirk/mitte/aufgaben/"
SOON, LATE, LATELY = (TODAY + datetime.timedelta(days=days) for days in (7, -40, -3))
STEERING = ("coordination", "leadership", "leadership_staff")


def state_of_things(mitte, persona):
    member = member_of(mitte, mitte.people[persona])
    with acting(mitte, mitte.people[persona]):
        return outlook_of(member, TODAY), dates_of(member, TODAY, TODAY + AHEAD, TODAY)


def all_on(mitte, day):
    """Everything of Mitte that has a day to come, on ``day``."""
    own = {"district": mitte.district}
    Assignment.objects.filter(**own).update(due_on=day, state=State.WORKING)
    Milestone.objects.filter(**own).update(due_on=day, reached_on=None)
    Progress.objects.filter(**own, code="B3.5").update(target_date=day, state="clarifying")
    Resolution.objects.filter(**own).update(decided_on=day)
    Workshop.objects.filter(**own).update(held_on=day)
    Qualification.objects.filter(**own).update(starts_on=day)
    Meeting.objects.filter(**own).update(starts_on=day, state=Meeting.State.PLANNED)
    Cooperation.objects.filter(**own).update(decide_by=day, renewal="open")
    Round.objects.filter(**own).update(opens_on=day, closes_on=day, state="open", closed_on=None)
    Need.objects.filter(**own).update(
        state="agreed", agreed_what="Räume", agreed_until=day, agreed_on=LATE, talked_on=LATE
    )
    Plan.objects.filter(**own).update(starts_on=day, ends_on=day, state="running", shared_on=LATE)


@pytest.mark.parametrize("persona", STEERING)
def test_what_the_calendar_knows_of_the_next_weeks_stands_there(cast, persona):
    mitte = cast.world.mitte
    all_on(mitte, SOON)
    told, calendar = state_of_things(mitte, persona)
    coming = [dated for dated in calendar if not dated.past]
    kinds = {dated.kind for dated in coming}
    assert {"Frist eines Auftrags", "Meilenstein", "Zieldatum", "Sitzung", "Abgabe", "Beginn einer Planung",
            "Ende einer Planung", "Vereinbarung zu einem Bedarf",
            "Verlängerung einer Kooperation"} <= kinds  # fmt: skip
    assert {(d.kind, d.title, d.url) for d in coming} <= {(d.kind, d.title, d.url) for d in told.dates}


def test_a_rahmenvorgabe_to_come_is_a_date(cast):
    mitte = cast.world.mitte
    Framework.objects.create(department="A", title="Neue Vorgabe", text="x", valid_from=SOON, published_on=LATE)
    Framework.objects.create(department="A", title="Entwurf", text="x", valid_from=SOON)
    for persona in STEERING:
        titles = {dated.title for dated in state_of_things(mitte, persona)[0].dates}
        assert "Neue Vorgabe" in titles
        assert "Entwurf" not in titles


def numbers_of(page):
    """Address -> the number the page says, of every link that says one."""
    part = page.partition("Stand der Dinge im Bezirk")[2]
    links = re.findall(r'<a href="([^"]+)">(?:davon )?(\d+)(?: [^<]*)?</a>', part)
    return {html.unescape(url).partition("#")[0]: int(number) for url, number in links}


def shown_at(client, url):
    """How many things the list at ``url`` shows."""
    page = client.get(url.partition("#")[0]).content.decode()
    found = re.search(r'role="status"><strong>(\d+)</strong>', page)
    return int(found[1]) if found else 0


def test_every_number_leads_to_exactly_as_many(cast):
    mitte = cast.world.mitte
    all_on(mitte, LATE)
    for number, day in enumerate((LATE, SOON, SOON)):
        released(mitte, f"Haus {number}", confirm_by=day, region=mitte.regions[0])
    Actor.objects.filter(name="Haus 2").update(state="submitted")
    first = thing(mitte, Need)
    for number, values in enumerate(
        ({"state": "reported"}, {"state": "reported", "moved_on": LATE - datetime.timedelta(days=60)},
         {"state": "seen"}, {"state": "talking", "talked_on": LATE, "moved_on": LATE - datetime.timedelta(days=60)})
    ):  # fmt: skip
        Need.objects.create(district=mitte.district, title=f"Noch {number}", text="x", author=first.author,
                            spoke_as="Amt", **values)  # fmt: skip
    for persona in STEERING:
        client = cast.client(persona)
        page = client.get(PAGE).content.decode()
        numbers = numbers_of(page)
        assert any("akteure/?bestaetigt=ueberfaellig" in url for url in numbers), persona
        assert persona != "coordination" or sum("bedarfe/?" in url for url in numbers) == 3
        for url, number in numbers.items():
            assert shown_at(client, url) == number, (persona, url)


def test_what_is_late_leads_to_the_lists_of_what_is_late(cast):
    mitte = cast.world.mitte
    client = cast.client("coordination")
    all_on(mitte, SOON)
    assert not state_of_things(mitte, "coordination")[0].late_lists
    all_on(mitte, LATE)
    told, _ = state_of_things(mitte, "coordination")
    lists = dict(told.late_lists)
    assert set(lists) == {"Alle überfälligen Aufträge", "Alle überfälligen Punkte", "Alle überfälligen Kooperationen",
                          "Alle überfälligen Vereinbarungen"}  # fmt: skip
    kinds = {
        "Aufträge": "Frist eines Auftrags",
        "Punkte": "Zieldatum",
        "Kooperationen": "Verlängerung einer Kooperation",
        "Vereinbarungen": "Vereinbarung zu einem Bedarf",
    }
    for label, url in lists.items():
        late = [d for d in told.dates if d.late and d.kind == kinds[label.rpartition(" ")[2]]]
        assert shown_at(client, url) == len(late) > 0, label
    all_on(mitte, SOON)
    for url in lists.values():
        assert shown_at(client, url) == 0, url


def test_the_last_fortnight_decisions_first(cast):
    mitte = cast.world.mitte
    own = {"district": mitte.district}
    Round.objects.filter(**own).update(state="closed", closed_on=LATELY, opens_on=LATE, name="Die Runde")
    Release.objects.filter(**own).update(state="released", released_on=LATELY)
    Plan.objects.filter(**own).update(shared_on=LATELY, title="Der Plan")
    Need.objects.filter(**own).update(state="declined", outcome="Nein", settled_on=LATELY, reported_on=LATE,
                                      talked_on=LATE, title="Der Bedarf")  # fmt: skip
    GoodPractice.objects.filter(**own).update(state="released", shared_on=LATELY, title="Das Beispiel")
    SupportMessage.objects.filter(**own).update(from_senate=True, said_at=timezone.now())
    told, _ = state_of_things(mitte, "coordination")
    found = {what.what for what in told.news}
    assert {
        "Erhebungsrunde abgeschlossen",
        "Für den Senat freigegeben",
        "Planung geteilt",
        "Gutes Beispiel freigegeben",
        "Bedarf nicht aufgenommen",
        "Antwort der Senatsverwaltung",
    } <= found
    assert "Bedarf gemeldet" not in found
    decided = [news.decision for news in told.news]
    assert decided == sorted(decided, reverse=True)
    page = cast.client("coordination").get(PAGE).content.decode()
    for news in told.news:
        assert f'href="{html.escape(news.url)}"' in page, news


def test_rounds_under_way_and_what_only_coordination_knows(cast):
    mitte = cast.world.mitte
    Release.objects.filter(district=mitte.district).delete()
    Round.objects.filter(district=mitte.district).update(
        state="planned", opens_on=SOON, closes_on=SOON, name="Die Runde"
    )
    empty = "Zurzeit läuft keine Runde"
    assert "geplant, Beginn" in cast.client("coordination").get(PAGE).content.decode()
    page = cast.client("leadership").get(PAGE).content.decode()
    assert "Die Runde" not in page
    assert empty in page
    Round.objects.filter(district=mitte.district).update(state="discussing")
    assert "in Abstimmung" in cast.client("leadership").get(PAGE).content.decode().partition("Erhebungsrunden")[2]


def test_nobody_else_is_told_of_it(cast):
    for persona in ("office_head", "office_staff", "data", "reader", "neighbourhood"):
        assert "Stand der Dinge" not in cast.client(persona).get(PAGE).content.decode(), persona


def test_what_is_asked_holds_on_to_nobody(cast):
    """It is built once for all of the same powers: a person caught in it would be asked for by others."""
    caught = cast.world.mitte.people["coordination"]
    with pytest.raises(TypeError, match="depend on its arguments alone"):
        Outlook().ask("caught", lambda asker, today: Need.objects.filter(author=caught), print, day="reported_on")


def test_a_bedarf_that_waits_for_two_reasons_stands_there_once(cast):
    row = thing(cast.world.mitte, Need)
    Need.objects.filter(pk=row.pk).update(state="talking", talked_on=LATE, lead=None, moved_on=TODAY - 20 * AHEAD)
    told, _ = state_of_things(cast.world.mitte, "coordination")
    waiting = next(block for block in told.blocks if block.title == "Bedarfe, die warten")
    assert [line.sentence for line in waiting.lines if line.title == row.title] == ["Federführung offen"]
    assert {label for label, _ in waiting.links} >= {"1 lange still", "1 mit offener Federführung"}
