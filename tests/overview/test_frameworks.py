"""Rahmenvorgaben: versions, what is frozen, where districts read them, and that they took note."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from districts.models import StatewideMembership
from districts.refusals import NotNow
from districts.roles import StatewideRole
from overview.framework_models import Time, times_of
from overview.frameworks import rules
from overview.models import Framework, FrameworkNote
from tests.makers.overview import DEPARTMENT
from tests.pages.overview import a_text

OWN = frozenset([DEPARTMENT])
BASE, HERE, TASKS = "/berlin/rahmenvorgaben/", "/bezirk/mitte/rahmenvorgaben/", "/bezirk/mitte/aufgaben/"
#: What waits ends where the state of things begins, which tells news.
BELOW = "Stand der Dinge im Bezirk"
TODAY = timezone.localdate()


def version(days, **fields):
    values = {"department": DEPARTMENT, "title": "Daten für alle", "text": "Zweimal im Jahr.", "codes": ["B3.7"],
              "valid_from": TODAY + datetime.timedelta(days=days), "published_on": TODAY}  # fmt: skip
    return Framework.objects.create(**values | fields)


def text(cast, persona, url):
    return cast.client(persona).get(url).content.decode()


def test_of_a_series_one_is_in_force():
    old, new, coming = (
        Framework(series="x", number=number, valid_from=TODAY + datetime.timedelta(days=days))
        for number, days in enumerate((-90, -1, 1), start=1)
    )
    ended = Framework(series="y", number=1, valid_from=TODAY - datetime.timedelta(days=9))
    ended.ends_on = TODAY - datetime.timedelta(days=1)
    last_day = Framework(series="z", number=1, valid_from=TODAY, ends_on=TODAY)
    found = times_of([coming, old, ended, last_day, new], TODAY)
    assert [found[row.pk] for row in (old, new, coming, ended, last_day)] == [
        *(Time.FORMER, Time.IN_FORCE, Time.COMING, Time.FORMER, Time.IN_FORCE)
    ]
    # An ended version does not bring the one before it back.
    new.ends_on = TODAY - datetime.timedelta(days=1)
    assert times_of([old, new], TODAY)[old.pk] == Time.FORMER


def test_what_sql_and_python_say_is_the_same(db):
    series = uuid.uuid4()
    rows = [version(days, series=series, number=number) for number, days in enumerate((-90, -1, 0, 1, 5), start=1)]
    ends = {-9: -1, -8: 0, -7: 3, 4: 6}
    rows += [version(begins, title=f"bis {end}", ends_on=TODAY + datetime.timedelta(days=end))
             for begins, end in ends.items()]  # fmt: skip
    held = set(Framework.objects.holding(TODAY).values_list("pk", flat=True))
    assert held == {pk for pk, time in times_of(rows, TODAY).items() if time != Time.FORMER}
    assert 0 < len(held) < len(rows)


def test_from_the_draft_to_the_district(cast):
    editor, senate = cast.client("editor"), cast.client("senate")
    words = a_text(cast.world.mitte) | {"title": "Rahmen für die Ebenen", "codes": "b3.3, b3.7 B3.3"}
    draft = editor.post(BASE + "neu/", words).url
    # Sent twice it stays one; unknown codes are named.
    assert "Einen Entwurf mit diesem Titel" in editor.post(BASE + "neu/", words).content.decode()
    assert "keine Kennung der Arbeitshilfe: B9" in editor.post(BASE + "neu/", words | {"codes": "B9"}).content.decode()
    row = Framework.objects.get(title=words["title"])
    assert row.codes == ["B3.3", "B3.7"]
    point = reverse("point", args=["mitte", "B3.3"])
    # A draft is read by nobody but its editors.
    assert senate.get(draft).status_code == 404
    for url in (HERE, point, TASKS):
        assert row.title not in text(cast, "coordination", url), url
    assert cast.client("coordination").get(reverse("framework", args=["mitte", row.pk])).status_code == 404

    # What changed since it was read is not published.
    stale = {"schritt": "veroeffentlichen", "stand": rules.mark_of(row)}
    rules.change(pk=row.pk, seen={"text": row.text}, new={"text": "Anders"}, own=OWN)
    assert editor.post(draft, stale).status_code == 409
    row.refresh_from_db()
    assert editor.post(draft, stale | {"stand": rules.mark_of(row)}).status_code == 302
    assert senate.get(draft).status_code == 200
    for url in (HERE, point, TASKS):
        assert row.title in text(cast, "coordination", url), url
    assert row.title not in text(cast, "office_head", TASKS)
    assert row.title in text(cast, "reader", point)
    with pytest.raises(NotNow, match="schon veröffentlicht"):
        rules.change(pk=row.pk, seen={"text": "Anders"}, new={"text": "Doch nicht"}, own=OWN)


def test_a_district_takes_note_once_without_a_name(cast):
    row = version(-3)
    url, senate_url = reverse("framework", args=["mitte", row.pk]), reverse("senate_framework", args=[row.pk])
    assert cast.client("office_head").post(url).status_code == 403
    for persona in ("leadership", "coordination"):
        assert cast.client(persona).post(url).status_code == 302
    assert FrameworkNote.objects.filter(framework=row).count() == 1
    seen = text(cast, "senate", senate_url)
    assert f"Bezirk Mitte am {TODAY:%d.%m.%Y}" in seen
    assert "Pankow" not in seen
    assert cast.world.mitte.people["leadership"].name not in seen
    assert row.title not in text(cast, "coordination", TASKS).partition(BELOW)[0]
    FrameworkNote.objects.create(district=cast.world.pankow.district, framework=row)
    seen = text(cast, "senate", senate_url)
    assert seen.index("Bezirk Mitte am") < seen.index("Bezirk Pankow am")
    # The other district's note is not read here.
    assert "Pankow" not in text(cast, "coordination", url)


def test_a_new_version_follows_and_is_to_be_noted(cast):
    old = version(-30)
    FrameworkNote.objects.create(district=cast.world.mitte.district, framework=old)
    editor = cast.client("editor")
    again = {"department": DEPARTMENT, "title": old.title, "text": "Viermal.", "codes": "", "valid_from": TODAY}
    new_url = f"{BASE}neu/?von={old.pk}"
    assert "Zweimal im Jahr." in text(cast, "editor", new_url)
    draft = editor.post(new_url, again).url
    assert editor.post(new_url, again).status_code in (409, 422)
    new = Framework.objects.get(series=old.series, number=2)
    publish = {"schritt": "veroeffentlichen", "stand": rules.mark_of(new)}
    assert editor.post(draft, publish).status_code == 302
    page = text(cast, "coordination", HERE)
    assert page.index("Das gilt") < page.index(str(new.pk)) < page.index("Das galt früher") < page.index(str(old.pk))
    assert str(new.pk) in text(cast, "coordination", TASKS)
    assert str(new.pk) in text(cast, "reader", reverse("framework", args=["mitte", old.pk]))
    assert "Diese Fassung gilt nicht mehr" in text_of(cast.client("leadership").post(
        reverse("framework", args=["mitte", version(-90, series=old.series, number=9).pk])))  # fmt: skip
    # It concerns no point any more: nor does the old one through it.
    assert old.title not in text(cast, "reader", reverse("point", args=["mitte", "B3.7"]))
    third = rules.draft(values=values_of(old, TODAY), own=OWN, following=new)
    with pytest.raises(NotNow, match="späteren Tag"):
        rules.publish(pk=third.pk, mark=rules.mark_of(third), own=OWN)


def text_of(response):
    assert response.status_code == 409
    return response.content.decode()


def values_of(row, day):
    return {"department": row.department, "title": row.title, "text": row.text, "codes": [], "valid_from": day}


def test_another_ressort_changes_nothing_but_follows_where_nobody_is_left(cast):
    own, abandoned = version(-3), version(-3, department="Ressort von einst")
    foreign = version(-3, department="Ressort Jugend")
    StatewideMembership.objects.create(user=cast.world.outsider, role=StatewideRole.SENATE, department="Ressort Jugend")
    editor = cast.client("editor")
    end = {"schritt": "ende", "ends_on": f"{TODAY:%d.%m.%Y}"}
    assert editor.post(reverse("senate_framework", args=[foreign.pk]), end).status_code == 404
    assert editor.post(reverse("senate_framework", args=[own.pk]), end).status_code == 302
    words = a_text(cast.world.mitte)
    assert editor.post(f"{BASE}neu/?von={foreign.pk}", words).status_code == 409
    assert editor.post(f"{BASE}neu/?von={abandoned.pk}", words).status_code == 302
    assert editor.post(BASE + "neu/", words | {"department": "Ressort Jugend"}).status_code == 422
    own.refresh_from_db()
    assert own.ends_on == TODAY


def test_texts_at_their_limits(cast):
    editor, words = cast.client("editor"), a_text(cast.world.mitte)
    longest = {"title": "Ł" * 160, "text": "x" * 20_000}
    page = editor.get(editor.post(BASE + "neu/", words | longest).url)
    assert "Ł" * 160 in page.content.decode()
    for too_long in ({"title": "x" * 161}, {"text": "x" * 20_001}, {"codes": "B3.3," * 31}, {"text": "\x00"}):
        assert editor.post(BASE + "neu/", words | too_long).status_code == 422, too_long
