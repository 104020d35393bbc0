"""New wordings of the Arbeitshilfe: the editors' draft, what districts see, what stays, and the files beside it."""

from dataclasses import replace

import pytest
from django.db import Error, connection, transaction
from django.http import QueryDict

from checklist.catalogue_file import CatalogueError, read_catalogue
from checklist.management.commands.load_catalogue import load
from checklist.models import Item, ItemText, Progress
from checklist.progress import save_progress
from checklist.wordings import changes, compared
from districts.refusals import NotNow
from districts.wall.session import DatabaseRole, acting_as
from overview.catalogue_care import rules
from overview.catalogue_care.forms import WordingForm
from overview.models import WordingDraft
from tests.acting import acting, member_of
from tests.filling import shown
from tests.fuzz.test_forms import fingerprint
from tests.pages.overview import a_wording

BASE, TASKS = "/berlin/arbeitshilfe/", "/bezirk/mitte/aufgaben/"
HERE, EDIT, POINT = BASE + "B3.5/", BASE + "B3.5/entwurf/", "/bezirk/mitte/checkliste/punkt/B3.5/"
HISTORY = "/hilfe/arbeitshilfe/B3.5/"
NEW, WHY = "Ganz neu gefasst: Ämter fangen an, wo sie wollen.", "Weil viele danach gefragt haben."


@pytest.fixture
def item(cast):
    return Item.objects.get(code="B3.5")


@pytest.fixture
def editor(cast):
    return cast.client("editor")


def text(cast, persona, url):
    return cast.client(persona).get(url).content.decode()


def drafted(item, **words):
    values = {"title": item.title, "text": NEW, "hint": item.hint, "office_text": item.office_text, "reason": WHY}
    return WordingDraft.objects.create(item=item, beside=item.version, **values | words)


def publish(cast, row):
    """As the editor's request does it."""
    with acting_as(DatabaseRole.SENATE, user_id=cast.world.editor.pk):
        return rules.publish(item=row.item, mark=rules.mark_of(row))


def words_of(cast, code, **words):
    """The words of Mitte at a point, written by its coordination."""
    place = cast.world.mitte
    by = member_of(place, place.people["coordination"])
    with acting(place, place.people["coordination"]):
        row = Progress.objects.get(code=code)
        save_progress(code=code, seen={name: getattr(row, name) for name in words}, new=words, by=by)


def test_from_the_draft_to_the_districts(cast, item, editor):
    words_of(cast, "B3.5", own_text="Unsere Worte")
    before = [fingerprint(place.district) for place in (cast.world.mitte, cast.world.pankow)]
    old = item.text
    assert editor.post(EDIT, a_wording("B3.5", text=NEW, reason=WHY)).url == HERE
    # Nobody else reads a draft.
    for url in (POINT, HISTORY, TASKS, "/hilfe/arbeitshilfe/"):
        assert NEW not in text(cast, "coordination", url), url
    assert cast.client("senate").get(HERE).status_code == 404
    assert text(cast, "editor", BASE).count("Entwurf</span>") == 1

    preview = text(cast, "editor", HERE)
    assert editor.post(HERE, shown(editor.get(HERE)) | {"schritt": "veroeffentlichen"}).status_code == 302
    item.refresh_from_db()
    assert (item.text, item.version, WordingDraft.objects.count()) == (NEW, 2, 0)
    kept = ItemText.objects.filter(item=item).values_list("version", "text", "reason")
    assert list(kept.order_by("version")) == [(1, old, ""), (2, NEW, WHY)]
    # Not one row of a district has changed.
    assert [fingerprint(place.district) for place in (cast.world.mitte, cast.world.pankow)] == before

    page = text(cast, "coordination", POINT)
    for part in ('<section class="ql-common"', '<dl class="ql-changes">'):
        begin = page.index(part)
        shown_part = page[begin : page.index("</section>" if "section" in part else "</dl>", begin)]
        assert shown_part in preview, part
    for said in (NEW, WHY, "Unsere Worte", "unsere Worte bleiben so"):
        assert said in page, said
    # Who reads only is told, and asked nothing; where the district wrote nothing, there is nothing to say.
    assert "Der gemeinsame Text hat sich geändert" in text(cast, "reader", POINT)
    assert "unsere Worte bleiben so" not in text(cast, "reader", POINT)
    assert "hat sich geändert" not in cast.client("foreign").get(POINT.replace("mitte", "pankow")).content.decode()
    for said in (WHY, "Fassung 2", "Fassung 1", "<del>"):
        assert said in cast.client("anonymous").get(HISTORY).content.decode(), said


