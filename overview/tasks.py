"""What waits in a district: what the Senate set, proposes or wrote anew, an answer, a good example to decide on."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, DateField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from checklist.models import Progress
from districts.member import Member
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
    parts = list(_parts(member, today))
    found: Any = parts[0].union(*parts[1:], all=True) if parts else []
    tasks = []
    for kind, pk, title, about, day in found:
        pile, name, words = _TOLD[kind]
        # Of the Mindestmaß the day is the one until which to answer, and its page is one for all of it.
        due_on = day if name == "minimum" else None
        args = [] if due_on else [about if name == "point" else pk]
        url = reverse(name, args=[member.district.slug, *args])
        words = words.format(department=about, day=day)
        tasks.append(Task(pile, title, url, words, due_on=due_on, late=bool(due_on and due_on < today)))
    return tasks


def _parts(member: Member, today: datetime.date) -> Iterable[QuerySet[Any, Any]]:
    if member.may("note_frameworks"):
        noted = FrameworkNote.objects.filter(framework=OuterRef("pk"))
        unnoted = Framework.objects.holding(today).exclude(Exists(noted))
        yield _lines(unnoted, Value("framework"), F("valid_from"), about="department")
    if any(member.may(right) for right in ("answer_minimum", "note_frameworks", "give_on_behalf")):
        answered = MinimumAnswer.objects.filter(proposal=OuterRef("pk"))
        proposals = MinimumProposal.objects.filter(state=Proposal.OPEN).exclude(Exists(answered))
        kind = Value("minimum" if member.may("answer_minimum") else "minimum_known")
        yield _lines(proposals, kind, F("answer_by"), title=Value("Vorschlag zum Mindestmaß"))
    if uses_berlin(member, "ask_senate"):
        asked: Any = SupportRequest.objects.visible_to(member).with_state()
        yield _lines(asked.filter(stands=Support.ANSWERED), Value("support"), F("asked_on"), about="department")
    if member.may("edit_checklist"):
        title = Concat("code", Value(" "), "item__title")
        older = Progress.objects.beside_older_text()
        yield _lines(older, Value("wording"), Value(today), title=title, about="code")
    examples = GoodPractice.objects.all()
    if uses_berlin(member, "release_practice"):
        yield _lines(examples.filter(state=Practice.SUBMITTED), F("state"), F("shared_on"))
    if uses_berlin(member, "prepare_practice"):
        yield _lines(examples.filter(state=Practice.DRAFT).exclude(remark=""), F("state"), F("shared_on"))


def _lines(rows: Any, kind: Any, day: Any, *, title: Any = "title", about: str = "") -> QuerySet[Any, Any]:
    """Kind, key, title, Ressort or code, and day of each."""
    found: QuerySet[Any, Any] = rows.order_by().values_list(
        Cast(kind, CharField()), F("pk"), title, Cast(about or Value(""), CharField()), Cast(day, DateField())
    )
    return found
