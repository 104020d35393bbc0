"""Bedenken (A4a): voiced without a trace, handed over in batches, answered in bundles."""

import datetime
import html
import re
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from checklist.concern_models import this_month
from checklist.concerns import rules
from checklist.models import Concern, ConcernEcho, ConcernTopic
from districts.wall.grants import every_table
from tests.acting import acting, member_of
from tests.filling import shown

pytestmark = pytest.mark.django_db

HOME = "/bezirk/mitte/checkliste/bedenken/"
RAISE, INBOX = HOME + "aeussern/", HOME + "eingang/"
READERS = ["coordination", "data", "leadership", "leadership_staff", "office_head", "office_staff", "reader"]
OTHERS = [role for role in READERS if role != "coordination"]


#: What differs between two answers to the same question: tokens against forged requests.
_TOKEN = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[A-Za-z0-9]+')


def text(response):
    return _TOKEN.sub("", html.unescape(response.content.decode()))


@pytest.fixture
def fear(world):
    """One of the five of the Arbeitshilfe."""
    return ConcernTopic.objects.get(district=world.mitte.district, item__code="A4a.4")


def make_topic(world, **values):
    with acting(world.mitte, world.mitte.people["coordination"]):
        return ConcernTopic.objects.create(**({"title": "Eigenes Thema"} | values))


def make_text(world, words, *, batch=1, month=None, topic=None, place=None):
    place = place or world.mitte
    return Concern.objects.create(
        district=place.district, text=words, month=month or this_month(), batch=batch, topic=topic
    )


def everything():
    """All rows of all tables, as the owner reads them."""
    rows = {}
    with connection.cursor() as cursor:
        for table in every_table():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows[table] = sorted(row[0] for row in cursor.fetchall())
    return rows


def differences(before, after):
    """Table -> rows that went and rows that came."""
    return {
        table: (sorted(set(before[table]) - set(after[table])), sorted(set(after[table]) - set(before[table])))
        for table in after
        if before[table] != after[table]
    }


# --- No trace ---------------------------------------------------------------------------------------------------------


def test_a_text_leaves_nothing_but_itself_and_the_month(as_, world, fear):
    client, person = as_("office_staff"), world.mitte.people["office_staff"]
    client.get(RAISE)
    before = everything()
    answer = client.post(RAISE, {"text": "Ich fürchte die Mehrarbeit."})
    assert answer.status_code == 302
    client.get(answer.url)
    changed = differences(before, everything())
    assert list(changed) == ["checklist_concern"]
    gone, come = changed["checklist_concern"]
    assert gone == []
    concern = Concern.objects.get()
    assert come == [f'({concern.pk},"Ich fürchte die Mehrarbeit.",{this_month()},0,{world.mitte.district.pk},)']
    for trace in (person.pk, person.email, person.name, *(m.office_id for m in person.memberships.all())):
        assert str(trace) not in str(come)


def test_an_echo_leaves_nothing_but_a_number(as_, world, fear):
    client = as_("office_staff")
    client.get(HOME)
    before = everything()
    assert client.post(f"{HOME}thema/{fear.pk}/auch-so/").status_code == 302
    client.get(HOME)
    changed = differences(before, everything())
    assert list(changed) == ["checklist_concernecho"]
    row = ConcernEcho.objects.get()
    assert changed["checklist_concernecho"] == ([], [f"({row.pk},1,{world.mitte.district.pk},{fear.pk})"])
    second = as_("reader")
    before = everything()
    second.post(f"{HOME}thema/{fear.pk}/auch-so/")
    assert list(differences(before, everything())) == ["checklist_concernecho"]


def test_neither_table_has_a_history_or_room_for_a_person():
    for model in (Concern, ConcernEcho):
        names = {field.name for field in model._meta.get_fields()}
        assert "events" not in names
        assert names <= {"id", "district", "text", "month", "batch", "topic", "count"}


def test_the_page_afterwards_says_what_is_kept_and_when_it_is_read(as_, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: datetime.date(2031, 11, 22))
    answer = as_("reader").post(RAISE, {"text": "Sorge"}, follow=True)
    page = text(answer)
    assert "der Text und der Monat: November 2031" in page
    assert "sobald 5 beisammen sind, spätestens am 01.12.2031" in page
    assert "Sorge" not in page


# --- Batches ----------------------------------------------------------------------------------------------------------


def test_coordination_reads_texts_from_the_fifth_on(as_, fear):
    for n in range(4):
        as_("reader").post(RAISE, {"text": f"Sorge {n}"})
        assert f"Sorge {n}" not in text(as_("coordination").get(INBOX))
    as_("office_head").post(RAISE, {"text": "Sorge 4"})
    page = text(as_("coordination").get(INBOX))
    assert all(f"Sorge {n}" in page for n in range(5))
    assert set(Concern.objects.values_list("batch", flat=True)) == {1}
    as_("reader").post(RAISE, {"text": "Sorge 5"})
    assert "Sorge 5" not in text(as_("coordination").get(INBOX))