def test_the_words_of_the_district_stay_as_they_are(cast, item):
    words_of(cast, "B3.5", own_text="Unsere Worte")
    publish(cast, drafted(item))
    task = "lesen, was sich geändert hat"
    assert f">B3.5 {item.title}</a>" in text(cast, "coordination", TASKS)
    # Where the district wrote nothing, nothing waits.
    silent = Progress.objects.filter(district=cast.world.mitte.district, own_text="", answer="", item__isnull=False)[0]
    publish(cast, drafted(silent.item))
    assert f">{silent.code} {silent.title}</a>" not in text(cast, "coordination", TASKS)
    assert task in text(cast, "coordination", TASKS)
    assert task not in text(cast, "leadership", TASKS)
    client = cast.client("coordination")
    stay = POINT + "fassung/"
    for stale in ("1", "", "x", "9" * 40):
        assert client.post(stay, {"version": stale}).status_code == 409, stale
    assert cast.client("office_head").post(stay, {"version": "2"}).status_code == 403
    assert client.post("/bezirk/mitte/checkliste/punkt/B9.9/fassung/", {"version": "2"}).status_code == 404
    for _ in range(2):
        assert client.post(stay, {"version": "2"}).status_code == 302
    row = Progress.objects.get(district=cast.world.mitte.district, code="B3.5")
    assert (row.own_text, row.text_version) == ("Unsere Worte", 2)
    assert "hat sich geändert" not in text(cast, "coordination", POINT)
    assert task not in text(cast, "coordination", TASKS)


def test_words_that_nobody_touched_stay_beside_their_wording(cast):
    question = Item.objects.get(code="B3.1e")
    words_of(cast, "B3.1e", own_text="Unsere Worte", answer="Unsere Antwort")
    publish(cast, drafted(question))
    words_of(cast, "B3.1e", answer="Eine neue Antwort")
    row = Progress.objects.filter(district=cast.world.mitte.district, code="B3.1e")
    assert row.get().text_version == 1
    assert "eine neuere Fassung als die Antwort" in text(cast, "reader", "/bezirk/mitte/checkliste/leitfragen/")
    words_of(cast, "B3.1e", answer="Noch eine Antwort", own_text="Andere Worte")
    assert row.get().text_version == 2


def test_two_editors_at_once(cast, editor):
    page = shown(editor.get(EDIT))
    assert editor.post(EDIT, page | {"text": "Von der einen.", "reason": WHY}).status_code == 302
    # Another field merges; the same field shows both texts; what was sent twice is there once.
    assert editor.post(EDIT, page | {"title": "Ein anderer Titel", "reason": WHY}).status_code == 302
    assert editor.post(EDIT, page | {"text": "Von der einen.", "reason": WHY}).status_code == 302
    clash = editor.post(EDIT, page | {"text": "Von der anderen.", "reason": WHY})
    assert clash.status_code == 409
    assert "Von der einen." in clash.content.decode()
    assert "Von der anderen." in clash.content.decode()
    row = WordingDraft.objects.get()
    assert (row.title, row.text) == ("Ein anderer Titel", "Von der einen.")
    # What changed since it was read is not published; what is gone is not published twice.
    stale = shown(editor.get(HERE)) | {"schritt": "veroeffentlichen"}
    WordingDraft.objects.update(text="Inzwischen anders.")
    assert editor.post(HERE, stale).status_code == 409
    fresh = shown(editor.get(HERE)) | {"schritt": "veroeffentlichen"}
    assert [editor.post(HERE, fresh).status_code for _ in range(2)] == [302, 409]
    assert editor.post(HERE, {"schritt": "verwerfen"}).status_code == 409


def test_a_draft_is_discarded_and_one_that_says_nothing_new_is_not_published(cast, item, editor):
    drafted(item, text=item.text)
    page = editor.get(HERE)
    assert "Wort für Wort dasselbe" in page.content.decode()
    with pytest.raises(NotNow, match="Wort für Wort dasselbe"):
        publish(cast, WordingDraft.objects.get())
    assert editor.post(HERE, {"schritt": "verwerfen"}).status_code == 302
    assert editor.post(HERE, {"schritt": "erfunden"}).status_code == 404
    assert not WordingDraft.objects.exists()


def test_a_wording_that_came_in_between_is_read_first(cast, item, editor):
    row = drafted(item)
    form = shown(editor.get(EDIT))
    load([replace(entry, version=2, text="Aus den Dateien.") if entry.code == "B3.5" else entry
          for entry in read_catalogue()])  # fmt: skip
    assert "Inzwischen gilt eine neuere Fassung" in text(cast, "editor", HERE)
    with pytest.raises(NotNow, match="Inzwischen gilt Fassung 2"):
        publish(cast, row)
    assert WordingDraft.objects.exists()
    refused = editor.post(EDIT, form | {"text": "Neben der ersten."})
    assert refused.status_code == 409
    assert "Inzwischen gilt Fassung 2" in refused.content.decode()
    # Sent again from the page that said so, it is a decision.
    assert editor.post(EDIT, shown(refused)).status_code == 302
    assert publish(cast, WordingDraft.objects.select_related("item").get()) == 3


