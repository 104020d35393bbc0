"""What the page of one point shows, read with a fixed number of queries."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, F, Func, OuterRef, QuerySet, UUIDField
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.utils import timezone

from checklist.models import Contribution, Item, Kind, Progress, ProgressEvidence
from checklist.overview import BADGES
from checklist.progress import writes_for
from checklist.states import State
from checklist.wordings import Newer, newer_than_words
from discussions.models import Comment
from districts.member import Member
from districts.models import Office
from districts.navigation import address, thing_address
from districts.rooms import in_use
from evidence.showing import evidence_at
from lists.compiled import CompiledQuery, Given

#: Codes that have a page of their own in the tool: code -> (name of the URL, label of the link, room it belongs to).
OWN_PAGES: dict[str, tuple[str, str, str]] = {
    "A2a": ("resolutions", "Beschlüsse und Erklärungen", "beschluesse"),
    "A2b": ("resolutions", "Beschlüsse und Erklärungen", "beschluesse"),
    "A2c": ("levels", "Funktionsebenen", "funktionsebenen"),
    "B3.3": ("levels", "Funktionsebenen", "funktionsebenen"),
    "A4a": ("concerns", "Bedenken", "bedenken"),
    "A4c": ("qualification", "Qualifizierung", "qualifizierung"),
    "B3.6": ("qualification", "Qualifizierung", "qualifizierung"),
    "B3.0": ("understanding", "Verständigung im Bezirk", "verstaendigung"),
    "B3.1": ("questions", "Leitfragen zur Einführung", "checkliste"),
    "B3.5": ("office_profiles", "Ämter im Sozialraum", "sozialraum"),
    **{f"B3.1{letter}": ("office_profiles", "Ämter im Sozialraum", "sozialraum") for letter in "abcdh"},
    "B3.8": ("bodies", "Gremien", "partners"),
    "B3.9": ("involvements", "Beteiligung", "partners"),
    "B3.10": ("signals", "Hinweise aus dem Stadtteil", "partners"),
    **{f"A5.{number}": ("partner_question", "Was dazu bekannt ist", "partners") for number in range(1, 7)},
}
#: Pages that are about one point of several: their address ends in its code.
_OF_ONE = {"partner_question"}
#: Pages that not everybody who reads the checklist may open.
_NEEDS = {"signals": "view_signals"}


def own_page(code: str, member: Member) -> tuple[str, str] | None:
    """Label and address of the page that serves a point, if the district uses its room."""
    name, label, room = OWN_PAGES.get(code, ("", "", ""))
    if name in _NEEDS and not member.may(_NEEDS[name]):
        return None
    args = (member.district.slug, code) if name in _OF_ONE else (member.district.slug,)
    return (label, address(name, args=args)) if room in in_use(member.district.rooms) else None


@dataclass(frozen=True, slots=True)
class PointPage:
    """Everything beside the form."""

    row: Progress
    badge: str
    evidence: list[dict[str, object]]
    threads: list[dict[str, Any]]
    contributions: list[Contribution]
    footnotes: list[dict[str, str]]
    #: Label and address of each point below this one.
    children: list[tuple[str, str]]
    previous: str | None
    following: str | None
    newer: Newer | None
    own_page: tuple[str, str] | None = field(default=None)


def _neighbour(side: str, direction: str) -> RawSQL:
    """The code of the next point before or after, in the district's own order."""
    return RawSQL(  # noqa: S611  # two words of our own, nothing from outside
        "(SELECT p.code FROM checklist_progress p"
        f" WHERE (p.chapter, p.position) {side} (checklist_progress.chapter, checklist_progress.position)"
        f" ORDER BY p.chapter {direction}, p.position {direction} LIMIT 1)",
        (),
    )


def _point(*, code: Given) -> QuerySet[Progress]:
    # The five fears belong to A 4 a, but have a page of their own.
    below = Item.objects.filter(parent=OuterRef("item")).exclude(kind=Kind.CONCERN).order_by("position")
    named = Func(OuterRef("item__footnotes"), F("code"), function="jsonb_exists", output_field=BooleanField())
    notes = Item.objects.filter(named, kind=Kind.FOOTNOTE).order_by("position")
    found: QuerySet[Progress] = (
        Progress.objects.select_related("item", "responsible")
        .annotate(
            previous=_neighbour("<", "DESC"),
            following=_neighbour(">", "ASC"),
            below=ArraySubquery(below.exclude(kind=Kind.FOOTNOTE).values(data=JSONObject(code="code", title="title"))),
            notes=ArraySubquery(notes.values(data=JSONObject(title="title", text="text", place="place"))),
        )
        .filter(code=code)
    )
    return found


