"""Rahmenvorgaben, Mindestmaß, new wordings, Bitten um Unterstützung and gute Beispiele of the demo.

The first two are the same for all. Every district asks the same number of Bitten and shows one example; which of
the invented ones stands where is drawn anew for each, so that none looks better.
"""

import datetime
import random
import uuid
from functools import partial

from accounts.models import User
from checklist.models import Item, ItemText
from config.demo.cast import STATEWIDE, address
from config.demo.telling import Scene
from config.demo.working_days import working_day
from districts.member import Member
from districts.models import Region
from districts.wall.session import DatabaseRole, acting_as
from overview.catalogue_care import rules as care
from overview.framework_models import Time, times_of
from overview.minimum import rules as settling
from overview.minimum_models import State as Proposal
from overview.minimum_models import Word
from overview.models import (
    Framework,
    FrameworkNote,
    GoodPractice,
    MinimumAnswer,
    MinimumProposal,
    SharedPractice,
    SupportMessage,
    SupportRequest,
    WordingDraft,
)
from overview.offered import ROOM
from overview.practice import rules as showing
from overview.support import rules as asking

__all__ = ["ROOM", "propose_minimum", "tell_berlin", "write_frameworks", "write_wordings"]

_CITY, _YOUTH = STATEWIDE["senat"][1], STATEWIDE["jugend.senat"][1]

#: Title, codes, versions: (days ago it began, text); what lies ahead is negative.
FRAMEWORKS: tuple[tuple[str, list[str], tuple[tuple[int, str], ...]], ...] = (
    ("Gemeinsame Daten für die Sozialräume", ["A3c", "B3.3", "B3.4a"], (
        (420, "Die Senatsverwaltung stellt den Bezirken einmal im Jahr Daten je Planungsraum bereit."),
        (60, ("Die Senatsverwaltung stellt den Bezirken zweimal im Jahr Daten je Planungsraum bereit, mit einem Blatt, "
             "das sagt, woher sie kommen und was sie nicht sagen.\n\nDie Bezirke benennen eine Stelle, die sie "
             "entgegennimmt. Wie sie die Daten verwenden, entscheiden sie selbst.")),
    )),
    ("Fachaustausch zwischen Bezirken und Senat", ["B3.8", "B4.6"], (
        (300, ("Jedes Fachressort lädt die Fachämter der Bezirke mindestens zweimal im Jahr ein. Themen bringen beide "
              "Seiten ein; das Ergebnis wird schriftlich festgehalten.")),
        (-40, ("Jedes Fachressort lädt die Fachämter der Bezirke mindestens viermal im Jahr ein. Themen bringen beide "
              "Seiten ein; das Ergebnis wird schriftlich festgehalten und den Bezirken innerhalb von vier Wochen "
              "zugesandt.")),
    )),
)  # fmt: skip
DRAFT = ("Benennung der Koordinationsebenen", ["B3.3", "B3.3b"], ("Die Bezirke nennen ihre Ebenen, wie es bei ihnen "
         "üblich ist. Dem Senat gegenüber verwenden sie die drei Begriffe der Arbeitshilfe."))  # fmt: skip

#: Code, what of it changes, why, whether districts read it already. Beside the first stand words of districts.
WORDINGS: tuple[tuple[str, dict[str, str], str, bool], ...] = (
    ("B1.2", {"text": (
        "Weg und Geschwindigkeit der Einführung wählt jeder Bezirk so, wie es zu ihm passt. Er knüpft an die "
        "Gegebenheiten und Strukturen an, die es bei ihm gibt, und sagt den anderen Bezirken, was sich bewährt hat. "
        "Ressourcen und Potenziale nutzt er innerhalb wie außerhalb der Verwaltung.")},
     "Mehrere Bezirke haben gefragt, ob der eigene Weg auch heißt, für sich zu bleiben. Das war nicht gemeint.", True),
    ("B3.6", {"hint": (
        "Planen Sie über mehrere Jahre, welches Amt wann welches Angebot nutzt und welche Ämter gemeinsam lernen.")},
     "Der Hinweis sagte bisher nichts über gemeinsames Lernen.", False),
)  # fmt: skip

