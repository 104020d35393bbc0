"""Entering, releasing, confirming, merging: the rules of an entry, through the front door."""

import datetime

import pytest
from django.utils import timezone

from districts.refusals import Refused, Unfit
from partners.actors.editing import change, enter
from partners.actors.merging import FOLLOWERS, merge_actors
from partners.actors.workflow import half_year_after
from partners.models import Actor, ActorKind, ActorTheme, ContactPerson, Offer, Theme
from partners.states import ActorState
from tests.acting import acting, member_of
from tests.filling import shown
from tests.makers import thing
from tests.makers.partners import released

pytestmark = pytest.mark.django_db
HOME = "/bezirk/mitte/akteure/"


def filled(page, **changed):
    """What a browser sends back, changed in some fields."""
    return shown(page) | changed


def step(cast, persona, row, key, **data):
    row.refresh_from_db()
    answer = cast.client(persona).post(f"{HOME}{row.pk}/{key}/", {"version": row.version} | data)
    row.refresh_from_db()
    return answer


def entered(cast, persona, **data):
    client = cast.client(persona)
    answer = client.post(f"{HOME}neu/", {"name": "Neuer Treff", "town": "Berlin"} | data)
    assert answer.status_code == 302, answer.content.decode()
    return Actor.objects.get(name=data.get("name", "Neuer Treff"))


def test_the_way_of_an_entry(cast):
    mitte = cast.world.mitte
    row = entered(cast, "neighbourhood")
    assert row.state == ActorState.DRAFT
    # A draft may be incomplete, a submission may not.
    answer = step(cast, "neighbourhood", row, "einreichen")
    assert answer.status_code == 409
    assert "fehlen noch" in answer.content.decode()
    Actor.objects.filter(pk=row.pk).update(kind=thing(mitte, ActorKind), region=mitte.regions[0])
    assert step(cast, "neighbourhood", row, "einreichen").status_code == 302
    assert step(cast, "coordination", row, "zurueckgeben").status_code == 422
    assert step(cast, "coordination", row, "zurueckgeben", text="Wer trägt das?").status_code == 302
    assert (row.state, row.question) == (ActorState.DRAFT, "Wer trägt das?")
    assert "Rückfrage" in cast.client("neighbourhood").get("/bezirk/mitte/aufgaben/").content.decode()
    assert step(cast, "neighbourhood", row, "einreichen").status_code == 302
    assert row.question == ""
    assert step(cast, "neighbourhood", row, "freigeben").status_code == 403
    assert step(cast, "coordination", row, "freigeben").status_code == 302
    today = timezone.localdate()
    assert (row.state, row.released_on, row.last_confirmed_on) == (ActorState.APPROVED, today, today)
    assert row.confirm_by == half_year_after(today)
    assert step(cast, "neighbourhood", row, "archivieren", text="Geschlossen").status_code == 302
    assert row.state == ActorState.ARCHIVED
    assert row.changed_on == today
    assert step(cast, "coordination", row, "wiederaufnehmen").status_code == 302
    assert row.state == ActorState.DRAFT


def test_a_step_of_an_old_page_is_refused(cast):
    row = released(cast.world.mitte, "Treff")
    assert step(cast, "coordination", row, "bestaetigen").status_code == 302
    answer = cast.client("neighbourhood").post(f"{HOME}{row.pk}/bestaetigen/", {"version": 1})
    assert answer.status_code == 409
    assert "inzwischen geändert" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "abc", "9" * 40, "-1"])
def test_a_wrong_version_is_a_sentence(cast, version):
    row = released(cast.world.mitte, "Treff")
    answer = cast.client("coordination").post(f"{HOME}{row.pk}/bestaetigen/", {"version": version})
    assert answer.status_code in (409, 422)


@pytest.mark.parametrize(
    ("day", "later"),
    [((2026, 1, 15), (2026, 7, 15)), ((2026, 8, 31), (2027, 2, 28)), ((2026, 12, 1), (2027, 6, 1))],
)
def test_half_a_year(day, later):
    assert half_year_after(datetime.date(*day)) == datetime.date(*later)


def test_a_change_from_outside_counts_at_once_and_is_shown_to_coordination(cast):
    row = thing(cast.world.mitte, Actor)
    client = cast.client("neighbourhood")
    page = client.get(f"{HOME}{row.pk}/bearbeiten/")
    assert "gilt sofort" in page.content.decode()
    assert client.post(f"{HOME}{row.pk}/bearbeiten/", filled(page, carrier="Neuer Träger")).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.carrier) == (ActorState.APPROVED, "Neuer Träger")
    assert row.changed_on == timezone.localdate()
    assert "geändert" in cast.client("coordination").get("/bezirk/mitte/aufgaben/").content.decode()
    assert row.name in cast.client("coordination").get(f"{HOME}?stand=geaendert").content.decode()
    assert step(cast, "coordination", row, "geprueft").status_code == 302
    assert row.changed_on is None
    # What coordination itself changes is checked already.
    page = cast.client("coordination").get(f"{HOME}{row.pk}/bearbeiten/")
    cast.client("coordination").post(f"{HOME}{row.pk}/bearbeiten/", filled(page, carrier="Anderer"))
    row.refresh_from_db()
    assert (row.carrier, row.changed_on) == ("Anderer", None)