@pytest.mark.parametrize("persona", ["senate", "operator", "outsider"])
def test_in_sql_only_an_editor_reads_a_draft_and_publishes_it(cast, item, persona):
    row = drafted(item)
    person = getattr(cast.world, persona)
    with acting_as(DatabaseRole.SENATE, user_id=person.pk):
        assert not WordingDraft.objects.exists()
        with pytest.raises(Error, match="only an editor"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT publish_wording(%s)", [row.pk])
    with acting_as(DatabaseRole.SENATE, user_id=cast.world.editor.pk):
        assert WordingDraft.objects.exists()
        for sql in ("UPDATE checklist_item SET text = 'x'", "UPDATE checklist_itemtext SET text = 'x'"):
            with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
    place = cast.world.mitte
    with acting(place, place.people["coordination"]):
        for sql in ("SELECT text FROM overview_wordingdraft", f"SELECT publish_wording('{row.pk}')"):
            with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


def files(code, **values):
    return [replace(entry, **values) if entry.code == code else entry for entry in read_catalogue()]


def test_the_files_leave_a_wording_of_the_tool_alone(cast, item):
    publish(cast, drafted(item, hint="Ein Hinweis aus dem Werkzeug."))
    assert load(read_catalogue()) == 0
    # What is no wording still loads; a raised version that says nothing new says nothing new.
    assert load(files("B3.5", place="Anderswo, S. 3", hint="Aus den Dateien", version=7)) == 1
    item.refresh_from_db()
    assert (item.text, item.version, item.place, item.hint) == (
        *(NEW, 2, "Anderswo, S. 3", "Ein Hinweis aus dem Werkzeug."),
    )
    before = list(Item.objects.values()), list(ItemText.objects.values())
    with pytest.raises(CatalogueError, match="version 2 was written in the tool; give the files a version"):
        load(files("B3.5", text="Aus den Dateien.", version=2))
    assert (list(Item.objects.values()), list(ItemText.objects.values())) == before
    # A higher version that says something else is meant.
    assert load(files("B3.5", text="Aus den Dateien.", version=3)) == 1
    item.refresh_from_db()
    assert (item.text, item.version) == ("Aus den Dateien.", 3)
    assert ItemText.objects.get(item=item, version=2).text == NEW


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": ""}, "füllen Sie dieses Feld aus"),
        ({"text": " \n "}, "füllen Sie dieses Feld aus"),
        ({"reason": ""}, "füllen Sie dieses Feld aus"),
        ({"text": "x" * 20_001}, "höchstens 20000"),
        ({"title": "x" * 91}, "höchstens 90"),
        ({"text": "a\x00b"}, "Null"),
        ({"text": "a\ud800b"}, "unvollständiges Zeichen"),
        ({"office_text": ""}, "füllen Sie dieses Feld aus"),
    ],
)
def test_bad_input_gets_a_sentence_at_the_field(cast, words, sentence):
    stone = Item.objects.get(code="B4.3")
    data = QueryDict(mutable=True)
    data.update(a_wording("B4.3", office_text="Unser Amt hat Neues.") | words)
    form = WordingForm(data, instance=rules.begun(stone), item=stone)
    assert not form.is_valid()
    assert sentence in str(form.errors)
    assert list(form.errors) == list(words)


def test_what_does_not_exist_and_texts_at_their_limit(cast, editor):
    for url in (BASE + "B9.9/", BASE + "B9.9/entwurf/", "/hilfe/arbeitshilfe/E1/", BASE + "%00/"):
        assert editor.get(url).status_code == 404, url
    for beside in ("", "x", "-1", "9" * 40):
        assert editor.post(EDIT, a_wording("B3.5", beside=beside)).status_code in (409, 422), beside
    assert not WordingDraft.objects.exists()
    assert editor.post(EDIT, a_wording("B3.5", text="Ł " * 10_000)).status_code == 302
    assert editor.get(HERE).status_code == 200


def test_what_changed_is_told_word_by_word():
    old, new = "Wege und Tempo wählt\n\njeder Bezirk.", "Tempo und Wege wählt\n\njeder Bezirk, wie es passt."
    pieces = list(compared(old, new))
    assert "".join(words for mark, words in pieces if mark != "new") == old
    assert "".join(words for mark, words in pieces if mark != "old") == new
    assert ("same", " wählt\n\njeder Bezirk") in pieces
    before, after = ItemText(title="A", text=old), ItemText(title="A", text=new)
    assert [change.label for change in changes(before, after)] == ["Text"]
    assert changes(before, before) == []