#: Ressort, code, title, text, answer.
ASKED = (
    (_CITY, "B3.3a", "Daten unterhalb der Bezirksregion", ("Für zwei Bezirksregionen brauchen wir Daten je "
     "Planungsraum, am besten über fünf Jahre."),
     "Die Daten liegen vor. Wir schicken sie bis Monatsende an Ihre Datenkoordination."),
    (_CITY, "B3.1g", "Moderation für den Auftakt", ("Für den Auftakt mit allen Ämtern suchen wir eine Moderation von "
     "außen. Gibt es dafür einen Rahmenvertrag?"), ("Ja. Wir nennen Ihnen drei Büros, die daraus abgerufen werden "
     "können.")),
    (_YOUTH, "B3.1g", "Eine Förderung, zwei Ressorts", ("Ein Familienzentrum wird aus zwei Programmen bezahlt, mit "
     "zwei Abrechnungen. Lässt sich das zusammenführen?"),
     "Für das nächste Jahr prüfen wir eine gemeinsame Abrechnung."),
)  # fmt: skip
#: How far a Bitte has come: one each, dealt anew for each district.
WAYS = ("open", "answered", "done")

#: Title, what, where it helped, what it took, codes.
EXAMPLES = (
    ("Ein Wegweiser für neue Familien", ("Drei Ämter und ein Familienzentrum haben ihre Sprechzeiten auf ein Blatt "
     "gebracht. Es liegt dort, wo Familien ohnehin hinkommen."),
     "Eine Stelle hielt die Fäden zusammen und fragte nach.",
     "Zwei Treffen und einen Nachmittag für das Blatt.", ["B2.4", "B2.6"]),
    ("Gemeinsamer Blick auf einen Platz", ("Vor dem Umbau gingen vier Ämter mit Bewohner/innen über den Platz. Was "
     "alle störte, wurde zuerst geändert."), "Der Rundgang fand am Nachmittag statt, als der Platz genutzt wurde.",
     "Ein Rundgang, danach ein fester Termin im Monat.", ["B2.1", "B3.9"]),
    ("Räume am Abend öffnen", ("Eine Außenstelle, die ab 16 Uhr leer stand, ist jetzt Treffpunkt für drei Gruppen aus "
     "der Nachbarschaft."), "Die Schlüssel liegen bei einem Träger, die Haftung ist schriftlich geklärt.",
     "Eine Vereinbarung von einer Seite.", ["B2.7a", "B2.7c"]),
    ("Ein Konzept für zwei Programme", ("Für ein Gebiet galten zwei Förderprogramme mit je eigenem Konzept. Die Ämter "
     "haben eines daraus gemacht und beide Anträge darauf gestützt."), "Die Fristen lagen früh auf dem Tisch.",
     "Vier Sitzungen in einem halben Jahr.", ["B2.5", "FN2"]),
    ("Seismograf im Waschsalon", ("Zwei Beschäftigte eines Amtes sind einmal in der Woche dort, wo man sich trifft. "
     "Was sie hören, kommt als Hinweis in die Runde der Ämter."), "Niemand muss dafür ins Amt kommen.",
     "Drei Stunden in der Woche.", ["B2.2", "B4.3"]),
    ("Neue Kolleginnen und Kollegen lernen den Kiez kennen", ("Wer neu in einem Amt anfängt, verbringt einen Tag in "
     "einer Bezirksregion, geführt von Leuten, die dort arbeiten."), "Der Tag steht im Einarbeitungsplan jedes Amtes.",
     "Einen Tag je Person.", ["B3.6", "A4c"]),
)  # fmt: skip