def test_only_own_regions_and_open_fields_may_be_written(cast):
    mitte = cast.world.mitte
    row = released(mitte, "Treff")
    client = cast.client("neighbourhood")
    data = filled(client.get(f"{HOME}{row.pk}/bearbeiten/"))
    answer = client.post(f"{HOME}{row.pk}/bearbeiten/", data | {"region": str(mitte.regions[1].pk)})
    assert answer.status_code == 422
    client.post(f"{HOME}{row.pk}/bearbeiten/", data | {"funding": "heimlich", "notes": "heimlich"})
    row.refresh_from_db()
    assert row.region_id == mitte.regions[0].pk
    assert "heimlich" not in row.funding + row.notes


def test_two_people_change_different_fields(cast):
    row = released(cast.world.mitte, "Treff")
    address = f"{HOME}{row.pk}/bearbeiten/"
    first, second = cast.client("coordination"), cast.client("neighbourhood")
    one, two = filled(first.get(address), notes="Von der Koordination"), filled(second.get(address), street="Neuweg")
    assert first.post(address, one).status_code == second.post(address, two).status_code == 302
    row.refresh_from_db()
    assert (row.notes, row.street) == ("Von der Koordination", "Neuweg")
    # The same field: the second one sees both.
    one, two = filled(first.get(address), carrier="Eins"), filled(second.get(address), carrier="Zwei")
    assert first.post(address, one).status_code == 302
    answer = second.post(address, two)
    assert answer.status_code == 409
    assert "Eins" in answer.content.decode()
    assert "Zwei" in answer.content.decode()


def test_themes_chosen_by_two_people_merge(cast):
    mitte = cast.world.mitte
    row = released(mitte, "Treff")
    garden, sport = (Theme.objects.get(district=mitte.district, key=key) for key in ("GRUEN", "SPORT"))
    address = f"{HOME}{row.pk}/bearbeiten/"
    first, second = cast.client("coordination"), cast.client("neighbourhood")
    one = filled(first.get(address), themes=[str(garden.pk)])
    two = filled(second.get(address), themes=[str(sport.pk)])
    assert first.post(address, one).status_code == second.post(address, two).status_code == 302
    assert set(ActorTheme.objects.filter(actor=row).values_list("theme_id", flat=True)) == {garden.pk, sport.pk}


def test_a_duplicate_is_shown_before_it_is_saved(cast):
    released(cast.world.mitte, "Begegnungshaus Lindenhof e. V.", street="Lindenallee", house_number="3")
    client = cast.client("coordination")
    data = {"name": "Begegnungshaus Lindenhof", "town": "Berlin"}
    answer = client.post(f"{HOME}neu/", data)
    assert answer.status_code == 422
    assert "Begegnungshaus Lindenhof e. V." in answer.content.decode()
    assert client.post(f"{HOME}neu/", data | {"distinct": "on"}).status_code == 302
    # While typing, by name with a typing error, or by the address alone.
    for typed in (
        "name=Begegnungshaus+Lindenhoff",
        "name=Ganz+anders&street=Lindenallee&house_number=3&postcode=10115",
    ):
        fragment = client.get(f"{HOME}doppelt/?{typed}", headers={"HX-Request": "true"}).content.decode()
        assert "Begegnungshaus Lindenhof e. V." in fragment, typed
        assert "<html" not in fragment
    # Several may live in one house: that alone does not keep anybody from saving.
    alone = {"name": "Ganz anders", "street": "Lindenallee", "house_number": "3", "postcode": "10115"}
    assert client.post(f"{HOME}neu/", alone).status_code == 302
    # Nobody learns by it what they may not see.
    Actor.objects.filter(name__contains="e. V.").update(region=cast.world.mitte.regions[1])
    fragment = cast.client("neighbourhood").get(f"{HOME}doppelt/?name=Begegnungshaus+Lindenhof").content.decode()
    assert "e. V.</a>" not in fragment


def test_two_entries_become_one(cast):
    mitte = cast.world.mitte
    stays = released(mitte, "Treff am Park", carrier="", street="")
    gone = released(mitte, "Treff im Park", carrier="Parkverein", street="Parkweg")
    common, own = thing(mitte, Theme), Theme.objects.get(district=mitte.district, key="SPORT")
    for actor, themes in ((stays, [common]), (gone, [common, own])):
        for theme in themes:
            ActorTheme.objects.create(district=mitte.district, actor=actor, theme=theme)
    for title in ("Frühstück", "Chor"):
        Offer.objects.create(district=mitte.district, actor=gone, title=title)
    Offer.objects.create(district=mitte.district, actor=stays, title="Chor")
    client = cast.client("coordination")
    assert "Treff am Park" in client.get(f"{HOME}{gone.pk}/zusammenfuehren/").content.decode()
    address = f"{HOME}{gone.pk}/zusammenfuehren/?mit={stays.pk}"
    assert "Parkverein" in client.get(address).content.decode()
    assert client.post(address, {"version": gone.version}).status_code == 302
    # Sent once more: a sentence, nothing happens twice.
    assert client.post(address, {"version": gone.version}).status_code == 409
    for row in (stays, gone):
        row.refresh_from_db()
    assert (gone.state, gone.merged_into_id) == (ActorState.ARCHIVED, stays.pk)
    assert (stays.carrier, stays.street) == ("Parkverein", "Parkweg")
    assert set(stays.offers.values_list("title", flat=True)) == {"Frühstück", "Chor"}
    assert set(ActorTheme.objects.filter(actor=stays).values_list("theme_id", flat=True)) == {common.pk, own.pk}
    page = client.get(f"{HOME}{gone.pk}/?verlauf=ja").content.decode()
    assert "aufgegangen" in page
    assert "Zusammengeführt mit" in page