def test_what_waits_is_not_even_counted(as_, fear):
    client = as_("coordination")
    before = [text(client.get(url)) for url in (INBOX, HOME, HOME + "?export=csv")]
    for _ in range(4):
        as_("reader").post(RAISE, {"text": "Sorge"})
        assert [text(client.get(url)) for url in (INBOX, HOME, HOME + "?export=csv")] == before


def test_at_the_end_of_the_month_even_a_single_text_is_read(as_, world):
    last_month = (this_month() - datetime.timedelta(days=1)).replace(day=1)
    make_text(world, "Vom letzten Monat", batch=0, month=last_month)
    make_text(world, "Von diesem Monat", batch=0)
    page = text(as_("coordination").get(INBOX))
    assert "Vom letzten Monat" in page
    assert "Von diesem Monat" not in page


def test_last_months_leftovers_do_not_fill_this_months_batch(as_, world):
    last_month = (this_month() - datetime.timedelta(days=1)).replace(day=1)
    for n in range(4):
        make_text(world, f"Alt {n}", batch=0, month=last_month)
    as_("reader").post(RAISE, {"text": "Neue Sorge"})
    assert "Neue Sorge" not in text(as_("coordination").get(INBOX))


def test_another_districts_texts_do_not_fill_the_batch(as_, sign_in, world):
    for n in range(4):
        sign_in(world.pankow.people["reader"]).post("/bezirk/pankow/checkliste/bedenken/aeussern/", {"text": f"P {n}"})
    as_("reader").post(RAISE, {"text": "Sorge"})
    assert set(Concern.objects.values_list("batch", flat=True)) == {0}


@pytest.mark.django_db(transaction=True)
def test_five_at_the_same_moment_make_one_batch(committed_world):
    place, gate, errors = committed_world.mitte, threading.Barrier(5), []
    member = member_of(place, place.people["reader"])

    def voice(n):
        try:
            with transaction.atomic(), acting(place, place.people["reader"]):
                gate.wait(timeout=20)
                rules.raise_concern(text=f"Sorge {n}", by=member)
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=voice, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
    assert list(Concern.objects.values_list("batch", flat=True)) == [1] * 5


# --- Who sees what ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS)
def test_the_fears_stand_from_the_start_and_their_answers_follow(as_, world, fear, role):
    page = text(as_(role).get(HOME))
    assert "Bedrohliche Transparenz" in page
    assert "Die Antwort steht noch aus." in page
    assert as_(role).get(f"{HOME}thema/{fear.pk}/").status_code == 200


def test_neighbourhood_coordination_is_refused(as_, fear):
    for url in (HOME, RAISE, f"{HOME}thema/{fear.pk}/"):
        assert as_("neighbourhood").get(url).status_code == 403
    assert as_("neighbourhood").post(RAISE, {"text": "Sorge"}).status_code == 403
    assert as_("neighbourhood").post(f"{HOME}thema/{fear.pk}/auch-so/").status_code == 403
    assert not Concern.objects.exists()


@pytest.mark.parametrize("role", OTHERS)
def test_texts_and_drafts_stay_with_coordination(as_, world, fear, role):
    topic = make_topic(world, title="GEHEIM Thema", text="GEHEIM", answer="GEHEIM")
    words = make_text(world, "Wörtlich GEHEIM", topic=topic)
    loose = make_text(world, "Lose GEHEIM")
    ConcernTopic.objects.filter(pk=fear.pk).update(answer="Entwurf GEHEIM")
    client = as_(role)
    for url in (HOME, HOME + "?export=csv", f"{HOME}thema/{fear.pk}/"):
        assert "GEHEIM" not in text(client.get(url))
    assert client.get(f"{HOME}thema/{topic.pk}/").status_code == 404
    assert client.post(f"{HOME}thema/{topic.pk}/auch-so/").status_code == 404
    refused = [
        INBOX,
        f"{INBOX}{loose.pk}/loeschen/",
        f"{INBOX}{words.pk}/loesen/",
        HOME + "thema/neu/",
        f"{HOME}thema/{fear.pk}/beantworten/",
    ]
    for url in refused:
        assert client.get(url).status_code == 403
        assert client.post(url, {"title": "X", "answer": "X", "published": "on"}).status_code == 403
    assert Concern.objects.count() == 2
    assert not ConcernTopic.objects.filter(published=True).exists()


