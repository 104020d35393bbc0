"""The Bogen of an office through the front door: fill in, save, submit, give back; and what is refused."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.models import Assignment, AssignmentOffice
from checklist.models import Contribution, Progress, Qualification, QualificationOffice
from districts.models import Office
from pruefsteine.models import Rating, RatingEvidence, SelfAssessment
from pruefsteine.scales import AnswerState, RoundState
from tests.budgets.counter import own_statements
from tests.filling import shown
from tests.makers.pruefsteine import stone
from tests.pruefsteine.conftest import HOME, LONG_AGO, TODAY

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def url_of(answer, more=""):
    return f"{HOME}bogen/{answer.pk}/{more}"


def rating(answer, number):
    return Rating.objects.get(assessment=answer, item__code=f"B4.{number}")


def autosave(client, answer, number, **fields):
    """What htmx sends: field -> (seen, new)."""
    data = {}
    for name, (seen, new) in fields.items():
        data |= {f"p{number}-{name}": new, f"initial-p{number}-{name}": seen}
    return client.post(url_of(answer, f"{number}/"), data, **HTMX)


@pytest.fixture
def answer(stage):
    """An open Bogen of the Jugendamt with ten unanswered Prüfsteine."""
    found = stage.answers(stage.round(), state=AnswerState.NOT_BEGUN)
    Rating.objects.filter(assessment=found).update(level="", words="")
    return found


def test_the_page_asks_for_the_own_office_and_says_who_sees_what(stage, answer):
    page = stage.as_("office_staff").get(url_of(answer)).content.decode()
    assert "Entwürfe sieht nur Ihr Amt. Nach dem Einreichen sieht sie die Planungskoordination, in der" in page
    assert "An die Senatsverwaltung gehen sie nie." in page
    assert "Etwa 40 Minuten" in page
    assert page.count("Unser Amt hat ") == 10
    assert page.count("Seit der Ausgangslage") == page.count("Wie war es vor der Einführung?") == 4
    assert all(f'href="#p{number}-titel"' in page for number in range(1, 11))
    assert "Einreichen</span>" not in page
    assert "Einreichen</span>" in stage.as_("office_head").get(url_of(answer)).content.decode()


def test_without_a_script_one_button_saves_everything_that_was_changed(stage, answer):
    client = stage.as_("office_staff")
    sent = shown(client.get(url_of(answer)))
    sent |= {"p1-level": "not_yet", "p3-change": "worse", "p3-before": "Früher\r\nanders", "p10-words": "Worte"}
    assert client.post(url_of(answer), sent).status_code == 302
    assert rating(answer, 1).level == "not_yet"
    assert (rating(answer, 3).change, rating(answer, 3).before) == ("worse", "Früher\nanders")
    assert rating(answer, 10).words == "Worte"
    answer.refresh_from_db()
    assert answer.state == AnswerState.IN_PROGRESS


def test_autosave_answers_with_what_is_stored_and_what_is_still_open(stage, answer):
    client = stage.as_("office_staff")
    saved = autosave(client, answer, 4, level=("", "begun"), words=("", "Vor <Ort>"))
    text = saved.content.decode()
    assert saved.status_code == 200
    assert 'name="initial-p4-level" value="begun"' in text
    assert "Vor &lt;Ort&gt;" in text
    assert "Gespeichert um " in text
    assert 'href="#p3-titel"' in text
    assert 'href="#p4-titel"' not in text
    assert rating(answer, 4).words == "Vor <Ort>"


def test_not_assessable_is_an_answer_only_with_its_reason_and_not_yet_is_another(stage, answer):
    client = stage.as_("office_staff")
    first = autosave(client, answer, 5, level=("", "not_assessable")).content.decode()
    assert 'href="#p5-titel"' in first
    then = autosave(client, answer, 5, not_assessable_reason=("", "Neu gegründet")).content.decode()
    assert 'href="#p5-titel"' not in then
    assert 'href="#p6-titel"' not in autosave(client, answer, 6, level=("", "not_yet")).content.decode()
    assert not rating(answer, 7).is_answered


def test_a_level_outside_the_scale_is_a_sentence_and_changes_nothing(stage, answer):
    client = stage.as_("office_staff")
    for level in ("7", "sehr gut", "begun\x00"):
        refused = autosave(client, answer, 2, level=("", level))
        assert refused.status_code == 422
        assert "Diese Stufe gibt es nicht." in refused.content.decode()
    page = client.post(url_of(answer), {"p2-level": "prima", "initial-p2-level": "", "p3-level": "begun"})
    assert page.status_code == 422
    assert rating(answer, 2).level == rating(answer, 3).level == ""


def test_a_field_that_is_not_asked_for_here_is_not_stored(stage, answer):
    autosave(stage.as_("office_staff"), answer, 1, change=("", "worse"), before=("", "anders"), level=("", "begun"))
    assert (rating(answer, 1).change, rating(answer, 1).before, rating(answer, 1).level) == ("", "", "begun")


def test_on_the_same_field_the_second_person_sees_both_texts_and_may_decide(stage, answer):
    first, second = stage.as_("office_head"), stage.as_("office_staff")
    opened = shown(second.get(url_of(answer)))
    autosave(first, answer, 8, words=("", "Fassung der Leitung"))
    told = autosave(second, answer, 8, words=("", "Fassung der Mitarbeit"), level=("", "partly"))
    text = told.content.decode()
    assert told.status_code == 409
    assert 'id="p8-words-feld"' in text
    assert "Fassung der Leitung" in text
    assert "Fassung der Mitarbeit" in text
    # The same without a script, on the whole page: what clashes is shown, the rest is saved.
    again = second.post(url_of(answer), opened | {"p8-words": "Fassung der Mitarbeit", "p2-level": "begun"})
    page = again.content.decode()
    assert again.status_code == 409
    assert "Fassung der Leitung" in page
    assert "Fassung der Mitarbeit" in page
    assert rating(answer, 2).level == "begun"
    decided = shown(again) | {"p8-words": "Von beiden"}
    assert second.post(url_of(answer), decided).status_code == 302
    assert rating(answer, 8).words == "Von beiden"


def full(stage, **values):
    return stage.answers(stage.round(), **{"state": AnswerState.IN_PROGRESS} | values)


def submitting(client, answer):
    return client.post(url_of(answer, "einreichen/"), {"version": SelfAssessment.objects.get(pk=answer.pk).version})


def test_only_the_amtsleitung_submits_and_only_what_is_complete(stage, answer):
    whole = full(stage)
    assert submitting(stage.as_("office_staff"), whole).status_code == 403
    head = stage.as_("office_head")
    for number in range(1, 10):
        autosave(head, answer, number, level=("", "partly"))
    refused = submitting(head, answer)
    assert refused.status_code == 409
    assert "Noch nicht beantwortet: Prüfstein 10." in refused.content.decode()
    assert submitting(head, whole).status_code == 302
    whole.refresh_from_db()
    assert (whole.state, whole.submitted_on) == (AnswerState.SUBMITTED, TODAY)


def test_submitted_is_submitted(stage):
    answer = full(stage)
    head = stage.as_("office_head")
    submitting(head, answer)
    twice = submitting(head, answer)
    assert twice.status_code == 409
    assert "ist eingereicht" in twice.content.decode()
    for refused in (
        autosave(head, answer, 1, words=("KENNWORT 0", "Neu")),
        head.post(url_of(answer), {"p1-words": "N"}),
    ):
        assert refused.status_code == 409
        assert "eingereicht" in refused.content.decode()
    assert rating(answer, 1).words == "KENNWORT 0"


def test_somebody_who_submits_what_has_moved_on_is_told(stage):
    answer = full(stage)
    refused = stage.as_("office_head").post(url_of(answer, "einreichen/"), {"version": answer.version + 1})
    assert refused.status_code == 409
    assert "inzwischen geändert" in refused.content.decode()


def test_coordination_returns_with_a_question_and_never_changes(stage):
    answer = full(stage)
    head, coordination = stage.as_("office_head"), stage.as_("coordination")
    assert coordination.get(url_of(answer)).status_code == 404
    submitting(head, answer)
    page = coordination.get(url_of(answer))
    assert "KENNWORT 0" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert coordination.post(url_of(answer), {"p1-words": "Fremd"}).status_code == 403
    assert autosave(coordination, answer, 1, words=("KENNWORT 0", "Fremd")).status_code == 403
    version = SelfAssessment.objects.get(pk=answer.pk).version
    back = url_of(answer, "zurueckgeben/")
    assert coordination.post(back, {"version": version}).status_code == 422
    assert coordination.post(back, {"version": version, "question": "Was heißt das?"}).status_code == 302
    assert coordination.get(url_of(answer)).status_code == 404
    returned = head.get(url_of(answer)).content.decode()
    assert "Was heißt das?" in returned
    assert autosave(head, answer, 1, words=("KENNWORT 0", "Genauer")).status_code == 200
    assert submitting(head, answer).status_code == 302
    assert rating(answer, 1).words == "Genauer"


@pytest.mark.parametrize(
    ("case", "sentence"),
    [("discussing", "in Abstimmung"), ("closed", "abgeschlossen"), ("dissolved", "besteht nicht mehr")],
)
def test_no_answer_after_closing_and_none_of_a_dissolved_office(stage, case, sentence):
    answer = full(stage)
    if case == "dissolved":
        type(stage.jug).objects.filter(pk=stage.jug.pk).update(is_active=False)
    else:
        closed = {"closed_on": TODAY} if case == "closed" else {}
        type(answer.round).objects.filter(pk=answer.round_id).update(state=case, **closed)
    head = stage.as_("office_head")
    for refused in (
        autosave(head, answer, 1, words=("KENNWORT 0", "Neu")),
        head.post(url_of(answer), {"p1-words": "Neu", "initial-p1-words": "KENNWORT 0"}),
        submitting(head, answer),
        head.get(url_of(answer, "einlesen/")),
    ):
        assert refused.status_code == 409
        assert sentence in html.unescape(refused.content.decode())
    page = head.get(url_of(answer))
    assert page.status_code == 200
    assert "KENNWORT 0" in page.content.decode()
    assert rating(answer, 1).words == "KENNWORT 0"


def test_what_was_said_last_time_and_at_the_beginning_stands_beside(stage):
    begun = stage.answers(
        stage.round(
            name="Ausgangslage 2024", is_baseline=True, state=RoundState.CLOSED, opens_on=LONG_AGO.replace(year=2024)
        ),
        state=AnswerState.SUBMITTED,
    )
    Rating.objects.filter(assessment=begun, item=stone(2)).update(level="begun", words="AM ANFANG")
    last = stage.answers(
        stage.round(name="Runde 2025", state=RoundState.CLOSED, opens_on=LONG_AGO.replace(year=2025)),
        state=AnswerState.SUBMITTED,
    )
    Rating.objects.filter(assessment=last, item=stone(2)).update(level="largely", words="ZULETZT", measure="Treffen")
    never = stage.answers(stage.round(opens_on=LONG_AGO, name="Nie eingereicht"), state=AnswerState.IN_PROGRESS)
    Rating.objects.filter(assessment=never).update(words="NIE GESAGT")
    others = stage.answers(begun.round, stage.soz, state=AnswerState.SUBMITTED)
    Rating.objects.filter(assessment=others).update(words="ANDERES AMT")
    now = stage.answers(stage.round(opens_on=TODAY), state=AnswerState.IN_PROGRESS)
    page = stage.as_("office_head").get(url_of(now)).content.decode()
    assert "ZULETZT" in page
    assert "Treffen" in page
    assert "in Ansätzen. AM ANFANG" in page
    assert "Ausgangslage 2024" in page
    assert "NIE GESAGT" not in page
    assert "ANDERES AMT" not in page


def test_evidence_goes_with_the_answer_and_drafts_hide_it(stage):
    answer = full(stage)
    head = stage.as_("office_head")
    sent = {"nachweis-title": "Protokoll", "nachweis-url": "https://beleg.example/p"}
    assert head.post(url_of(answer, "3/nachweis/"), sent).status_code == 302
    tie = RatingEvidence.objects.get(rating__assessment=answer)
    assert "Protokoll" in head.get(url_of(answer)).content.decode()
    from evidence.models import Evidence

    for role, sees in (("office_staff", True), ("coordination", False), ("reader", False)):
        with stage.acting(role):
            assert Evidence.objects.visible_to(stage.member(role)).filter(pk=tie.evidence_id).exists() is sees
    submitting(head, answer)
    with stage.acting("coordination"):
        assert Evidence.objects.visible_to(stage.member("coordination")).filter(pk=tie.evidence_id).exists()


def test_the_office_may_show_its_own_in_abstimmung(stage):
    answer = full(stage)
    head, leadership = stage.as_("office_head"), stage.as_("leadership")
    assert head.post(url_of(answer, "zeigen/"), {"zeigen": "ja"}).status_code == 409
    submitting(head, answer)
    type(answer.round).objects.filter(pk=answer.round_id).update(state=RoundState.DISCUSSING)
    assert leadership.get(url_of(answer)).status_code == 404
    assert head.post(url_of(answer, "zeigen/"), {"zeigen": "ja"}).status_code == 302
    assert "KENNWORT 0" in leadership.get(url_of(answer)).content.decode()
    assert stage.as_("second_leadership").get(url_of(answer)).status_code == 404
    head.post(url_of(answer, "zeigen/"), {"zeigen": "nein"})
    assert leadership.get(url_of(answer)).status_code == 404


def test_beside_each_pruefstein_the_office_reads_its_own_lists_and_nobody_elses(stage, answer):
    point = Progress.objects.get(district=stage.district, code="B2.1")
    for office, title in ((stage.jug, "EIGENER Beitrag"), (stage.soz, "FREMDER Beitrag")):
        Contribution.objects.create(
            district=stage.district, progress=point, office=office, title=title, text="Text", shared=True
        )
    offer = Qualification.objects.create(
        district=stage.district, kind="training", title="KURS mit uns", starts_on=LONG_AGO, took_place=True
    )
    other = Qualification.objects.create(
        district=stage.district, kind="training", title="KURS der anderen", starts_on=LONG_AGO, took_place=True
    )
    QualificationOffice.objects.create(district=stage.district, qualification=offer, office=stage.jug)
    QualificationOffice.objects.create(district=stage.district, qualification=other, office=stage.soz)
    assert f'href="{url_of(answer, "2/bekannt/")}"' in stage.as_("office_staff").get(url_of(answer)).content.decode()
    page = stage.as_("office_staff").get(url_of(answer, "2/bekannt/")).content.decode()
    own, district = page.split("Aus dem Bezirk")
    assert "EIGENER Beitrag" in own
    assert "KURS mit uns" in own
    assert "FREMDER Beitrag" not in page
    assert "KURS der anderen" not in own
    assert "KURS der anderen" in district
    submitting_all(stage, answer)
    for role, status in (("coordination", 403), ("second_head", 404), ("leadership", 403), ("reader", 403)):
        assert stage.as_(role).get(url_of(answer, "2/bekannt/")).status_code == status, role
    assert stage.as_("office_head").get(url_of(answer, "11/bekannt/")).status_code == 404


def submitting_all(stage, answer):
    Rating.objects.filter(assessment=answer).update(level="partly")
    assert submitting(stage.as_("office_head"), answer).status_code == 302


def test_auftraege_of_the_own_office_alone_stand_in_its_own_lists(stage):
    """Coordination reads every Auftrag; the list of the own office holds those with the own office."""
    answer = full(stage)
    for number, offices in enumerate(((stage.jug, stage.lib), (stage.jug,), (stage.lib,)), start=1):
        row = Assignment.objects.create(
            district=stage.district, area=stage.areas[0], title=f"AUFTRAG {number}", text="Text", state="given",
            given_on=LONG_AGO, due_on=TODAY, prepared_by=stage.people["coordination"],
        )  # fmt: skip
        AssignmentOffice.objects.bulk_create(
            AssignmentOffice(district=stage.district, assignment=row, office=office, lead=place == 0)
            for place, office in enumerate(offices)
        )
    page = stage.as_("office_head").get(url_of(answer, "5/bekannt/")).content.decode()
    own = page.split("Aus dem Bezirk")[0]
    assert [number for number in (1, 2, 3) if f"AUFTRAG {number}" in own] == [1]


def test_the_history_of_drafts_is_read_by_the_own_office_alone(stage, answer):
    head = stage.as_("office_head")
    autosave(head, answer, 2, words=("", "Erster Gedanke"))
    autosave(head, answer, 2, words=("Erster Gedanke", "Zweiter Gedanke"))
    assert "Erster Gedanke" in head.get(url_of(answer, "?verlauf=ja")).content.decode()
    for number in range(1, 11):
        autosave(head, answer, number, level=("", "partly"))
    submitting(head, answer)
    read = stage.as_("coordination").get(url_of(answer, "?verlauf=ja")).content.decode()
    assert "Zweiter Gedanke" in read
    assert "Erster Gedanke" not in read


def counted(ask):
    """Statements of what ``ask`` sends, as a budget counts them."""
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code == 200
    return own_statements([query["sql"] for query in captured])


def test_saving_one_field_takes_four_statements_and_the_page_eight_however_much_there_is(stage, answer):
    client = stage.as_("office_staff")
    assert answer.ratings.count() == 10
    client.get(url_of(answer))
    words = iter(range(100))
    last = [""]

    def save(**more):
        text, seen = f"Fassung {next(words)}", last[0]
        last[0] = text
        return counted(lambda: autosave(client, answer, 3, words=(seen, text), **more))

    first, again, page = save(level=("", "begun")), save(), counted(lambda: client.get(url_of(answer)))
    assert len(first) <= 4, first
    assert len(again) <= 4, again
    assert len(page) <= 8, page
    offices = Office.objects.bulk_create(
        Office(district=stage.district, name=f"Amt {n}", short_name=f"Z{n}", area=stage.areas[0]) for n in range(19)
    )
    for office in offices:
        stage.answers(answer.round, office, state=AnswerState.SUBMITTED)
    for year in range(2015, 2025):
        earlier = stage.round(name=f"Runde {year}", state=RoundState.CLOSED, opens_on=LONG_AGO.replace(year=year))
        stage.answers(earlier, state=AnswerState.SUBMITTED)
    assert len(save()) == len(again)
    grown = counted(lambda: client.get(url_of(answer)))
    assert len(grown) == len(page), grown