_POINT: CompiledQuery[Progress] = CompiledQuery(_point, code=CharField())


def find_point(code: str) -> Any:
    """The point ``code`` of the active district with text, footnotes, office, the codes of its neighbours and the
    points below it, or None."""
    return _POINT.row(code=code)


def read_point(row: Any, member: Member) -> PointPage:
    """Reads what belongs to ``row``, only as far as ``member`` may see it."""
    slug = member.district.slug
    contributions = read_contributions(row, member) if takes_contributions(row) else []

    def point_at(code: str) -> str:
        return address("point", args=(slug, code))

    return PointPage(
        row=row,
        badge=BADGES.get(State(row.state), "") if row.state else "",
        evidence=evidence_at(row, member, tie=ProgressEvidence, link="progress", removable="remove_evidence"),
        threads=read_threads(row, member),
        contributions=contributions,
        footnotes=row.notes,
        children=[(f"{item['code']} {item['title']}", point_at(item["code"])) for item in row.below],
        previous=point_at(row.previous) if row.previous else None,
        following=point_at(row.following) if row.following else None,
        newer=newer_than_words(row),
        own_page=own_page(row.code, member),
    )


def takes_contributions(row: Progress) -> bool:
    """True where local examples (B 2) or an office's explanation (A 4 a) belong."""
    return row.kind == Kind.BENEFIT or row.code == "A4a"


def read_contributions(row: Progress, member: Member) -> list[Contribution]:
    """What ``member`` may read of the contributions to ``row``, oldest first."""
    found = Contribution.objects.visible_to(member).filter(progress=row).select_related("office")
    for entry in found:
        entry.may_edit = writes_for(member, entry.office_id)
    return list(found)


def _said_at(*, point: Given) -> QuerySet[Comment]:
    return (
        Comment.objects.filter(thread__progress_threads__progress=point)
        .select_related("thread", "author", "office")
        .order_by("-thread__is_open", "thread__said_at", "thread_id", "said_at", "id")
    )


_SAID: CompiledQuery[Comment] = CompiledQuery(_said_at, point=UUIDField())


def read_threads(row: Progress, member: Member) -> list[dict[str, Any]]:
    """The discussion about ``row`` as ``parts/discussion.html`` wants it, with one query."""
    slug = member.district.slug
    threads: dict[Any, dict[str, Any]] = {}
    for comment in _SAID.rows(point=row.pk):
        thread = comment.thread
        if thread.pk not in threads:
            threads[thread.pk] = _thread(thread, member, slug)
        threads[thread.pk]["entries"].append(
            {
                "who": comment.speaker_for(member),
                "when": timezone.localtime(comment.said_at).strftime("%d.%m.%Y"),
                "text": comment.text,
            }
        )
    return list(threads.values())


def _thread(thread: Any, member: Member, slug: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": thread.pk, "title": thread.title, "done": not thread.is_open, "entries": []}
    if not member.may("discuss_checklist"):
        return shown
    own = thread.author_id == member.user.pk or (thread.office_id and thread.office_id in member.office_ids)
    if thread.is_open:
        shown["reply_name"] = f"{thread.pk}-text"
        shown["reply_url"] = thing_address("reply", slug, pk=thread.pk)
    if own or member.may("edit_checklist"):
        name = "done_url" if thread.is_open else "reopen_url"
        shown[name] = thing_address("close_thread" if thread.is_open else "reopen_thread", slug, pk=thread.pk)
    return shown


def _active() -> QuerySet[Office]:
    return Office.objects.filter(is_active=True).order_by("sort_key").only("name")


_ACTIVE: CompiledQuery[Office] = CompiledQuery(_active)


def active_offices() -> list[Office]:
    """Offices that exist, in German order: the choices of every form on this page."""
    return _ACTIVE.rows()
