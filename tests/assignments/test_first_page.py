"""The first page, what stands below it, the line of time, and asking for relief."""

import datetime
import re

import pytest
from django.utils import timezone

from assignments.models import Entry, Milestone
from assignments.states import State
from checklist.models import Progress, Resolution
from districts.models import District, Membership, Relief
from districts.refusals import Refused
from districts.relief import mark_seen
from districts.roles import Role
from partners.models import Actor
from tests.assignments.conftest import LATER, LONG_AGO, SOON, TODAY
from tests.factories import add_member

pytestmark = pytest.mark.django_db
PAGE, LINE, ASK = "/bezirk/mitte/aufgaben/", "/bezirk/mitte/zeitachse/", "/bezirk/mitte/aufgaben/entlastung/"
STATE = "Stand der Dinge im Bezirk"


def text(stage, role, url=PAGE):
    answer = stage.as_(role).get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def entry(stage, row, kind):
    return Entry.objects.create(
        district=stage.place.district, assignment=row, kind=kind, author=stage.people["office_head"], spoke_as="Amt"
    )


def test_signing_in_leads_there_or_to_the_choice_of_districts(stage):
    head = stage.people["office_head"]
    assert stage.as_("office_head").get("/")["Location"] == PAGE
    add_member(stage.cast.world.pankow, Role.READER, user=head)
    page = stage.as_("office_head").get("/")
    assert page.status_code == 200
    assert "/bezirk/pankow/" in page.content.decode()


def test_three_piles_by_urgency(stage):
    stage.row(title="Später fällig", state=State.REPORTED, due_on=LATER)
    stage.row(title="Bald fällig", state=State.WORKING, question_open=True, due_on=SOON)
    stage.row(title="Beim Amt", state=State.WORKING, due_on=LONG_AGO)
    page = text(stage, "leadership")
    places = [page.index(words) for words in (
        "Zur Entscheidung", "Bald fällig", "Sie beantworten die Rückfrage", "Später fällig", "Zur Kenntnis", "Beim Amt",
    )]  # fmt: skip
    assert places == sorted(places)


@pytest.mark.parametrize("role", ["reader", "neighbourhood", "data"])
def test_nothing_waits(stage, role):
    # Only the Stadtteilkoordination confirms actors, and none is due.
    Actor.objects.filter(district=stage.place.district).update(confirm_by=TODAY + datetime.timedelta(days=100))
    page = text(stage, role)
    assert "Nichts wartet auf Sie" in page
    assert STATE not in page


def test_what_is_only_to_know_is_folded_where_there_is_much(stage):
    for number in range(17):
        stage.row(title=f"Läuft {number:02}", state=State.WORKING, due_on=SOON + datetime.timedelta(days=number))
    page = text(stage, "leadership")
    assert page.index("Läuft 14") < page.index("Weitere") < page.index("Läuft 15")


def test_the_state_of_things_for_those_who_steer(stage):
    late = stage.row(title="Alte Sache", state=State.WORKING, due_on=LONG_AGO)
    closed = stage.row(title="Fertige Sache", state=State.CLOSED, due_on=SOON)
    entry(stage, late, Entry.Kind.PROGRESS)
    entry(stage, closed, Entry.Kind.CLOSED)
    Resolution.objects.create(
        district=stage.place.district, kind="board", title="Neuer Beschluss", body="Bezirksamt", decided_on=TODAY
    )
    Progress.objects.filter(district=stage.place.district, code="B3.5").update(
        target_date=TODAY + datetime.timedelta(days=7), state="clarifying", changed_at=timezone.now()
    )
    for role in ("coordination", "leadership", "leadership_staff"):
        page = text(stage, role).partition(STATE)[2]
        late_part, _, rest = page.partition("In den nächsten vier Wochen")
        coming, _, rest = rest.partition("In den letzten 14 Tagen")
        news, _, block = rest.partition("Checkliste nach Teilen und Stand")
        assert "Alte Sache" in late_part, role
        assert "termin=ueberfaellig" in late_part
        assert "B3.5" in coming
        assert "Fertige Sache" not in coming
        assert news.index("Neuer Beschluss") < news.index("Alte Sache")
        assert news.index("Abgeschlossen") < news.index("Sachstand")
        assert "/bezirk/mitte/checkliste/?teil=B3&amp;stand=clarifying#liste" in block
        assert stage.people["office_head"].name not in page
    for role in ("office_head", "office_staff", "reader", "data"):
        assert STATE not in text(stage, role)


def test_leadership_of_another_area_reads_nothing_of_it(stage):
    row = stage.row(title="Fremde Sache", state=State.WORKING, due_on=LONG_AGO)
    entry(stage, row, Entry.Kind.PROGRESS)
    draft = stage.row(title="Fremder Entwurf", state=State.DRAFT, due_on=SOON)
    Milestone.objects.create(district=stage.place.district, assignment=draft, title="Fremde Marke", due_on=SOON)
    for page in (text(stage, "second_leadership"), text(stage, "second_leadership", LINE), text(stage, "reader", LINE)):
        assert "Fremde" not in page


