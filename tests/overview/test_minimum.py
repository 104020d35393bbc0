"""The Mindestmaß: proposed by the Senate, answered by each district, in force where all agree."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from checklist.models import Item, Progress
from districts.refusals import Conflict, NotNow, Unfit
from overview.minimum import rules
from overview.minimum.showing import Proposals, changes
from overview.minimum_models import MinimumAnswer, MinimumProposal, State, Word
from tests.acting import acting, member_of
from tests.checklist.reading import form_values
from tests.makers.overview import DEPARTMENT, SOON, proposal, withdraw_proposals
from tests.wall.test_sql_rows import DENIED, tried

BASE, NEW = "/berlin/mindestmass/", "/berlin/mindestmass/vorschlag/neu/"
HERE, TASKS = "/bezirk/mitte/mindestmass/", "/bezirk/mitte/aufgaben/"
FIRST = {"A2a", "A2b", "A2c", "B3.3", "B3.7", "B3.8", "B4.2"}
WORDS = {"department": DEPARTMENT, "codes": ["B3.9", "A2a"], "reason": "Damit alle beteiligen.",
         "answer_by": "02.03.2099"}  # fmt: skip
TODAY = timezone.localdate()


@pytest.fixture
def quiet(cast):
    """The world without a proposal of its own."""
    MinimumAnswer.objects.all().delete()
    withdraw_proposals()
    return cast


def text(cast, persona, url):
    return cast.client(persona).get(url).content.decode()


def marked():
    return set(Item.objects.filter(minimum=True).values_list("code", flat=True))


def say(place, word, words="", seen=("", ""), row=None):
    """What the leadership of ``place`` says to the open proposal."""
    row = row or MinimumProposal.objects.get(state=State.OPEN)
    by = member_of(place, place.people["leadership"])
    with acting(place, by.user):
        shown = dict(zip(("word", "text"), seen, strict=True))
        rules.answer(proposal=row.pk, seen=shown, new={"word": word, "text": words}, by=by)


def all_agree(cast):
    for place in (cast.world.mitte, cast.world.pankow):
        say(place, Word.AGREES)


def test_from_the_draft_to_what_holds(quiet):
    cast, editor = quiet, quiet.client("editor")
    assert "noch nicht vereinbart" in text(cast, "senate", BASE)
    assert "noch nicht vereinbart" in text(cast, "reader", HERE)
    draft = editor.post(NEW, WORDS).url
    again = editor.post(NEW, WORDS)
    assert (again.status_code, "Ein Entwurf ist schon in Vorbereitung" in again.content.decode()) == (422, True)
    row = MinimumProposal.objects.get(state=State.DRAFT)
    assert row.codes == ["A2a", "B3.9"]
    # The whole Senate reads a draft, no district does.
    assert WORDS["reason"] in text(cast, "senate", draft)
    for url in (HERE, TASKS):
        assert "Vorschlag zum" not in text(cast, "leadership", url), url
    assert cast.client("senate").post(draft, {"schritt": "verwerfen"}).status_code == 404

    stale = {"schritt": "senden", "stand": rules.mark_of(row)}
    rules.change(pk=row.pk, seen={"codes": row.codes, "reason": row.reason}, new={"codes": row.codes, "reason": "Neu."})
    assert editor.post(draft, stale).status_code == 409
    row.refresh_from_db()
    assert editor.post(draft, stale | {"stand": rules.mark_of(row)}).status_code == 302
    page = text(cast, "leadership", HERE)
    assert [page.count(word) for word in ("kommt dazu", "fällt weg")] == [1, len(FIRST) - 1]
    assert "für den Bezirk antworten" in text(cast, "leadership", TASKS)
    assert "antwortet die Verwaltungsspitze" in text(cast, "coordination", TASKS)
    assert "Vorschlag zum Mindestmaß" not in text(cast, "office_head", TASKS)

    say(cast.world.mitte, Word.NOT_SO, "B3.7 soll bleiben.")
    say(cast.world.pankow, Word.AGREES)
    assert "Vorschlag zum Mindestmaß" not in text(cast, "leadership", TASKS)
    for url in (draft, BASE):
        seen = text(cast, "senate", url)
        words = [seen.index(word) for word in ("01 Mitte", ">so nicht<", "03 Pankow", ">einverstanden<")]
        assert words == sorted(words)
        assert cast.world.mitte.people["leadership"].name not in seen
    assert "B3.7 soll bleiben." in text(cast, "senate", draft)
    assert "B3.7 soll bleiben." not in text(cast, "foreign", "/bezirk/pankow/mindestmass/")
    refused = editor.post(draft, {"schritt": "vereinbaren"})
    assert (refused.status_code, "nicht alle Bezirke einverstanden" in refused.content.decode()) == (409, True)
    assert marked() == FIRST

    say(cast.world.mitte, Word.AGREES, "", (Word.NOT_SO, "B3.7 soll bleiben."))
    assert editor.post(draft, {"schritt": "vereinbaren"}).status_code == 302
    assert marked() == {"A2a", "B3.9"}
    day = f"vereinbart am {TODAY:%d.%m.%Y}"
    for persona, url in (("senate", BASE), ("reader", HERE)):
        assert day in text(cast, persona, url)
    assert f"seit {TODAY:%d.%m.%Y}" in text(cast, "reader", HERE)
    # What comes with the code is the beginning only.
    call_command("load_catalogue", stdout=StringIO())
    assert marked() == {"A2a", "B3.9"}
    for step in ("vereinbaren", "zurueckziehen", "verwerfen", "senden"):
        assert editor.post(draft, {"schritt": step}).status_code == 409, step


def test_only_the_leadership_answers_and_only_while_it_is_asked(quiet):
    cast, row = quiet, proposal(1)
    answer = {"vorschlag": row.pk, "word": "agrees", "text": ""}
    for persona in ("coordination", "leadership_staff", "office_head"):
        for sent in (answer, answer | {"word": ""}):
            assert cast.client(persona).post(HERE, sent).status_code == 403, persona
    leadership = cast.client("leadership")
    without = leadership.post(HERE, answer | {"word": "not_so", "text": " "})
    assert (without.status_code, "was anders sein soll" in without.content.decode()) == (422, True)
    for bad in ({"text": "x" * 20_001}, {"text": "\x00"}, {"word": "vielleicht"}, {"word": ""}):
        assert leadership.post(HERE, answer | bad).status_code == 422, bad
    for key in ("", "x", "\x00"):
        assert leadership.post(HERE, answer | {"vorschlag": key}).status_code == 404, key
    for _ in range(2):
        assert leadership.post(HERE, answer | {"text": "Ja."}).status_code == 302
    assert MinimumAnswer.objects.filter(proposal=row).count() == 1
    # Another member of the Bezirksamt had the page open from before.
    other = cast.client("second_leadership").post(HERE, answer | {"word": "not_so", "text": "Nein."} | {
        "initial-word": "", "initial-text": ""})  # fmt: skip
    assert other.status_code == 409
    assert all(words in other.content.decode() for words in ("Ja.", "Nein.", "Beide Texte stehen hier"))

    rules.withdraw(pk=row.pk)
    late = leadership.post(HERE, answer | {"text": "Zu spät, aber nicht verloren."})
    assert late.status_code == 409
    assert "liegt nicht mehr bei den Bezirken" in late.content.decode()
    assert "nicht verloren" in late.content.decode()
    with pytest.raises(NotNow):
        say(cast.world.pankow, Word.AGREES, row=row)


def test_a_proposal_that_does_not_fit_is_refused_in_german(quiet):
    editor = quiet.client("editor")
    for bad, sentence in (
        ({"codes": []}, "mindestens einen Punkt"),
        ({"codes": ["A2a", "B9.9"]}, "gibt es hier nicht"),
        ({"codes": ["B3.1a"]}, "gibt es hier nicht"),
        ({"answer_by": TODAY - datetime.timedelta(days=1)}, "schon vorbei"),
        ({"reason": "x" * 20_001}, "höchstens"),
        ({"reason": "\x00"}, "Nullzeichen"),
        ({"reason": ""}, "füllen Sie dieses Feld aus"),
        ({"department": "Ressort Jugend"}, "gültige"),
    ):
        answer = editor.post(NEW, WORDS | bad)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), bad
    draft = editor.post(NEW, WORDS | {"codes": ["A2a", "A2a", "B4.2"], "reason": "Ł" * 20_000}).url
    row = MinimumProposal.objects.get(state=State.DRAFT)
    assert row.codes == ["A2a", "B4.2"]
    assert editor.get(f"{NEW}?von=x").status_code == 404
    assert editor.get(f"{NEW}?von={row.pk}").status_code == 404
    # The day passes while the draft lies there.
    MinimumProposal.objects.filter(pk=row.pk).update(answer_by=TODAY - datetime.timedelta(days=1))
    row.refresh_from_db()
    assert editor.post(draft, {"schritt": "senden", "stand": rules.mark_of(row)}).status_code == 409
    assert editor.post(draft, {"schritt": "verwerfen"}).status_code == 302
    assert editor.post(draft, {"schritt": "senden"}).status_code == 404


def test_two_editors_at_one_draft(quiet):
    row = rules.draft(values={"department": DEPARTMENT, "codes": ["A2a", "A2b"], "reason": "Alt", "answer_by": SOON})
    seen = {"codes": ["A2a", "A2b"], "reason": "Alt"}
    rules.change(pk=row.pk, seen=seen, new={"codes": ["A2a", "A2b", "B3.9"], "reason": "Neu"})
    rules.change(pk=row.pk, seen=seen, new={"codes": ["A2a"], "reason": "Alt"})
    row.refresh_from_db()
    assert (row.codes, row.reason) == (["A2a", "B3.9"], "Neu")
    with pytest.raises(Unfit):
        rules.change(pk=row.pk, seen={"codes": ["A2a", "B3.9"]}, new={"codes": []})
    with pytest.raises(Conflict):
        rules.change(pk=row.pk, seen=seen, new={"codes": ["A2a"], "reason": "Ganz anders"})
    edit = reverse("senate_minimum_edit", args=[row.pk])
    answer = quiet.client("editor").post(
        edit, WORDS | {"reason": "Meins", "initial-reason": "Alt", "initial-codes": ["A2a", "B3.9"]}
    )
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("Meins", "Neu"))


def test_one_proposal_at_a_time_and_the_next_begins_with_the_last(quiet):
    editor, row = quiet.client("editor"), proposal(1, "A2a", "B3.10")
    again = editor.get(f"{NEW}?von={row.pk}").content.decode()
    assert again.count(" checked") == 2
    draft = editor.post(NEW, WORDS).url
    second = MinimumProposal.objects.get(state=State.DRAFT)
    send = {"schritt": "senden", "stand": rules.mark_of(second)}
    assert "Ziehen Sie ihn zurück" in editor.post(draft, send).content.decode()
    say(quiet.world.mitte, Word.NOT_SO, "So nicht.")
    assert editor.post(reverse("senate_minimum", args=[row.pk]), {"schritt": "zurueckziehen"}).status_code == 302
    assert marked() == FIRST
    assert editor.post(draft, send).status_code == 302
    # The withdrawn one stays to be read, with the own words.
    page = text(quiet, "reader", HERE)
    assert "zurückgezogen am" in page
    assert "unsere Antwort: so nicht" in page


def test_since_when_a_point_holds():
    def agreed(number, *codes, state=State.AGREED):
        moment = datetime.datetime(2026, 1, number, 12, tzinfo=datetime.UTC)
        return MinimumProposal(codes=list(codes), state=state, settled_at=moment)

    rows = [agreed(4, "A2a", "B3.9", "B3.7"), agreed(3, "B3.5", state=State.WITHDRAWN), agreed(2, "A2a", "B3.9"),
            agreed(1, "A2a", "B3.7")]  # fmt: skip
    found = Proposals(rows)
    # A point that was away in between counts from its return.
    assert [found.since(code) and found.since(code).day for code in ("A2a", "B3.9", "B3.7", "B3.5")] == [1, 2, 4, None]
    assert found.agreed is rows[0]
    items = [Item(code="A2a", minimum=True), Item(code="B3.9"), Item(code="B3.10"), Item(code="B3.3", minimum=True)]
    said = [(point.code, point.said) for point in changes(items, ["A2a", "B3.10"], lambda item: "")]
    assert said == [("A2a", "bleibt"), ("B3.10", "kommt dazu"), ("B3.3", "fällt weg")]


def test_a_point_that_comes_to_it_keeps_what_the_district_said(quiet):
    proposal(1, "A2a", "B3.9")
    left_out = Progress.objects.filter(district=quiet.world.mitte.district, code="B3.9")
    left_out.update(state="not_planned", reason="Bei uns nicht.", own_text="Unsere Worte")
    later = Progress.objects.filter(district=quiet.world.mitte.district, code="A2b")
    later.update(state="postponed", reason="Nach der Wahl.")
    all_agree(quiet)
    rules.put_in_force(pk=MinimumProposal.objects.get(state=State.OPEN).pk)
    assert left_out.values_list("state", "reason").get() == ("not_planned", "Bei uns nicht.")

    client, path = quiet.client("coordination"), "/bezirk/mitte/checkliste/punkt/B3.9/"
    page = client.get(path)
    assert "gehört inzwischen zum" in page.content.decode()
    assert "für unseren Bezirk nicht vorgesehen" in page.content.decode()
    assert "gehört nicht mehr zum" in text(quiet, "reader", "/bezirk/mitte/checkliste/punkt/A2b/")
    # Nobody decides by leaving the choice alone, and nothing typed is lost.
    values = form_values(page, path)
    assert (values["state"], values["initial-state"]) == ("", "not_planned")
    for state in ("", "not_planned"):
        refused = client.post(path, values | {"own_text": "Neue Worte", "state": state})
        assert refused.status_code == 422, state
        assert "Neue Worte" in refused.content.decode()
    assert left_out.values_list("own_text", flat=True).get() == "Unsere Worte"
    assert client.post(path, values | {"own_text": "Neue Worte", "state": "postponed"}).status_code == 302
    assert left_out.values_list("state", "own_text", "reason").get() == ("postponed", "Neue Worte", "Bei uns nicht.")
    assert "gehört inzwischen" not in text(quiet, "coordination", path)


def test_the_database_keeps_to_it_whatever_a_view_asks(quiet):
    row = proposal(1, "A2a", "B3.9")
    reads = {"role": "senate", "departments": [DEPARTMENT], "user": quiet.world.senate}
    own = reads | {"user": quiet.world.editor}
    here = {"role": "district", "district": quiet.world.mitte.district}
    settle = "UPDATE overview_minimumproposal SET state = %s, settled_at = now() WHERE id = %s"
    say(quiet.world.mitte, Word.AGREES)
    assert "not every district agrees" in str(tried(settle, ["agreed", row.pk], **own))
    say(quiet.world.pankow, Word.NOT_SO, "Nein.")
    assert "not every district agrees" in str(tried(settle, ["agreed", row.pk], **own))
    assert DENIED in str(tried("UPDATE checklist_item SET minimum = true WHERE code = 'B3.9'", **own))
    for change in ("reason = 'Anders'", "codes = '[]'", "state = 'draft'", "answer_by = '2099-01-01'"):
        answer = tried(f"UPDATE overview_minimumproposal SET {change} WHERE id = %s", [row.pk], **own)
        assert "frozen" in str(answer), change
    assert "stays" in str(tried("DELETE FROM overview_minimumproposal WHERE id = %s", [row.pk], **own))
    insert = ("INSERT INTO overview_minimumproposal (id, department, codes, reason, answer_by, state)"
              " VALUES (gen_random_uuid(), %s, '[]', 'x', '2099-01-01', %s)")  # fmt: skip
    assert "begins as a draft" in str(tried(insert, [DEPARTMENT, "agreed"], **own))
    assert "row-level security" in str(tried(insert, ["Ressort Jugend", "draft"], **own))
    # Whoever only reads for the Senate writes nothing, whatever a view forgets.
    assert "row-level security" in str(tried(insert, [DEPARTMENT, "draft"], **reads))
    assert tried(settle, ["withdrawn", row.pk], **reads) == 0
    assert tried(insert, [DEPARTMENT, "draft"], **own) == 1
    # An inactive district is not waited for; an answer counts only while it is asked for.
    pankow = quiet.world.pankow.district
    type(pankow).objects.filter(pk=pankow.pk).update(is_active=False)
    assert tried(settle, ["agreed", row.pk], **own) == 1
    answer = "UPDATE overview_minimumanswer SET word = 'agrees' WHERE proposal_id = %s"
    assert tried(answer, [row.pk], **here) == 1
    rules.withdraw(pk=row.pk)
    assert "settled" in str(tried(answer, [row.pk], **here))
    count = "SELECT count(*) FROM overview_minimumproposal WHERE id = %s"
    draft = rules.draft(values={"department": DEPARTMENT, "codes": ["A2a"], "reason": "x", "answer_by": SOON})
    assert [tried(count, [found.pk], **here) for found in (row, draft)] == [1, 0]