#: What comes to the Mindestmaß and what leaves it, as the Ressort proposes it.
_COMES, _GOES = "B3.9", "B3.7"
_REASON = (
    "Beteiligung ist in allen Bezirken verabredet, steht aber bisher nicht bei den gemeinsamen Punkten. Die Haltung "
    "aus B3.7 lässt sich nicht vereinbaren wie eine Struktur; sie bleibt eine Empfehlung.\n\nAlle anderen Punkte "
    "sollen bleiben, wie sie mit der Arbeitshilfe vorgeschlagen sind."
)
_NOT_SO = (
    "Mit der Beteiligung sind wir einverstanden. B3.7 soll bleiben: Ohne diese Haltung bleiben die Strukturen leer. "
    "Wir schlagen vor, den Punkt im Mindestmaß zu lassen und in einem Satz zu sagen, woran man ihn erkennt."
)
#: So many districts have answered, one of them with other words. Which ones is drawn; the first still has to answer, so
#: that the demo shows the way.
_ANSWERED = 7


def _answering() -> list[str]:
    """Keys of the districts that have answered; the first of them is not agreed."""
    chance = random.Random("mindestmass")  # noqa: S311  (nothing secret hangs on it)
    return chance.sample([f"{number:02}" for number in range(2, 13)], _ANSWERED)


def propose_minimum(*, today: datetime.date) -> None:
    """Sends a proposal to the districts, where none was ever written. As owner, as the Rahmenvorgaben."""
    if MinimumProposal.objects.exists():
        return
    held = Item.objects.filter(minimum=True) | Item.objects.filter(code=_COMES)
    codes = list(held.exclude(code=_GOES).order_by("position").values_list("code", flat=True))
    row = MinimumProposal.objects.create(department=_CITY, codes=codes, reason=_REASON,
                                         answer_by=working_day(today + datetime.timedelta(days=20)))  # fmt: skip
    row.state, row.sent_on = Proposal.OPEN, working_day(today - datetime.timedelta(days=12))
    row.save()


def write_frameworks(*, today: datetime.date) -> None:
    """What the Ressort set, where it has not yet. As owner; no rule would let a version lie in the past."""
    if Framework.objects.exists():
        return
    for title, codes, versions in FRAMEWORKS:
        series = uuid.uuid4()
        for number, (ago, text) in enumerate(versions, start=1):
            begins = working_day(today - datetime.timedelta(days=ago))
            published = min(begins, working_day(today - datetime.timedelta(days=3)))
            Framework.objects.create(series=series, number=number, department=_CITY, title=title, text=text,
                                     codes=codes, valid_from=begins, published_on=published)  # fmt: skip
    title, codes, text = DRAFT
    begins = working_day(today + datetime.timedelta(days=90))
    Framework.objects.create(department=_CITY, title=title, text=text, codes=codes, valid_from=begins)


def write_wordings(*, today: datetime.date) -> None:
    """What the editors wrote anew, once all districts have their words beside the first wording."""
    editor = User.objects.get(email=address("redaktion.senat"))
    with acting_as(DatabaseRole.SENATE, user_id=editor.pk):
        for code, words, reason, published in WORDINGS:
            item = Item.objects.get(code=code)
            seen = {name: getattr(item, name) for name in words} | {"reason": ""}
            care.save(item=item, beside=item.version, seen=seen, new=words | {"reason": reason})
            if published:
                care.publish(item=item, mark=care.mark_of(WordingDraft.objects.get(item=item)))
    # The rules write today; it was some days ago, and the first wordings are older than every story.
    texts, newer = ItemText.objects.all(), working_day(today - datetime.timedelta(days=12))
    texts.filter(reason="").update(valid_from=working_day(today - datetime.timedelta(days=900)))
    texts.exclude(reason="").update(valid_from=newer)


