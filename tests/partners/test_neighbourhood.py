"""A region moves away from a Stadtteilkoordination: at once nothing of it leaves by any door."""

import pytest
from django.utils import timezone

from districts.models import MembershipRegion
from partners.actors.due import due_in_partners
from partners.models import (
    Actor,
    ActorEvidence,
    AgendaItem,
    Body,
    ContactPerson,
    Cooperation,
    Meeting,
    Offer,
    Participation,
    Signal,
    SignalAnswer,
    SignalOffice,
    SignalRegion,
)
from tests.acting import acting
from tests.makers import thing
from tests.makers.partners import released

pytestmark = pytest.mark.django_db
BASE = "/bezirk/mitte/"
WORD = "Fortgezogen"


@pytest.fixture
def mitte(cast):
    """Everything of the makers stands in the first region; its actor bears a name of its own."""
    place = cast.world.mitte
    Actor.objects.filter(pk=thing(place, Actor).pk).update(
        name=WORD, carrier=f"{WORD} gGmbH", confirm_by=timezone.localdate(), changed_on=timezone.localdate()
    )
    for model in (Offer, ContactPerson, ActorEvidence, AgendaItem, SignalAnswer, Cooperation, Participation):
        thing(place, model)
    Signal.objects.filter(pk=thing(place, Signal).pk).update(title=f"Hinweis {WORD}")
    SignalRegion.objects.filter(region=place.regions[1]).delete()
    Body.objects.filter(pk=thing(place, Body).pk).update(name=f"Runde {WORD}")
    Meeting.objects.filter(pk=thing(place, Meeting).pk).update(starts_on=timezone.localdate())
    return place


def doors(mitte):
    """Addresses that tell of the region while it is served."""
    actor, body, signal = (thing(mitte, model).pk for model in (Actor, Body, Signal))
    key = mitte.regions[0].key
    lists = ["", "?q=fortgezogen", "?q=fortgezgoen", "?export=csv", "?stand=alle", f"?region={key}",
             "?bestaetigt=faellig", f"?traeger={WORD}+gGmbH", "?stand=geaendert"]  # fmt: skip
    told = [f"akteure/{query}" for query in lists]
    told += [f"akteure/eingrenzen/?merkmal={facet}" for facet in ("traeger", "region")]
    told += ["akteure/doppelt/?name=Fortgezogen", "akteure/ansprechpersonen/", "aufgaben/", "kalender/"]
    told += [f"akteure/{actor}/{rest}" for rest in ("", "?verlauf=ja", "bearbeiten/", "archivieren/")]
    told += [f"{part}/{query}" for part in ("gremien", "hinweise") for query in ("", "?q=fortgezogen", "?export=csv")]
    told += [f"gremien/{body}/", f"gremien/{body}/termine.ics", f"gremien/sitzungen/{thing(mitte, Meeting).pk}/"]
    told.append(f"hinweise/{signal}/")
    return told


def says(client, mitte, path):
    """Whether the page leads to something of the region, or names it where there is nothing to lead to."""
    answer = client.get(BASE + path)
    if answer.status_code != 200:
        return False
    told = answer.content.decode("utf-8-sig")
    told = told.partition("<main")[2] or told
    led = any(f"{thing(mitte, model).pk}" in told for model in (Actor, Body, Signal, Meeting))
    named = WORD in told or f">{mitte.regions[0].name}</a>" in told
    return led or (named and ("export" in path or "eingrenzen" in path))


