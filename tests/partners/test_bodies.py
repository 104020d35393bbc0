"""Gremien and Sitzungen: who sees them, agenda, rhythm, what is due, two people at once."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from districts.models import MembershipRegion, Region
from districts.refusals import Refused, Unfit
from partners.bodies import agenda, meetings
from partners.bodies.calendar import sitzungen_of
from partners.due import due_in_partners
from partners.models import (
    Actor,
    AgendaItem,
    Body,
    BodyMember,
    BodyRegion,
    Cooperation,
    Meeting,
    MeetingPart,
)
from tests.acting import acting, member_of
from tests.makers import thing

BASE = "/bezirk/mitte/gremien/"


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


@pytest.fixture
def body(mitte):
    return thing(mitte, Body)


def another(mitte, name, **fields):
    body = thing(mitte, Body)
    return Body.objects.create(district=mitte.district, name=name, kind=body.kind, **fields)


def planned(mitte, body, days, **fields):
    return Meeting.objects.create(district=mitte.district, body=body, starts_on=day(days), **fields)


# --- who sees ---------------------------------------------------------------------------------------------------------


def seen_outside(cast):
    return cast.client("neighbourhood").get(BASE + "?stand=alle").content.decode()


def test_outside_only_gremien_it_belongs_to(cast, mitte, body):
    foreign = another(mitte, "Beirat anderswo")
    BodyRegion.objects.create(district=mitte.district, body=foreign, region=mitte.regions[0])
    invited = another(mitte, "Offene Runde", neighbourhood_invited=True)
    BodyRegion.objects.create(district=mitte.district, body=invited, region=mitte.regions[0])
    elsewhere = another(mitte, "Offene Runde nebenan", neighbourhood_invited=True)
    BodyRegion.objects.create(district=mitte.district, body=elsewhere, region=mitte.regions[1])
    page = seen_outside(cast)
    assert body.name in page
    assert "Offene Runde<" in page
    assert "Beirat anderswo" not in page
    assert "Offene Runde nebenan" not in page
    client = cast.client("neighbourhood")
    assert [client.get(f"{BASE}{row.pk}/").status_code for row in (body, invited, foreign, elsewhere)] == [
        200,
        200,
        404,
        404,
    ]


def test_never_internal_or_vertical_ones(cast, mitte, body):
    for sort in ("internal", "vertical"):
        Body.objects.filter(pk=body.pk).update(sort=sort)
        assert body.name not in seen_outside(cast)


def test_who_left_and_regions_moved_away_are_gone_at_once(cast, mitte, body):
    tie = BodyMember.objects.get(body=body, actor=thing(mitte, Actor))
    tie.ends_on = day(-1)
    tie.save()
    assert body.name not in seen_outside(cast)
    tie.ends_on = None
    tie.save()
    assert body.name in seen_outside(cast)
    MembershipRegion.objects.filter(membership__user=mitte.people["neighbourhood"]).delete()
    assert body.name not in seen_outside(cast)


def test_outside_reads_no_links_evidence_or_history(cast, mitte, body):
    meeting = planned(mitte, body, 5)
    AgendaItem.objects.create(
        district=mitte.district,
        body=body,
        meeting=meeting,
        title="Ein Thema",
        url="/geheim/",
        url_right="view_assignments",
    )
    url = f"{BASE}sitzungen/{meeting.pk}/"
    assert "/geheim/" in cast.client("reader").get(url).content.decode()
    page = cast.client("neighbourhood").get(url + "?verlauf=ja").content.decode()
    assert "Ein Thema" in page
    assert "/geheim/" not in page
    assert "Nachweise" not in page
    assert "Verlauf" not in page


def test_an_actor_that_is_not_released_is_named_to_nobody_who_does_not_read_it(cast, mitte, body):
    Actor.objects.filter(pk=thing(mitte, Actor).pk).update(state="submitted", region=mitte.regions[1])
    BodyMember.objects.filter(body=body, office__isnull=False).delete()
    name = thing(mitte, Actor).name
    assert name in cast.client("coordination").get(f"{BASE}{body.pk}/").content.decode()
    assert name not in cast.client("reader").get(f"{BASE}{body.pk}/").content.decode()


# --- founding and members ---------------------------------------------------------------------------------------------


def form_of(body, **changed):
    return {"name": body.name, "kind": str(body.kind_id), "sort": "with_actors", "level": "district",
            "rhythm_unit": "months", "office": str(body.office_id or "")} | changed  # fmt: skip


def test_an_office_founds_for_itself_alone(cast, mitte, body):
    client = cast.client("office_staff")
    page = client.post(BASE + "neu/", form_of(body, name="Neue Runde", office=str(mitte.offices[1].pk)))
    assert page.status_code == 422
    assert client.post(BASE + "neu/", form_of(body, name="Neue Runde")).status_code == 302
    assert Body.objects.get(name="Neue Runde").office == mitte.offices[0]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"department": "Senat", "name": "X"}, "gehört nur zu Gremien mit der Senatsverwaltung"),
        ({"sort": "internal", "neighbourhood_invited": "on", "name": "X"}, "nur zu Gremien mit Akteuren"),
        ({"rhythm": "-2", "name": "X"}, ""),
        ({"rhythm": "1" * 40, "name": "X"}, ""),
        ({"name": "Y\x00"}, "unzulässiges Steuerzeichen"),
        ({}, "gibt es schon"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(cast, body, changed, sentence):
    page = cast.client("coordination").post(BASE + "neu/", form_of(body, **changed))
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_two_people_change_different_fields(cast, body):
    client, url = cast.client("coordination"), f"{BASE}{body.pk}/bearbeiten/"
    seen = {f"initial-{name}": value for name, value in form_of(body, aim=body.aim, rules="", rhythm="2").items()}
    first = form_of(body, aim=body.aim, rules="Wir gelten.", rhythm="2", is_active="on") | seen
    assert client.post(url, first | {"initial-is_active": "True"}).status_code == 302
    second = form_of(body, aim="Neues Ziel", rules="", rhythm="2", is_active="on") | seen
    assert client.post(url, second | {"initial-is_active": "True"}).status_code == 302
    body.refresh_from_db()
    assert (body.aim, body.rules) == ("Neues Ziel", "Wir gelten.")
    clash = client.post(url, form_of(body, aim="Anderes Ziel", rhythm="2", is_active="on") | seen)
    assert clash.status_code == 409
    assert "Neues Ziel" in clash.content.decode()


def test_an_actor_is_found_by_name_and_asked_again_where_several_fit(cast, mitte, body):
    actor = thing(mitte, Actor)
    BodyMember.objects.filter(actor=actor).delete()
    Actor.objects.create(district=mitte.district, name="Anlaufstelle Nord", state="approved", kind=actor.kind,
                         region=actor.region, entered_by=actor.entered_by, confirm_by=day(90))  # fmt: skip
    Actor.objects.create(district=mitte.district, name="Anlaufstelle Süd", state="approved", kind=actor.kind,
                         region=actor.region, entered_by=actor.entered_by, confirm_by=day(90))  # fmt: skip
    client, url = cast.client("coordination"), f"{BASE}{body.pk}/mitglieder/"
    several = client.post(url, {"actor": "anlaufstelle"}).content.decode()
    assert "Das passt zu mehreren: Anlaufstelle Nord; Anlaufstelle Süd" in several
    assert "gibt es im Verzeichnis nicht" in client.post(url, {"actor": "Gibtesnicht"}).content.decode()
    assert client.post(url, {"actor": "anlaufstelle sued"}).status_code == 302
    assert client.post(url, {"actor": "anlaufstelle sued"}).status_code == 422
    assert client.post(url, {}).status_code == 422
    assert [str(tie) for tie in BodyMember.objects.filter(body=body, actor__isnull=False)] == ["Anlaufstelle Süd"]


# --- agenda and Sitzungen ---------------------------------------------------------------------------------------------


def test_topics_wait_come_on_the_next_sitzung_and_go_on_until_dealt_with(mitte, body):
    coordination = mitte.people["coordination"]
    AgendaItem.objects.all().delete()
    Meeting.objects.filter(body=body).update(state="held")
    by = member_of(mitte, coordination)
    with acting(mitte, coordination):
        first = agenda.put_on_agenda(body, "Erstes", "/x/", subject="need:1", url_right="view_signals", by=by)
        assert first.meeting is None
        assert agenda.put_on_agenda(body, "Anders genannt", subject="need:1", by=by) == first
        meeting = meetings.plan_meeting(body_id=body.pk, values={"starts_on": day(0)}, by=by)
        second = agenda.put_on_agenda(body, "Zweites", by=by)
        first.refresh_from_db()
        assert first.meeting == second.meeting == meeting
        with pytest.raises(Unfit, match="steht schon da"):
            agenda.put_on_agenda(body, "Zweites", by=by)
        none = {"offices": [], "actors": [], "topics": []}
        new = {"offices": [mitte.offices[0].pk], "actors": [thing(mitte, Actor).pk], "topics": [first.pk]}
        meetings.record_meeting(pk=meeting.pk, seen_outcome="", outcome="Gut.", seen=none, new=new, by=by)
        for row in (first, second):
            row.refresh_from_db()
        assert (first.state, first.meeting) == ("done", meeting)
        assert (second.state, second.meeting) == ("open", None)
        following = meetings.plan_meeting(body_id=body.pk, values={"starts_on": day(30)}, by=by)
        second.refresh_from_db()
        assert second.meeting == following
        meetings.cancel_meeting(pk=following.pk, by=by)
        second.refresh_from_db()
        assert second.meeting is None
        assert MeetingPart.objects.filter(meeting=meeting).count() == 2


def test_a_day_that_is_over_and_not_recorded_keeps_its_topics(mitte, body):
    coordination = mitte.people["coordination"]
    over = planned(mitte, body, -1)
    topic = AgendaItem.objects.create(district=mitte.district, body=body, meeting=over, title="Noch nicht erzählt")
    by = member_of(mitte, coordination)
    with acting(mitte, coordination):
        meetings.plan_meeting(body_id=body.pk, values={"starts_on": day(9)}, by=by)
    topic.refresh_from_db()
    assert topic.meeting == over


def test_who_brings_topics(cast, mitte, body):
    url = f"{BASE}{body.pk}/themen/"
    assert cast.client("second_head").get(url).status_code == 403
    BodyMember.objects.create(district=mitte.district, body=body, office=mitte.offices[1])
    client = cast.client("second_head")
    answer = client.post(url, {"title": "Von uns", "office": str(mitte.offices[1].pk)})
    assert answer.status_code == 302
    assert client.post(url, {"title": "Für andere", "office": str(mitte.offices[0].pk)}).status_code == 422
    own = AgendaItem.objects.get(title="Von uns")
    other = AgendaItem.objects.filter(office=mitte.offices[0]).first()
    assert client.get(f"{BASE}themen/{own.pk}/").status_code == 200
    assert client.get(f"{BASE}themen/{other.pk}/").status_code == 403
    reader = member_of(mitte, mitte.people["reader"])
    with acting(mitte, mitte.people["reader"]), pytest.raises(Refused):
        agenda.put_on_agenda(body, "Nein", by=reader)


def test_recording_before_the_day_and_after_a_cancellation(cast, mitte, body):
    client = cast.client("coordination")
    ahead = planned(mitte, body, 3)
    assert client.get(f"{BASE}sitzungen/{ahead.pk}/ergebnis/").status_code == 409
    client.post(f"{BASE}sitzungen/{ahead.pk}/absagen/")
    page = client.get(f"{BASE}sitzungen/{ahead.pk}/bearbeiten/")
    assert page.status_code == 409
    assert "ausgefallen" in page.content.decode()
    Meeting.objects.filter(pk=ahead.pk).update(starts_on=day(-1))
    answer = client.get(f"{BASE}sitzungen/{ahead.pk}/ergebnis/")
    assert answer.status_code == 409
    assert "ausgefallen" in answer.content.decode()


def test_two_people_record_the_same_sitzung(cast, mitte, body):
    meeting = thing(mitte, Meeting)
    url, client = f"{BASE}sitzungen/{meeting.pk}/ergebnis/", cast.client("coordination")
    MeetingPart.objects.filter(meeting=meeting).delete()
    first, second = (str(office.pk) for office in mitte.offices)
    assert client.post(url, {"outcome": "A", "initial-outcome": "", "offices": [first]}).status_code == 302
    # Who had the form open before adds an office and does not take the other's away.
    late = {"outcome": "A", "initial-outcome": "", "offices": [second], "initial-offices": []}
    assert client.post(url, late).status_code == 302
    assert MeetingPart.objects.filter(meeting=meeting).count() == 2
    clash = client.post(url, {"outcome": "B", "initial-outcome": ""})
    assert clash.status_code == 409


def test_a_form_posted_twice_makes_one_sitzung(cast, mitte, body):
    client, url = cast.client("coordination"), f"{BASE}{body.pk}/sitzungen/"
    form = {"starts_on": "2026-12-01", "starts_at": "10:00", "ends_at": "12:00", "place": "Rathaus"}
    assert client.post(url, form).status_code == 302
    again = client.post(url, form)
    assert again.status_code == 422
    assert "Zu diesem Zeitpunkt steht schon eine Sitzung" in again.content.decode()
    backwards = client.post(url, form | {"starts_at": "13:00"})
    assert "Das Ende liegt vor dem Beginn." in backwards.content.decode()
    assert client.post(url, form | {"starts_at": "25:99"}).status_code == 422


# --- rhythm, calendar, what is due ------------------------------------------------------------------------------------


def test_a_lapsed_rhythm_is_said_in_neutral_words_until_a_date_is_there(cast, mitte, body):
    Meeting.objects.filter(body=body).update(state="held", starts_on=day(-100))
    client = cast.client("coordination")
    page = client.get(f"{BASE}{body.pk}/").content.decode()
    assert "Ein nächster Termin ist noch nicht eingetragen." in page
    assert body.name in client.get(BASE + "?stand=ohne-termin").content.decode()
    assert "Gremien ohne nächsten Termin" in client.get("/bezirk/mitte/aufgaben/").content.decode()
    planned(mitte, body, 5)
    assert "noch nicht eingetragen" not in client.get(f"{BASE}{body.pk}/").content.decode()
    assert body.name not in client.get(BASE + "?stand=ohne-termin").content.decode().partition('id="liste"')[2]


def test_the_calendar_of_a_gremium_says_nothing_of_its_agenda(cast, mitte, body):
    Meeting.objects.filter(body=body).update(starts_on=day(3), starts_at="10:00", ends_at="12:00")
    content = cast.client("neighbourhood").get(f"{BASE}{body.pk}/termine.ics").content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == body.name
    assert timezone.localtime(event["dtstart"].dt).strftime("%H:%M") == "10:00"
    assert thing(mitte, AgendaItem).title not in content.decode()


def test_sitzungen_and_renewals_stand_in_the_calendar_of_whoever_reads_them(cast, mitte, body):
    Meeting.objects.filter(body=body).update(starts_on=day(0))
    Cooperation.objects.update(decide_by=day(0), ends_on=day(9))
    title = thing(mitte, Cooperation).title
    page = cast.client("office_head").get("/bezirk/mitte/kalender/").content.decode()
    assert body.name in page
    assert title in page
    page = cast.client("reader").get("/bezirk/mitte/kalender/").content.decode()
    assert body.name in page
    assert title not in page


def watched():
    with connection.cursor() as cursor:
        cursor.execute("SELECT partners_meetings_cooperations_due_districts(%s)", [timezone.localdate()])
        return {row[0] for row in cursor.fetchall()}


def test_what_is_due(mitte, body):
    Cooperation.objects.all().delete()
    Meeting.objects.exclude(pk=thing(mitte, Meeting).pk).delete()
    today = timezone.localdate()
    Meeting.objects.update(starts_on=day(12), prepared=False)

    def due(**how):
        return [(d.subject.partition(":")[0], d.due_on) for d in due_in_partners(mitte.district, today, **how)]

    with acting(mitte, mitte.people["coordination"]):
        assert due() == [("meeting", day(2))]
        assert due(until=day(1)) == []
        assert due(only=["meeting:" + str(thing(mitte, Meeting).pk), "round:x"]) == [("meeting", day(2))]
        assert due(only=[f"cooperation:{body.pk}"]) == []
    assert mitte.district.pk in watched()
    Meeting.objects.update(prepared=True)
    assert mitte.district.pk not in watched()
    Meeting.objects.update(starts_on=day(-1))
    assert mitte.district.pk in watched()
    with acting(mitte, mitte.people["coordination"]):
        assert due() == [("meeting-outcome", day(-1))]
        (told,) = due_in_partners(mitte.district, today)
        assert told.office_id == body.office_id
    mitte.district.rooms = ["checkliste"]
    assert due() == []


def test_the_room_can_be_switched_off(cast, mitte, body):
    mitte.district.rooms = ["checkliste"]
    mitte.district.save()
    assert cast.client("coordination").get(BASE).status_code == 403


# --- the order of the agenda, putting off, regions, the own calendar --------------------------------------------------


def agenda_of(body, meeting, *titles):
    return [
        AgendaItem.objects.create(district=body.district, body=body, meeting=meeting, title=title, position=place)
        for place, title in enumerate(titles, start=1)
    ]


def titles_at(meeting):
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "pk").values_list("title", flat=True))


def test_topics_move_up_and_down_and_twice_is_once(cast, mitte, body):
    client, meeting = cast.client("office_staff"), planned(mitte, body, 3)
    first, second, third = agenda_of(body, meeting, "Eins", "Zwei", "Drei")
    url = f"{BASE}themen/{third.pk}/verschieben/"
    page = client.get(f"{BASE}sitzungen/{meeting.pk}/").content.decode()
    assert f'name="vor" value="{second.pk}"' in page
    for _ in range(2):
        assert client.post(url, {"vor": str(first.pk)}).status_code == 302
        assert titles_at(meeting) == ["Drei", "Eins", "Zwei"]
    assert client.post(url, {"nach": str(second.pk)}).status_code == 302
    assert titles_at(meeting) == ["Eins", "Zwei", "Drei"]
    elsewhere = AgendaItem.objects.exclude(meeting=meeting).first()
    for data in ({"vor": str(elsewhere.pk)}, {"vor": "oben"}, {}, {"vor": str(third.pk)}):
        assert client.post(url, data).status_code == 409, data
    assert cast.client("second_head").post(url, {"vor": str(first.pk)}).status_code == 403
    assert "verschieben" not in cast.client("reader").get(f"{BASE}sitzungen/{meeting.pk}/").content.decode()


def test_what_is_put_off_goes_to_the_next_sitzung_and_does_not_come_back(cast, mitte, body):
    client, meeting = cast.client("coordination"), planned(mitte, body, 3)
    (topic,) = agenda_of(body, meeting, "Später")
    url, data = f"{BASE}themen/{topic.pk}/verschieben/", {"vertagen": str(meeting.pk)}
    said = client.post(url, data, follow=True).content.decode()
    assert "wartet auf die nächste Sitzung" in said
    # Whatever changes at the Sitzung it was put off from, it stays off.
    form = {"starts_on": str(day(3)), "place": "Anderswo"}
    seen = {f"initial-{name}": value for name, value in (form | {"place": ""}).items()}
    assert client.post(f"{BASE}sitzungen/{meeting.pk}/bearbeiten/", form | seen).status_code == 302
    assert titles_at(meeting) == []
    assert ">vertagt<" in client.get(f"{BASE}{body.pk}/").content.decode()
    assert client.post(f"{BASE}{body.pk}/sitzungen/", {"starts_on": str(day(30))}).status_code == 302
    topic.refresh_from_db()
    assert topic.meeting.starts_on == day(30)
    # Sent once more by the other of two people: it does not move on twice.
    assert client.post(url, data).status_code == 302
    topic.refresh_from_db()
    assert topic.meeting.starts_on == day(30)
    AgendaItem.objects.filter(pk=topic.pk).update(state="done")
    assert client.post(url, {"vertagen": str(topic.meeting_id)}).status_code == 409


def test_a_prognoseraum_invites_those_of_its_regions_and_a_planungsraum_its_own(cast, mitte, body):
    inner = mitte.regions[0]
    above = Region.objects.create(district=mitte.district, level="prognoseraum", key="0199", name="Oben")
    Region.objects.filter(pk=inner.pk).update(parent=above)
    below = Region.objects.create(
        district=mitte.district, level="planungsraum", key=f"{inner.key}09", name="Unten", parent=inner
    )
    page = cast.client("coordination").get(f"{BASE}{body.pk}/bearbeiten/").content.decode()
    assert str(below.pk) in page
    for name, region in (("Große Runde", above), ("Kleine Runde", below)):
        BodyRegion.objects.create(
            district=mitte.district, body=another(mitte, name, neighbourhood_invited=True), region=region
        )
        assert name in seen_outside(cast)
    MembershipRegion.objects.filter(membership__user=mitte.people["neighbourhood"]).update(region=mitte.regions[1])
    assert "Große Runde" not in seen_outside(cast)
    assert "Kleine Runde" not in seen_outside(cast)


def test_the_own_calendar_holds_sitzungen_one_goes_to_with_the_office(mitte, body):
    BodyMember.objects.filter(body=body, office__isnull=False).delete()
    Meeting.objects.filter(body=body).update(starts_on=day(3), starts_at="10:00")

    mitte.district.refresh_from_db()

    def told(role):
        person = mitte.people[role]
        with acting(mitte, person):
            return [str(event["summary"]) for event in sitzungen_of(person.pk, mitte.district, timezone.localdate())]

    # The first office prepares it; the second only reads it, until it joins.
    assert body.name in told("office_staff")
    assert body.name not in told("second_head") + told("reader") + told("coordination")
    tie = BodyMember.objects.create(district=mitte.district, body=body, office=mitte.offices[1])
    assert told("second_head") == [body.name]
    BodyMember.objects.filter(pk=tie.pk).update(ends_on=day(-1))
    assert told("second_head") == []