def tell_berlin(scene: Scene) -> None:
    """Lets it all happen in one district."""
    diary, lead = scene.diary, scene.people["spitze"]
    chance = random.Random(f"{diary.district.slug}/berlin")  # noqa: S311  (nothing secret hangs on it)
    diary.add(30, scene.coordination, partial(_take_note, scene))
    for number, ((department, code, title, text, answer), way) in enumerate(
        zip(ASKED, chance.sample(WAYS, len(WAYS)), strict=True)
    ):
        by = lead if number == 1 else scene.coordination
        words = {"department": department, "title": title, "text": text}
        diary.add(28 - number, by, partial(_ask, scene, words, code, 28 - number, answer if way != "open" else "",
                                           way == "done", by))  # fmt: skip
    if diary.district.key in _answering():
        diary.add(6, lead, partial(_answer, scene, lead))
    turn = int(diary.district.key)
    for number, (example, shared) in enumerate(((turn, True), (turn + 1, False))):
        made: list[uuid.UUID] = []
        diary.add(22 - number, scene.coordination, partial(_prepare, scene, example % len(EXAMPLES), made))
        if shared:
            diary.add(18, lead, partial(_release, scene, made, lead))


def _take_note(scene: Scene) -> None:
    """Of all that holds today; what comes waits to be read."""
    rows = list(Framework.objects.published())
    for key, time in times_of(rows, scene.diary.today).items():
        if time == Time.IN_FORCE:
            FrameworkNote.objects.create(framework_id=key, noted_on=scene.diary.day(30))


def _answer(scene: Scene, by: Member) -> None:
    proposal = MinimumProposal.objects.get(state=Proposal.OPEN)
    not_so = scene.diary.district.key == _answering()[0]
    new = {"word": Word.NOT_SO, "text": _NOT_SO} if not_so else {"word": Word.AGREES, "text": ""}
    settling.answer(proposal=proposal.pk, seen={"word": "", "text": ""}, new=new, by=by)
    MinimumAnswer.objects.update(answered_on=scene.diary.day(6))


def _ask(scene: Scene, words: dict[str, str], code: str, ago: int, answer: str, done: bool, by: Member) -> None:
    values = words | {"item": Item.objects.get(code=code), "office": scene.offices["JUG"] if done else None}
    row = asking.ask(values=values, by=by)
    # The rules write today; it was on the days of the story.
    SupportRequest.objects.filter(pk=row.pk).update(asked_on=scene.diary.day(ago))
    if answer:
        with acting_as(DatabaseRole.SENATE, departments=[row.department]):
            SupportMessage.objects.create(
                district_id=row.district_id, request=row, text=answer, from_senate=True,
                said_at=datetime.datetime.combine(
                    scene.diary.day(ago - 5), datetime.time(9, 30), tzinfo=datetime.UTC
                ),
            )  # fmt: skip
    if done:
        asking.close(pk=row.pk, by=by)
        SupportRequest.objects.filter(pk=row.pk).update(closed_on=scene.diary.day(ago - 8))


def _prepare(scene: Scene, number: int, made: list[uuid.UUID]) -> None:
    title, text, helped, took, codes = EXAMPLES[number]
    values = {"title": title, "text": text, "helped": helped, "took": took, "codes": codes, "link": "",
              "regions": str(Region.objects.get(key=next(iter(scene.story.regions)))),
              "offices": "Jugendamt, Amt für Soziales",
              "mailbox": f"planung.{scene.diary.district.slug}@amt.example"}  # fmt: skip
    row = showing.prepare(values=values, by=scene.coordination)
    showing.take_step("vorlegen", pk=row.pk, version=row.version, by=scene.coordination)
    made.append(row.pk)


def _release(scene: Scene, made: list[uuid.UUID], by: Member) -> None:
    day = scene.diary.day(18)
    showing.take_step("freigeben", pk=made[0], version=2, by=by)
    GoodPractice.objects.filter(pk=made[0]).update(shared_on=day)
    SharedPractice.objects.filter(pk=made[0]).delete()
    showing.copy_of(GoodPractice.objects.get(pk=made[0]), by=by, today=day).save(force_insert=True)