def test_the_line_of_time_and_its_table(stage):
    row = stage.row(title="Lange Sache", state=State.WORKING, due_on=TODAY - datetime.timedelta(days=3))
    Milestone.objects.create(district=stage.place.district, assignment=row, title="Halbzeit", due_on=SOON)
    decided = {"kind": "board", "body": "Bezirksamt"}
    Resolution.objects.create(district=stage.place.district, title="Beschluss alt", decided_on=LONG_AGO, **decided)
    Resolution.objects.create(district=stage.place.district, title="Beschluss später", decided_on=None, **decided)
    page = text(stage, "office_head", LINE)
    assert page.count("Lange Sache") == 2  # in the plot and in the table
    assert page.count('class="ql-fill--postponed"') == 2  # in the plot and in its legend
    table = page.partition("<tbody>")[2]
    assert table.index("Beschluss alt") < table.index("Lange Sache") < table.index("Halbzeit")
    assert "Beschluss später" not in page
    only = text(stage, "office_head", LINE + "?art=Beschluss")
    assert "Beschluss alt" in only
    assert "Lange Sache" not in only
    assert "Lange Sache" not in text(stage, "office_head", LINE + "?ab=2031-01")
    rows = stage.as_("office_head").get(LINE + "?export=csv&art=Meilenstein").content.decode()
    assert "Halbzeit" in rows
    assert "Lange Sache" not in rows
    for wrong in ("ab=x", "ab=2027-13", "ab=1990-01", "ab=2100-12", "art=%00", "export=exe"):
        assert stage.as_("office_head").get(f"{LINE}?{wrong}").status_code == 200, wrong


def much(stage, number):
    for count in range(number):
        row = stage.row(title=f"Auftrag Nummer {count}", state=State.WORKING)
        row.offices.filter(lead=True).update(agent=stage.people["office_staff"])


def test_the_hint_is_theirs_alone_and_the_district_sets_from_when(stage):
    hint = "Bei Ihnen liegt gerade viel"
    much(stage, 4)
    assert hint not in text(stage, "office_staff")
    settings = "/bezirk/mitte/einstellungen/hinweis/"
    beside = {"topics_hint_above": 7, "lead_open_days": 28}
    assert stage.as_("coordination").post(settings, {"hint_above": 1} | beside).status_code == 200
    assert stage.as_("coordination").post(settings, {"hint_above": 4} | beside).status_code == 302
    assert hint not in text(stage, "office_staff")
    assert stage.as_("coordination").post(settings, {"hint_above": 3} | beside).status_code == 302
    assert District.objects.get(slug="mitte").hint_above == 3
    assert hint in text(stage, "office_staff")
    for role in ("office_head", "leadership", "coordination"):
        assert hint not in text(stage, role)


def test_passing_it_on_and_seeing_to_it(stage):
    staff, head = stage.as_("office_staff"), stage.as_("office_head")
    form = staff.get(ASK).content.decode()
    assert f"Das lesen in {stage.jug.name}: {stage.people['office_head'].name}, sonst niemand." in form
    assert staff.post(ASK, {"text": " "}).status_code == 422
    for words in ("ERSTE Worte", "ZWEITE Worte"):
        assert staff.post(ASK, {"text": words}).status_code == 302
    row = Relief.objects.get(person=stage.people["office_staff"], office=stage.jug)
    assert row.text == "ZWEITE Worte"
    assert f"Bitte um Entlastung von {stage.people['office_staff'].name}" in text(stage, "office_head")
    assert "ZWEITE Worte" in text(stage, "office_head", f"{ASK}{row.pk}/")
    for role in ("coordination", "leadership", "contributor", "second_head", "reader"):
        assert "Entlastung" not in text(stage, role)
        assert stage.as_(role).get(f"{ASK}{row.pk}/").status_code in (403, 404)
    assert staff.post(f"{ASK}{row.pk}/gesehen/").status_code == 403
    assert head.post(f"{ASK}{row.pk}/zuruecknehmen/").status_code == 403
    assert head.post(f"{ASK}{row.pk}/gesehen/").status_code == 302
    assert "Bitte um Entlastung von" not in text(stage, "office_head")
    assert "als gesehen gekennzeichnet" in text(stage, "office_staff")
    assert Relief.objects.get(pk=row.pk).text == ""
    Relief.objects.filter(pk=row.pk).update(seen_on=TODAY - datetime.timedelta(days=15))
    assert "Entlastung" not in re.sub(r"(?s)<nav.*?</nav>", "", text(stage, "office_staff"))
    assert staff.post(ASK, {"text": "Noch einmal"}).status_code == 302
    row = Relief.objects.get(person=stage.people["office_staff"], office=stage.jug)
    assert row.seen_on is None
    assert staff.post(f"{ASK}{row.pk}/zuruecknehmen/").status_code == 302
    assert not Relief.objects.filter(pk=row.pk).exists()


def test_without_a_head_nobody_would_read_it(stage):
    Membership.objects.filter(user=stage.people["office_head"]).update(ends_on=TODAY - datetime.timedelta(days=1),
                                                                      starts_on=LONG_AGO)  # fmt: skip
    staff = stage.as_("office_staff")
    assert "keine Leitung, die das lesen könnte" in staff.get(ASK).content.decode()
    before = Relief.objects.count()
    assert staff.post(ASK, {"text": "Hilfe"}).status_code == 409
    assert Relief.objects.count() == before


@pytest.mark.parametrize("role", ["coordination", "leadership", "second_head", "contributor", "office_staff"])
def test_the_rule_lets_only_a_head_of_the_office_see_to_it(stage, role):
    row = stage.place.things[Relief]
    with stage.acting(role), pytest.raises(Refused):
        mark_seen(relief=row, by=stage.member(role))
    assert Relief.objects.get(pk=row.pk).seen_on is None