def test_the_history_before_publishing_stays_with_coordination(as_, world):
    topic = make_topic(world, title="Thema", answer="Erster Entwurf GEHEIM")
    client, url = as_("coordination"), f"{HOME}thema/{topic.pk}/"
    data = shown(client.get(url + "beantworten/"))
    client.post(url + "beantworten/", data | {"answer": "Unsere Antwort", "published": "on"})
    assert "GEHEIM" in text(client.get(url + "?verlauf=ja"))
    page = text(as_("reader").get(url + "?verlauf=ja"))
    assert "Unsere Antwort" in page
    assert "GEHEIM" not in page


# --- Bundling and answering -------------------------------------------------------------------------------------------


def test_texts_are_bundled_answered_and_published(as_, world, fear):
    first, second, third = (make_text(world, f"Sorge {n}") for n in range(3))
    client = as_("coordination")
    answer = client.post(INBOX, {"texts": [first.pk, second.pk], "title": "Zu viele Sitzungen"})
    topic = ConcernTopic.objects.get(title="Zu viele Sitzungen")
    assert answer.url == f"{HOME}thema/{topic.pk}/"
    assert "Sorge 0" in text(client.get(answer.url))
    assert "Zu viele Sitzungen" not in text(as_("reader").get(HOME))
    assert client.post(INBOX, {"texts": [third.pk], "topic": fear.pk}).status_code == 302
    assert "Zurzeit liegt hier kein Text" in text(client.get(INBOX))
    data = shown(client.get(answer.url + "beantworten/"))
    client.post(answer.url + "beantworten/", data | {"text": "Wir tagen mehr", "answer": "Höchstens einmal im Monat"})
    assert "einmal im Monat" not in text(as_("reader").get(HOME))
    data = shown(client.get(answer.url + "beantworten/"))
    client.post(answer.url + "beantworten/", data | {"published": "on"})
    page = text(as_("reader").get(HOME))
    assert "Höchstens einmal im Monat" in page
    assert "Sorge" not in page


def test_bundling_twice_is_refused_with_a_sentence(as_, world, fear):
    concern = make_text(world, "Sorge")
    client = as_("coordination")
    data = {"texts": [concern.pk], "topic": fear.pk}
    assert client.post(INBOX, data).status_code == 302
    assert client.post(INBOX, data).status_code == 422
    by, today = member_of(world.mitte, world.mitte.people["coordination"]), timezone.localdate()
    with acting(world.mitte, world.mitte.people["coordination"]), pytest.raises(rules.NotNow, match="inzwischen"):
        rules.bundle(texts=[concern.pk], topic=fear, title="", today=today, by=by)
    url = f"{INBOX}{concern.pk}/loesen/"
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 404
    assert "Sorge" in text(client.get(INBOX))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"texts": []}, "mindestens einen Text"),
        ({"topic": "", "title": ""}, "neue Überschrift"),
        ({"topic": "", "title": "Bedrohliche Transparenz"}, "gibt es schon"),
        ({"title": "Zweites"}, "entweder"),
        ({"texts": ["x"]}, "Bitte prüfen Sie"),
        ({"topic": "x"}, "Bitte prüfen Sie"),
        ({"topic": "", "title": "\x00"}, "Bitte prüfen Sie"),
    ],
)
def test_bundling_wrongly_comes_back_with_a_sentence(as_, world, fear, wrong, sentence):
    concern = make_text(world, "Sorge")
    answer = as_("coordination").post(INBOX, {"texts": [concern.pk], "topic": fear.pk} | wrong)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert Concern.objects.get().topic_id is None


def test_waiting_and_foreign_texts_cannot_be_bundled_opened_or_deleted(as_, world, fear):
    waiting = make_text(world, "Wartend", batch=0)
    foreign = make_text(world, "Fremd", place=world.pankow)
    client = as_("coordination")
    for concern in (waiting, foreign):
        assert client.post(INBOX, {"texts": [concern.pk], "topic": fear.pk}).status_code == 422
        assert client.get(f"{INBOX}{concern.pk}/loeschen/").status_code == 404
        assert client.post(f"{INBOX}{concern.pk}/loeschen/").status_code == 404
        assert client.post(f"{INBOX}{concern.pk}/loesen/").status_code == 404
    assert Concern.objects.count() == 2


def test_a_text_that_names_somebody_is_removed_for_good(as_, world):
    concern = make_text(world, "Über Frau Beispiel")
    client, url = as_("coordination"), f"{INBOX}{concern.pk}/loeschen/"
    assert "Endgültig löschen" in text(client.get(url))
    assert client.post(url).status_code == 302
    assert "Frau Beispiel" not in str(everything()["checklist_concern"])


