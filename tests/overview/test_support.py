"""Support asked of the Senate: the district, that Ressort, and nobody else."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from checklist.models import Item
from districts.models import StatewideMembership
from districts.refusals import NotNow, Unfit
from districts.roles import StatewideRole
from overview.models import SupportMessage, SupportRequest
from overview.support import rules
from tests.acting import acting, member_of
from tests.factories import make_user
from tests.makers.overview import DEPARTMENT
from tests.worlds import Cast

HERE, THERE, TASKS = "/bezirk/mitte/unterstuetzung/", "/berlin/unterstuetzung/", "/bezirk/mitte/aufgaben/"
#: What waits ends where the state of things begins, which tells news.
BELOW = "Stand der Dinge im Bezirk"
WORDS = {"department": DEPARTMENT, "title": "Daten zum Kiez", "text": "Bitte je Planungsraum."}


@pytest.fixture
def asked(cast: Cast):
    """A Bitte of Mitte; the Jugendamt reads along."""
    return SupportRequest.objects.create(
        district=cast.world.mitte.district, office=cast.world.mitte.offices[0], **WORDS
    )


def text(cast, persona, url):
    return cast.client(persona).get(url).content.decode()


def other_ressort(cast) -> User:
    user = make_user("jugend.senat@test.example")
    StatewideMembership.objects.create(user=user, role=StatewideRole.SENATE, department="Ressort Jugend")
    return user


def test_from_asking_to_settled(cast):
    coordination, senate = cast.client("coordination"), cast.client("senate")
    point = {"item": str(item("B3.3a"))}
    here = coordination.post(HERE + "neu/", WORDS | point).url
    assert "heute schon gestellt" in coordination.post(HERE + "neu/", WORDS).content.decode()
    row = SupportRequest.objects.get(title=WORDS["title"])
    there = f"{THERE}{row.pk}/"
    assert text(cast, "senate", THERE).index("Wartet auf Ihre Antwort") < text(cast, "senate", THERE).index(row.title)
    seen = text(cast, "senate", there)
    assert "Bezirk Mitte" in seen
    assert "B3.3a" in seen
    assert not [p.name for p in cast.world.mitte.people.values() if p.name in seen]

    # Said twice, it stands once; nothing is no answer.
    for _ in range(2):
        assert senate.post(there, {"text": "Kommt am Montag."}).status_code == 302
    assert senate.post(there, {"text": " "}).status_code == 422
    assert SupportMessage.objects.filter(request=row, from_senate=True).count() == 1
    assert f"{DEPARTMENT} hat geantwortet" in text(cast, "leadership", TASKS)
    assert row.title not in text(cast, "office_head", TASKS)
    for page in (text(cast, "coordination", here), text(cast, "leadership_staff", here)):
        assert "Kommt am Montag." in page
        assert cast.world.senate.name not in page

    assert cast.client("leadership").post(here, {"text": "Und für 2025?"}).status_code == 302
    assert row.title not in text(cast, "coordination", TASKS).partition(BELOW)[0]
    coordination.post(here, {"schritt": "erledigt"})
    coordination.post(here, {"schritt": "erledigt"})
    closed = senate.post(there, {"text": "Auch die."})
    assert closed.status_code == 409
    assert "Auch die." in closed.content.decode()
    assert "Erledigt am" in text(cast, "coordination", f"{here}?verlauf=ja")
    coordination.post(here, {"schritt": "wieder-oeffnen"})
    assert senate.post(there, {"text": "Auch die."}).status_code == 302


def item(code):
    return Item.objects.get(code=code).pk


def test_nobody_else_reads_it(cast, asked, sign_in):
    here, there = f"{HERE}{asked.pk}/", f"{THERE}{asked.pk}/"
    for persona in ("second_head", "reader", "data", "neighbourhood", "foreign"):
        assert cast.client(persona).get(here).status_code in (403, 404), persona
        assert asked.title not in text(cast, persona, HERE), persona
    for persona in ("office_staff", "office_head", "leadership_staff"):
        assert asked.title in text(cast, persona, HERE), persona
        assert cast.client(persona).post(here, {"text": "Wir auch."}).status_code == 403, persona
        assert cast.client(persona).post(here, {"schritt": "erledigt"}).status_code == 403, persona

    client = sign_in(other_ressort(cast))
    assert asked.title not in client.get(THERE).content.decode()
    nowhere = client.get(f"{THERE}{cast.world.mitte.offices[0].pk}/")
    for answer in (client.get(there), client.post(there, {"text": "Das sind wir nicht."})):
        assert answer.status_code == nowhere.status_code == 404
    with pytest.raises(LookupError):
        rules.answer(row=asked, text="Das sind wir nicht.", departments=["Ressort Jugend"])
    assert not asked.messages.exists()


def test_a_ressort_that_nobody_belongs_to_any_more(cast, asked):
    member = member_of(cast.world.mitte, cast.world.mitte.people["coordination"])
    with acting(cast.world.mitte, cast.world.mitte.people["coordination"]), pytest.raises(Unfit):
        rules.ask(values=WORDS | {"department": "Ressort von einst"}, by=member)
    assert "Zurzeit liest das niemand" not in text(cast, "coordination", f"{HERE}{asked.pk}/")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    StatewideMembership.objects.update(starts_on=yesterday, ends_on=yesterday)
    assert "Zurzeit liest das niemand" in text(cast, "coordination", f"{HERE}{asked.pk}/")
    refused = cast.client("coordination").post(HERE + "neu/", WORDS | {"title": "Noch etwas"})
    assert refused.status_code == 422
    assert "gehört zurzeit niemand" in refused.content.decode()
    assert cast.client("senate").get(THERE).status_code == 404


def test_texts_at_their_limits_and_a_closed_one(cast, asked):
    coordination = cast.client("coordination")
    assert coordination.post(HERE + "neu/", WORDS | {"title": "ß" * 160, "text": "x" * 5_000}).status_code == 302
    assert coordination.post(f"{HERE}{asked.pk}/", {"text": "x" * 5_000}).status_code == 302
    assert coordination.post(f"{HERE}{asked.pk}/", {"text": "x" * 5_001}).status_code == 422
    member = member_of(cast.world.mitte, cast.world.mitte.people["coordination"])
    with acting(cast.world.mitte, cast.world.mitte.people["coordination"]):
        rules.close(pk=asked.pk, by=member)
        with pytest.raises(NotNow, match="erledigt"):
            rules.say(pk=asked.pk, text="Noch etwas", by=member)
