"""What waits in a district: what the Senate set, proposes or wrote anew, an answer, a good example to decide on."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, DateField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from checklist.models import Progress
from districts.dates import all_of
from districts.member import Member
from districts.member_query import MemberQuery
from districts.tasks import Pile, Task
from overview.minimum_models import State as Proposal
from overview.models import Framework, FrameworkNote, GoodPractice, MinimumAnswer, MinimumProposal, SupportRequest
from overview.offered import uses_berlin
from overview.practice_models import State as Practice
from overview.support_models import State as Support

#: Kind -> pile, name of the URL, what happens next ({department} and {day} are filled in).
_TOLD = {
    "framework": (Pile.KNOW, "framework", ("Rahmenvorgabe, gültig ab {day:%d.%m.%Y}: lesen und für den Bezirk zur "
                  "Kenntnis nehmen.")),
    "minimum": (Pile.DECIDE, "minimum", "Vorschlag lesen und für den Bezirk antworten: einverstanden oder so nicht."),
    "minimum_known": (Pile.KNOW, "minimum", "Vorschlag lesen; für den Bezirk antwortet die Verwaltungsspitze."),
    "support": (Pile.WORK, "support_one", ("{department} hat geantwortet: weiterfragen, oder sagen, dass es erledigt "
                "ist.")),
    "wording": (Pile.KNOW, "point", ("Der gemeinsame Text hat eine neue Fassung: lesen, was sich geändert hat, und "
                "sagen, ob die Worte des Bezirks so bleiben.")),
    Practice.SUBMITTED.value: (Pile.DECIDE, "practice_own", ("Gutes Beispiel: für andere Bezirke und den Senat "
                               "freigeben oder zurückgeben.")),
    Practice.DRAFT.value: (Pile.WORK, "practice_own", "Gutes Beispiel, zur Bearbeitung zurückgegeben."),
}  # fmt: skip


def tasks_from_overview(member: Member, today: datetime.date) -> Iterable[Task]:
    """For coordination, leadership and its Büro. One query."""
    kinds = tuple(_kinds(member))
    tasks = []
    for kind, pk, title, about, day in _WAITING.rows_for(member, today, kinds) if kinds else ():
        pile, name, words = _TOLD[kind]
        # Of the Mindestmaß the day is the one until which to answer, and its page is one for all of it.
        due_on = day if name == "minimum" else None
        args = [] if due_on else [about if name == "point" else pk]
        url = reverse(name, args=[member.district.slug, *args])
        words = words.format(department=about, day=day)
        tasks.append(Task(pile, title, url, words, due_on=due_on, late=bool(due_on and due_on < today)))
    return tasks


def _kinds(member: Member) -> Iterable[str]:
    if member.may("note_frameworks"):
        yield "framework"
    if any(member.may(right) for right in ("answer_minimum", "note_frameworks", "give_on_behalf")):
        yield "minimum" if member.may("answer_minimum") else "minimum_known"
    if uses_berlin(member, "ask_senate"):
        yield "support"
    if member.may("edit_checklist"):
        yield "wording"
    if uses_berlin(member, "release_practice"):
        yield Practice.SUBMITTED.value
    if uses_berlin(member, "prepare_practice"):
        yield Practice.DRAFT.value


def _rows(kind: str, asker: Member, today: datetime.date) -> QuerySet[Any, Any]:
    if kind == "framework":
        noted = FrameworkNote.objects.filter(framework=OuterRef("pk"))
        unnoted = Framework.objects.holding(today).exclude(Exists(noted))
        return _lines(unnoted, kind, F("valid_from"), about="department")
    if kind in ("minimum", "minimum_known"):
        answered = MinimumAnswer.objects.filter(proposal=OuterRef("pk"))
        proposals = MinimumProposal.objects.filter(state=Proposal.OPEN).exclude(Exists(answered))
        return _lines(proposals, kind, F("answer_by"), title=Value("Vorschlag zum Mindestmaß"))
    if kind == "support":
        asked: Any = SupportRequest.objects.visible_to(asker).with_state()
        return _lines(asked.filter(stands=Support.ANSWERED), kind, F("asked_on"), about="department")
    if kind == "wording":
        title = Concat("code", Value(" "), "item__title")
        return _lines(Progress.objects.beside_older_text(), kind, Value(today), title=title, about="code")
    examples = GoodPractice.objects.filter(state=kind)
    return _lines(examples.exclude(remark="") if kind == Practice.DRAFT else examples, kind, F("shared_on"))


def _together(asker: Member, today: datetime.date, kinds: tuple[str, ...]) -> QuerySet[Any, Any]:
    return all_of(_rows(kind, asker, today) for kind in kinds)


_WAITING: MemberQuery[tuple[Any, ...]] = MemberQuery(_together)


def _lines(rows: Any, kind: str, day: Any, *, title: Any = "title", about: str = "") -> QuerySet[Any, Any]:
    """Kind, key, title, Ressort or code, and day of each."""
    found: QuerySet[Any, Any] = rows.order_by().values_list(
        Value(kind, output_field=CharField()),
        F("pk"),
        title,
        Cast(about or Value(""), CharField()),
        Cast(day, DateField()),
    )
    return found