def test_publishing_needs_an_answer_and_titles_are_unique(as_, world, fear):
    client = as_("coordination")
    url = f"{HOME}thema/{fear.pk}/beantworten/"
    answer = client.post(url, shown(client.get(url)) | {"published": "on"})
    assert answer.status_code == 422
    assert "nur mit einer Antwort" in text(answer)
    assert "title" not in shown(client.get(url))
    new = HOME + "thema/neu/"
    assert client.post(new, {"title": "Neu"}).status_code == 302
    again = client.post(new, {"title": "Neu"})
    assert again.status_code == 422
    assert "Ein Bedenken mit dieser Überschrift gibt es schon." in text(again)


def test_two_answers_at_once_are_both_seen_and_other_fields_merge(as_, world, fear):
    client, url = as_("coordination"), f"{HOME}thema/{fear.pk}/beantworten/"
    one, two, three = (shown(client.get(url)) for _ in range(3))
    assert client.post(url, one | {"answer": "Antwort der einen"}).status_code == 302
    assert client.post(url, two | {"text": "In unseren Worten"}).status_code == 302
    answer = client.post(url, three | {"answer": "Antwort der anderen"})
    assert answer.status_code == 409
    assert "Antwort der einen" in text(answer)
    assert "Antwort der anderen" in text(answer)
    fear.refresh_from_db()
    assert (fear.answer, fear.text) == ("Antwort der einen", "In unseren Worten")


def test_taking_the_answer_away_from_what_another_publishes_is_refused(as_, world, fear):
    ConcernTopic.objects.filter(pk=fear.pk).update(answer="Antwort")
    client, url = as_("coordination"), f"{HOME}thema/{fear.pk}/beantworten/"
    one, two = shown(client.get(url)), shown(client.get(url))
    assert client.post(url, one | {"published": "on"}).status_code == 302
    answer = client.post(url, two | {"answer": ""})
    assert answer.status_code == 422
    assert "nur mit einer Antwort" in text(answer)


@pytest.mark.parametrize("words", ["", "   ", "\x00", "x" * 3_001])
def test_an_impossible_text_is_refused(as_, words):
    answer = as_("reader").post(RAISE, {"text": words})
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Eingaben" in text(answer)
    assert not Concern.objects.exists()


# --- Das sehe ich auch so ---------------------------------------------------------------------------------------------


def echo_url(topic):
    return f"{HOME}thema/{topic.pk}/auch-so/"


def test_once_per_browser(as_, fear):
    client = as_("reader")
    assert client.get(echo_url(fear)).status_code == 405
    for _ in range(3):
        assert client.post(echo_url(fear)).status_code == 302
    assert ConcernEcho.objects.get().count == 1
    assert "schon gezählt" in text(client.get(HOME))
    assert "schon gezählt" not in text(as_("reader").get(HOME))
    cookie = client.cookies["querlinie_auch_so"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", HOME)


def test_a_forged_cookie_counts_as_none(as_, fear):
    client = as_("reader")
    client.cookies["querlinie_auch_so"] = f"{fear.pk.hex[:12]}:abc:def"
    assert client.get(HOME).status_code == 200
    client.post(echo_url(fear))
    assert ConcernEcho.objects.get().count == 1


@pytest.mark.parametrize("role", ["reader", "coordination"])
def test_numbers_below_five_show_to_nobody_and_look_like_nought(as_, fear, role):
    client = as_(role)

    def plain():
        return [text(client.get(url)) for url in (HOME, f"{HOME}thema/{fear.pk}/", HOME + "?export=csv")]

    nought = plain()
    for n in range(1, 5):
        as_("reader").post(echo_url(fear))
        assert plain() == nought, n
    as_("reader").post(echo_url(fear))
    assert "<strong>5</strong>-mal" in text(as_(role).get(HOME))
    assert "<strong>5</strong>-mal" in text(as_(role).get(f"{HOME}thema/{fear.pk}/"))
    assert ";5" in text(as_(role).get(HOME + "?export=csv"))


def test_budgets(as_, world, fear, count_queries):
    few = count_queries(as_("reader"), HOME)
    for n in range(30):
        topic = make_topic(world, title=f"Thema {n}", answer="A", published=True)
        ConcernEcho.objects.create(district=world.mitte.district, topic=topic, count=n)
    assert few == count_queries(as_("reader"), HOME) <= 6
    assert count_queries(as_("coordination"), f"{HOME}thema/{fear.pk}/") <= 8
    assert count_queries(as_("coordination"), INBOX) <= 6


def test_a_room_that_is_switched_off_takes_no_text(as_, world):
    world.mitte.district.rooms = ["checkliste"]
    world.mitte.district.save()
    answer = as_("reader").post(RAISE, {"text": "Sorge"})
    assert answer.status_code == 403
    assert "zurzeit nicht" in text(answer)
    assert not Concern.objects.exists()