def test_a_region_that_moved_away_is_gone_by_every_door_at_once(cast, mitte):
    # Each door tells of it first: a door that is always silent would show nothing.
    client, paths = cast.client("neighbourhood"), doors(mitte)
    assert [path for path in paths if not says(client, mitte, path)] == ["aufgaben/"]
    tie = MembershipRegion.objects.get(membership__user=mitte.people["neighbourhood"])
    tie.region = mitte.regions[1]
    tie.save()
    assert [path for path in paths if says(client, mitte, path)] == []
    numbers = client.get(BASE + "akteure/eingrenzen/").content.decode()
    assert 'class="ql-facets__count"' not in numbers
    writes = [f"akteure/{thing(mitte, Actor).pk}/bestaetigen/", f"akteure/{thing(mitte, Actor).pk}/angebote/",
              f"akteure/angebote/{thing(mitte, Offer).pk}/", f"hinweise/{thing(mitte, Signal).pk}/zurueckziehen/",
              f"akteure/ansprechpersonen/{thing(mitte, ContactPerson).pk}/loeschen/"]  # fmt: skip
    assert {client.post(BASE + path, {"version": 1}).status_code for path in writes} == {404}
    assert client.get(f"{BASE}akteure/{thing(mitte, Actor).pk}/bearbeiten/").status_code == 404
    mitte.district.refresh_from_db()
    with acting(mitte, mitte.people["coordination"]):
        dues = list(due_in_partners(mitte.district, timezone.localdate()))
    holders = {person for due in dues if mitte.regions[0].name in due.title for person in due.holders}
    assert mitte.people["neighbourhood"].pk not in holders


def test_merging_evidence_cooperation_and_questions_are_never_for_it(cast, mitte):
    client, actor = cast.client("neighbourhood"), thing(mitte, Actor).pk
    never = [f"akteure/{actor}/zusammenfuehren/", f"akteure/{actor}/nachweise/", "akteure/einlesen/", "kooperationen/",
             f"kooperationen/{thing(mitte, Cooperation).pk}/", "beteiligung/", "partner/fragen/",
             f"nachweise/{thing(mitte, ActorEvidence).evidence_id}/", "einstellungen/akteure/arten/"]  # fmt: skip
    assert {path: client.get(BASE + path).status_code for path in never} == dict.fromkeys(never, 403)


def test_whether_an_office_was_asked_is_told_nowhere_outside(cast, mitte):
    signal, client = thing(mitte, Signal), cast.client("neighbourhood")

    def everything():
        paths = ["hinweise/", "hinweise/?export=csv", f"hinweise/{signal.pk}/"]
        paths += [f"hinweise/?stand={stand}" for stand in ("gebeten", "ohne-amt")]
        pages = [client.get(BASE + path).content.decode("utf-8-sig") for path in paths]
        return [page.partition("<main")[2].replace("nonce", "") or page for page in pages]

    SignalOffice.objects.filter(signal=signal).delete()
    before = everything()
    SignalOffice.objects.create(
        district=mitte.district, signal=signal, office=mitte.offices[0], asked_on=timezone.localdate()
    )
    after = everything()
    assert [one.count(WORD) for one in after] == [one.count(WORD) for one in before]
    assert not any("Amt ist gebeten" in page or "gebeten am" in page for page in after)


def test_an_actor_elsewhere_that_is_not_released_is_not_named_at_a_hint(cast, mitte):
    secret = released(mitte, "Verborgen", state="draft", region=mitte.regions[1])
    Signal.objects.filter(pk=thing(mitte, Signal).pk).update(actor=secret)
    url = f"hinweise/{thing(mitte, Signal).pk}/"
    for persona in ("neighbourhood", "office_head"):
        client = cast.client(persona)
        for path in (url, "hinweise/", "hinweise/?export=csv"):
            assert "Verborgen" not in client.get(BASE + path).content.decode("utf-8-sig"), (persona, path)
        assert f"Hinweis {WORD}" not in client.get(BASE + "hinweise/?q=verborgen").content.decode()
    assert "Verborgen" in cast.client("coordination").get(BASE + url).content.decode()


def test_what_an_entry_was_merged_into_is_named_to_those_who_read_it(cast, mitte):
    row, other = thing(mitte, Actor), released(mitte, "Verborgen", region=mitte.regions[1])
    with acting(mitte, mitte.people["coordination"]):
        Actor.objects.filter(pk=row.pk).update(state="archived", confirm_by=None, merged_into=other)
    path = f"{BASE}akteure/{row.pk}/?verlauf=ja"
    assert "Verborgen" not in cast.client("neighbourhood").get(path).content.decode()
    assert "<ins>Verborgen</ins>" in cast.client("coordination").get(path).content.decode()