def test_whatever_points_at_an_actor_is_asked_when_two_are_merged():
    """A table that comes later and is not named in FOLLOWERS would silently stay behind."""
    pointing = {
        (relation.related_model, relation.field.name)
        for relation in Actor._meta.get_fields(include_hidden=True)
        if relation.one_to_many
        and relation.related_model is not Actor
        and "Event" not in relation.related_model.__name__
    }
    assert pointing == {(follower.model, follower.link) for follower in FOLLOWERS}


def test_merging_keeps_to_the_right(cast):
    mitte = cast.world.mitte
    one, two = released(mitte, "Eins"), released(mitte, "Zwei")
    person = mitte.people["neighbourhood"]
    by = member_of(mitte, person)
    with acting(mitte, person), pytest.raises(Refused):
        merge_actors(actor_id=one.pk, into_id=two.pk, version=1, by=by)


def test_a_contact_person_is_really_removed(cast):
    mitte = cast.world.mitte
    row = thing(mitte, Actor)
    client = cast.client("neighbourhood")
    data = {"name": "Toni Nirgends", "purpose": "Absprache", "source": "selbst", "review_on": "2027-01-04"}
    address = f"{HOME}{row.pk}/ansprechpersonen/"
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 422  # the same once more
    assert client.post(address, data | {"name": "Ohne Zweck", "purpose": ""}).status_code == 422
    refused = client.post(address, data | {"name": "Uninformiert", "may_be_published": "on"})
    assert refused.status_code == 422
    assert "informiert" in refused.content.decode()
    person = ContactPerson.objects.get(name="Toni Nirgends")
    assert client.post(f"{HOME}ansprechpersonen/{person.pk}/loeschen/").status_code == 302
    assert not ContactPerson.objects.filter(pk=person.pk).exists()
    assert not hasattr(ContactPerson, "events")
    assert "Toni Nirgends" not in client.get(f"{HOME}{row.pk}/?verlauf=ja").content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [("postcode", "1011"), ("latitude", "52,5"), ("website", "javascript:alert(1)"), ("mailbox", "kein Postfach"),
     ("kind", "nichts"), ("region", "0"), ("name", "\x00"), ("name", "x" * 201), ("latitude", "hundert")],
)  # fmt: skip
def test_bad_input_is_a_sentence(cast, name, value):
    answer = cast.client("coordination").post(f"{HOME}neu/", {"name": "Treff", "town": "Berlin"} | {name: value})
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Eingaben" in answer.content.decode()


def test_an_archived_entry_is_not_changed(cast):
    row = released(cast.world.mitte, "Alt", state=ActorState.ARCHIVED)
    client = cast.client("coordination")
    assert client.get(f"{HOME}{row.pk}/bearbeiten/").status_code == 409
    assert client.post(f"{HOME}{row.pk}/angebote/", {"title": "Chor"}).status_code == 409


def test_lists_of_a_district_are_its_own(cast):
    mitte = cast.world.mitte
    client = cast.client("coordination")
    address = "/bezirk/mitte/einstellungen/akteure/"
    assert client.post(f"{address}themen/neu/", {"name": "Lärm", "is_active": "on"}).status_code == 302
    assert client.post(f"{address}themen/neu/", {"name": "Lärm", "is_active": "on"}).status_code == 422
    theme = Theme.objects.get(district=mitte.district, name="Lärm")
    assert client.post(f"{address}themen/{theme.pk}/", {"name": "Lärm"}).status_code == 302
    assert "Lärm" not in client.get(f"{HOME}neu/").content.decode()
    assert client.get(f"{address}unsinn/").status_code == 404


def test_the_rule_itself_keeps_to_own_regions_and_fields(cast):
    """The form offers nothing else; whoever calls the rule another way is refused as well."""
    mitte = cast.world.mitte
    row, person = released(mitte, "Treff"), mitte.people["neighbourhood"]
    by, other = member_of(mitte, person), mitte.regions[1]
    with acting(mitte, person):
        with pytest.raises(Unfit):
            enter(values={"name": "Fremd", "region": other}, by=by)
        with pytest.raises(Unfit):
            change(actor_id=row.pk, seen={"region": row.region}, new={"region": other}, chosen={}, by=by)
        with pytest.raises(Refused):
            change(actor_id=row.pk, seen={"funding": row.funding}, new={"funding": "heimlich"}, chosen={}, by=by)
