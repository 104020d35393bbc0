"""Plans: who sees them, where they touch, months, agreement, agenda, filters."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from districts.models import Region
from districts.roles import Role
from districts.visibility import Matter, Sight, sight
from lists.plots import Span, period_plot
from partners.models import AgendaItem, Body
from pruefsteine.known import known_about
from sozialraum.models import Plan, PlanOffice, PlanRegion
from sozialraum.plans.calendar import plans_of
from sozialraum.plans.months import MonthField, period_text
from sozialraum.plans.tasks import tasks_from_plans
from tests.acting import acting, member_of
from tests.districts.test_visibility import STANDS_FOR
from tests.factories import add_member
from tests.filling import shown
from tests.makers import thing

BASE = "/bezirk/mitte/planungen/"
MARCH, NOVEMBER = datetime.date(2026, 3, 1), datetime.date(2026, 11, 30)


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


@pytest.fixture
def plan(mitte):
    """Of the first office, for the first Bezirksregion, shared."""
    return thing(mitte, Plan)


def text_of(page):
    return page.content.decode("utf-8-sig")


def url_of(plan, *more):
    return f"{BASE}{plan.pk}/" + "".join(more)


def another(mitte, title, *, regions=(), office=1, **fields):
    values = {"kind": "project", "starts_on": MARCH, "ends_on": NOVEMBER, "shared_on": MARCH} | fields
    row = Plan.objects.create(district=mitte.district, office=mitte.offices[office], title=title, **values)
    PlanRegion.objects.bulk_create(PlanRegion(district=mitte.district, plan=row, region=region) for region in regions)
    return row


@pytest.fixture
def lone(mitte, plan):
    """The plan of the first office for March to November 2026, with nothing else beside it."""
    thing(mitte, PlanRegion)
    Plan.objects.exclude(pk=plan.pk).update(state="dropped")
    Plan.objects.filter(pk=plan.pk).update(starts_on=MARCH, ends_on=NOVEMBER)
    return plan


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("persona", list(STANDS_FOR))
def test_seen_as_the_table_says(cast, plan, persona, shared):
    Plan.objects.filter(pk=plan.pk).update(shared_on=MARCH if shared else None)
    seen = sight(Matter.PLAN, STANDS_FOR[persona])
    expected = seen == Sight.YES or (seen == Sight.WHEN_SHARED and shared)
    client = cast.client(persona)
    for page in ("", "?q=vorhaben", "?ansicht=zeit", "?export=csv"):
        assert (plan.title in text_of(client.get(BASE + page))) is expected, page
    for page in ("", "?verlauf=ja"):
        assert (client.get(url_of(plan, page)).status_code == 200) is expected
    for page in (f"aemter/{plan.office_id}/", "regionen/011001/"):
        assert (plan.title in text_of(client.get(f"/bezirk/mitte/{page}"))) is expected


def test_a_draft_is_neither_beside_others_nor_in_tasks(cast, mitte, lone):
    other = another(mitte, "Der Entwurf nebenan", regions=mitte.regions[:1], shared_on=None)
    PlanOffice.objects.create(district=mitte.district, plan=other, office=mitte.offices[0])
    page = text_of(cast.client("office_head").get(url_of(lone)))
    assert "Der Entwurf nebenan" not in page
    head = member_of(mitte, mitte.people["office_head"])
    with acting(mitte, mitte.people["office_head"]):
        assert [task.title for task in tasks_from_plans(head, timezone.localdate())] == []


def test_touching_goes_up_and_down_the_tree_and_needs_the_same_time(cast, mitte, lone):
    inside, elsewhere = (
        Region.objects.create(district=mitte.district, level="planungsraum", key=f"0110010{n}", name=f"Kiez {n}",
                              parent=mitte.regions[n - 1])
        for n in (1, 2)
    )  # fmt: skip
    whole = mitte.regions[0].parent
    later = {"starts_on": datetime.date(2026, 12, 1), "ends_on": None}
    for title, fields in {
        "im Kiez darin": {"regions": [inside]},
        "im Raum darüber": {"regions": [whole]},
        "im ganzen Bezirk": {},
        "bis zum letzten Tag": {"regions": [inside], "starts_on": datetime.date(2026, 11, 1), "ends_on": None},
        "im Nachbarkiez": {"regions": [elsewhere]},
        "erst danach": {"regions": [inside]} | later,
        "schon vorbei": {"regions": [inside], "starts_on": datetime.date(2025, 1, 1),
                         "ends_on": datetime.date(2026, 2, 28)},
        "abgeschlossen": {"regions": [inside], "state": "done"},
        "vom eigenen Amt": {"regions": [inside], "office": 0},
    }.items():  # fmt: skip
        another(mitte, title, **fields)
    page = text_of(cast.client("reader").get(url_of(lone)))
    beside = page.split('id="beruehrung"')[1].split("</section>")[0]
    for title in ("im Kiez darin", "im Raum darüber", "im ganzen Bezirk", "bis zum letzten Tag"):
        assert title in beside, title
    for title in ("im Nachbarkiez", "erst danach", "schon vorbei", "abgeschlossen", "vom eigenen Amt"):
        assert title not in beside, title
    assert beside.index("im Kiez darin") < beside.index("im ganzen Bezirk"), "the closest first"
    # Both sides read it, and the list finds the same.
    other = Plan.objects.get(title="im Raum darüber")
    assert lone.title in text_of(cast.client("second_head").get(url_of(other))).split('id="beruehrung"')[1]
    endless = Plan.objects.get(title="bis zum letzten Tag")
    assert lone.title in text_of(cast.client("reader").get(url_of(endless))).split('id="beruehrung"')[1]
    # A Planungsraum lies in its Prognoseraum, too.
    another(mitte, "im Raum, vom ersten Amt", regions=[whole], office=0)
    kiez = Plan.objects.get(title="im Kiez darin")
    assert "im Raum, vom ersten Amt" in text_of(cast.client("reader").get(url_of(kiez)))
    listed = text_of(cast.client("reader").get(BASE + "?beruehrung=ja"))
    for title in (lone.title, "im Kiez darin", "im Raum darüber", "im ganzen Bezirk", "vom eigenen Amt"):
        assert title in listed, title
    assert "schon vorbei" not in listed
    assert "abgeschlossen</a>" not in listed


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("11.2026", "2026-11-01", "2026-11-30"),
        ("2/2028", "2028-02-01", "2028-02-29"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-11-22", "2026-11-01", "2026-11-30"),
        ("22.11.2026", "2026-11-01", "2026-11-30"),
    ],
)
def test_months_as_people_write_them(typed, first, last):
    assert str(MonthField().clean(typed)) == first
    assert str(MonthField(last=True).clean(typed)) == last


@pytest.mark.parametrize("typed", ["13.2026", "2026", "11.26", "November", "11.1089", "١١.2026", "11.2026x"])
def test_what_is_no_month_is_said(typed):
    with pytest.raises(ValidationError, match="zum Beispiel 11"):
        MonthField().clean(typed)


def test_periods_in_words():
    assert period_text(MARCH, NOVEMBER) == "03.2026 bis 11.2026"
    assert period_text(MARCH, datetime.date(2026, 3, 31)) == "03.2026"
    assert period_text(MARCH, None) == "ab 03.2026, Ende offen"


def form_of(mitte, **changed):
    return {"office": str(mitte.offices[0].pk), "kind": "site", "title": "Familienzentrum", "starts_on": "03.2026",
            "ends_on": "11.2026", "state": "idea", "regions": [str(mitte.regions[0].pk)]} | changed  # fmt: skip


def test_an_office_enters_its_own_and_it_is_a_draft(cast, mitte):
    staff = cast.client("office_staff")
    assert staff.post(BASE + "neu/", form_of(mitte, office=str(mitte.offices[1].pk))).status_code == 422
    assert staff.post(BASE + "neu/", form_of(mitte, wanted=[str(mitte.offices[1].pk)])).status_code == 302
    row = Plan.objects.get(title="Familienzentrum")
    assert (row.starts_on, row.ends_on, row.shared_on) == (MARCH, NOVEMBER, None)
    twice = staff.post(BASE + "neu/", form_of(mitte))
    assert twice.status_code == 422
    assert "schon eine Planung mit diesem Titel" in text_of(twice)
    assert staff.post(url_of(row, "teilen/"), {"teilen": "ja", "version": "1"}).status_code == 403
    head = cast.client("office_head")
    assert head.post(url_of(row, "teilen/"), shown(head.get(url_of(row)))).status_code == 302
    waiting = text_of(cast.client("second_head").get("/bezirk/mitte/aufgaben/"))
    assert "Familienzentrum" in waiting
    assert "wünscht dazu Abstimmung" in waiting


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends_on": "02.2026"}, "Das Ende liegt vor dem Beginn."),
        ({"starts_on": "bald"}, "zum Beispiel 11.2026"),
        ({"text": "x" * 20_000}, "20000"),
        ({"contact": "kein Postfach"}, "gültige E-Mail-Adresse"),
        ({"state": "vielleicht"}, "vielleicht"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(cast, mitte, changed, sentence):
    page = cast.client("office_staff").post(BASE + "neu/", form_of(mitte, **changed))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "Familienzentrum" in text_of(page), "nothing is lost"


def test_regions_of_another_district_and_the_own_office_are_refused(cast, mitte):
    staff = cast.client("office_staff")
    foreign = str(cast.world.pankow.regions[0].pk)
    assert staff.post(BASE + "neu/", form_of(mitte, regions=[foreign])).status_code == 422
    assert staff.post(BASE + "neu/", form_of(mitte, wanted=[str(mitte.offices[0].pk)])).status_code == 422
    # Who belongs to two offices may choose the other one, and the form offers both.
    both = mitte.people["second_head"]
    add_member(mitte, Role.OFFICE_STAFF, user=both)
    client = cast.client("second_head")
    own = client.post(BASE + "neu/", form_of(mitte, wanted=[str(mitte.offices[0].pk)]))
    assert own.status_code == 422
    assert "andere Ämter als Ihr eigenes" in text_of(own)
    assert client.post(BASE + "neu/", form_of(mitte, wanted=[str(mitte.offices[1].pk)])).status_code == 302


def test_two_people_at_once_merge_regions_and_fields(cast, mitte, lone):
    staff, head = cast.client("office_staff"), cast.client("office_head")
    edit = url_of(lone, "bearbeiten/")
    first, second = shown(staff.get(edit)), shown(head.get(edit))
    regions = [str(region.pk) for region in mitte.regions]
    assert staff.post(edit, first | {"regions": regions}).status_code == 302
    assert head.post(edit, second | {"text": "Neu", "state": "decided"}).status_code == 302
    row = Plan.objects.get(pk=lone.pk)
    assert (row.text, row.state) == ("Neu", "decided")
    assert PlanRegion.objects.filter(plan=row).count() == 2
    clash = staff.post(edit, first | {"text": "Auch neu"})
    assert clash.status_code == 409
    assert "Auch neu" in text_of(clash)


def test_both_sides_note_what_they_agreed_and_it_stays(cast, mitte, plan):
    tie = thing(mitte, PlanOffice)
    url = url_of(plan, f"abstimmung/{tie.office_id}/")
    second = cast.client("second_head")
    assert cast.client("coordination").get(url).status_code == 403
    future = second.post(url, shown(second.get(url)) | {"agreed_on": "2099-01-01"})
    assert future.status_code == 422
    sent = shown(second.get(url)) | {"agreed_on": "2026-03-02", "outcome": "Ein Haus für beide."}
    assert second.post(url, sent).status_code == 302
    assert "Ein Haus für beide." in text_of(cast.client("reader").get(url_of(plan)))
    reader = member_of(mitte, mitte.people["reader"])
    with acting(mitte, mitte.people["reader"]):
        facts = [fact.title for known in known_about("B4.5", reader) for fact in known.facts]
    assert plan.title in facts
    # An office with which it was agreed stays, also when somebody takes its mark away.
    head = cast.client("office_head")
    edit = url_of(plan, "bearbeiten/")
    assert head.post(edit, shown(head.get(edit)) | {"wanted": []}).status_code == 302
    assert PlanOffice.objects.filter(pk=tie.pk, outcome="Ein Haus für beide.").exists()


def test_a_shared_plan_and_a_pair_come_on_an_agenda_once(cast, mitte, lone):
    body = thing(mitte, Body)
    other = another(mitte, "Umbau nebenan", regions=mitte.regions[:1])
    client = cast.client("coordination")
    for query, times in (("", 1), (f"?mit={other.pk}", 2), (f"?mit={other.pk}", 2)):
        url = url_of(lone, "tagesordnung/", query)
        opened = shown(client.get(url))
        assert client.post(url, opened | {"body": str(body.pk)}).status_code == 302
        assert AgendaItem.objects.filter(subject__startswith="plan:").count() == times
    assert AgendaItem.objects.filter(title=f"{lone.title} und Umbau nebenan").exists()
    Plan.objects.filter(pk=lone.pk).update(shared_on=None)
    refused = cast.client("office_head").get(url_of(lone, "tagesordnung/"))
    assert refused.status_code == 409
    assert "erst, wenn das Amt sie" in text_of(refused)


def test_filters_and_the_export_of_exactly_that(cast, mitte, lone):
    another(mitte, "Nur nebenan", regions=mitte.regions[1:], kind="offer", state="running")
    another(mitte, "Überall", kind="field", ends_on=None)
    client = cast.client("reader")
    second = mitte.regions[1]
    for query, there, away in (
        ("art=offer", "Nur nebenan", "Überall"),
        (f"amt={mitte.offices[0].pk}", lone.title, "Nur nebenan"),
        ("stand=running", "Nur nebenan", "Überall"),
        (f"region={second.pk}", "Nur nebenan", f"{lone.title};"),
        (f"region={second.parent_id}", "Nur nebenan", "nichts"),
        (f"region={second.pk}", "Überall", f"{lone.title};"),
        ("q=UBERALL", "Überall", "Nur nebenan"),
        ("art=unsinn&region=x&zeit=nie", "Nur nebenan", "nichts"),
    ):
        for page in (query, query + "&export=csv"):
            assert there in text_of(client.get(f"{BASE}?{page}")), page
        assert away not in text_of(client.get(f"{BASE}?{query}&export=csv")), query


def test_each_order_and_each_time_without_what_does_not_belong_there(cast, mitte, lone):
    today = timezone.localdate()
    past, future = today - datetime.timedelta(days=400), today + datetime.timedelta(days=400)
    Plan.objects.exclude(pk=lone.pk).delete()
    Plan.objects.filter(pk=lone.pk).update(title="Mitten", starts_on=past, ends_on=None)
    another(mitte, "Älter", starts_on=past, ends_on=past)
    another(mitte, "Zuletzt <b>", starts_on=future, ends_on=None)
    client = cast.client("reader")

    def titles(query):
        page = text_of(client.get(f"{BASE}?{query}"))
        return re.findall(r'<th scope="row"><a [^>]*>([^/]*)</a>', page)

    # Only the own office reads a draft, and is told so.
    another(mitte, "Entwurf", office=0, shared_on=None)
    for persona, marks in (("office_head", 1), ("reader", 0)):
        assert text_of(cast.client(persona).get(BASE)).count("nur für Ihr Amt sichtbar") == marks
    assert titles("sort=titel") == ["Älter", "Mitten", "Zuletzt &lt;b&gt;"]
    assert titles("sort=-titel") == ["Zuletzt &lt;b&gt;", "Mitten", "Älter"]
    assert titles("sort=-beginn")[0] == "Zuletzt &lt;b&gt;"
    assert titles("zeit=jetzt") == ["Mitten"]
    assert titles("zeit=spaeter") == ["Zuletzt &lt;b&gt;"]
    assert titles("zeit=vorbei") == ["Älter"]


def test_the_map_counts_the_selection_on_every_level(cast, mitte, lone):
    another(mitte, "Im ganzen Raum", regions=[mitte.regions[0].parent], kind="offer")
    another(mitte, "Überall")
    client = cast.client("reader")
    first, second = mitte.regions

    def told(query):
        page = text_of(client.get(f"{BASE}?ansicht=karte&{query}"))
        rows = re.findall(r'<a href="([^"]*)">(Region [^<]*)</a></th><td class="ql-number">(\d+)', page)
        return {name: (int(number), url) for url, name, number in rows}, page

    # What is for the whole district is said, not counted; the given-up ones stand there too.
    rows, page = told("stand=idea")
    assert (rows[first.name][0], rows[second.name][0]) == (2, 1)
    assert "gelten weitere 1" in page
    rows, _ = told("art=offer")
    assert (rows[first.name][0], rows[second.name][0]) == (1, 1)
    assert "Im ganzen Raum" in text_of(client.get(BASE + rows[second.name][1].replace("&amp;", "&")))


def test_the_line_of_time_cuts_off_and_stays_open():
    day = datetime.date(2026, 11, 22)
    spans = [Span("lang", datetime.date(1990, 1, 1), None, "moving", "läuft"),
             Span("kurz", datetime.date(2026, 11, 1), NOVEMBER, "moving", "läuft")]  # fmt: skip
    plot = period_plot(title="x", spans=spans, today=day)
    assert [year["label"] for year in plot["years"]] == ["2024", "2025", "2026"]
    assert plot["bars"][0]["label"] == "lang, Ende offen"
    assert float(plot["bars"][0]["x"]) == 12
    assert 0 < float(plot["bars"][1]["width"]) < 40
    with pytest.raises(ValueError, match="something on it"):
        period_plot(title="x", spans=[], today=day)


def test_the_own_calendar_holds_beginning_and_end_for_the_offices_concerned(mitte, lone):
    today = timezone.localdate()
    begins, ends = today - datetime.timedelta(days=40), today + datetime.timedelta(days=40)
    Plan.objects.filter(pk=lone.pk).update(starts_on=begins, ends_on=ends)
    PlanOffice.objects.all().delete()
    mitte.district.refresh_from_db()

    def told(role):
        person = mitte.people[role]
        with acting(mitte, person):
            return [
                (str(event["summary"]), event["dtstart"].dt) for event in plans_of(person.pk, mitte.district, today)
            ]

    short = lone.office.short_name
    both = [
        (f"Beginn der Planung: {lone.title} ({short})", begins),
        (f"Ende der Planung: {lone.title} ({short})", ends),
    ]
    # Its own office; who is wanted for agreement only once it is shared; nobody else, however much they may read.
    assert told("office_staff") == both
    assert told("second_head") == told("coordination") == []
    PlanOffice.objects.create(district=mitte.district, plan=lone, office=mitte.offices[1])
    assert told("second_head") == both
    Plan.objects.filter(pk=lone.pk).update(shared_on=None)
    assert told("second_head") == []
    assert told("office_staff") == both
    Plan.objects.filter(pk=lone.pk).update(ends_on=None, starts_on=today - datetime.timedelta(days=400))
    assert told("office_staff") == []
    Plan.objects.filter(pk=lone.pk).update(state="dropped", starts_on=begins)
    assert told("office_staff") == []
