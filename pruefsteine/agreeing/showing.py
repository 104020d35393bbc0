"""What the pages of the Abstimmung show to one person."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment
from assignments.offered import uses_assignments
from discussions.models import Comment
from districts.member import Member
from pruefsteine.agreeing.plots import FILLS, level_plot
from pruefsteine.agreeing.table import Stone, Table, Voice, differing_first, lay, number_of, read_stones
from pruefsteine.models import Consensus, ConsensusAssignment, ConsensusThread
from pruefsteine.offered import way
from pruefsteine.scales import Level

EXPORT_HEADER = [
    "Prüfstein",
    "Titel",
    "Amt",
    "Einschätzung",
    "Seit der Ausgangslage",
    "Erläuterung",
    "Vor der Einführung",
    "Vorschlag für eine Maßnahme",
    "Gemeinsame Einschätzung",
    "Begründung",
]


def url(table: Table, name: str, *more: object) -> str:
    """The address of a page of this round's Abstimmung."""
    return reverse(name, args=[table.member.district.slug, table.round.pk, *more])


def way_to(table: Table, *steps: tuple[str, str]) -> Any:
    """District, Prüfsteine, round, Abstimmung, then ``steps``."""
    round_url = url(table, "round_page")
    here = ("Abstimmung", url(table, "consensus") if steps else "")
    return way(table.member, (table.round.name, round_url), here, *steps)


def export_rows(stones: list[Stone]) -> list[list[Any]]:
    """One line per Prüfstein and office; a Prüfstein of which ``stones`` hold no answer has one line of its own."""
    rows: list[list[Any]] = []
    for stone in stones:
        head = [stone.number, stone.title]
        tail = [stone.agreed, stone.consensus.reasons if stone.consensus else ""]
        for v in stone.voices:
            words = v.words or v.reason
            rows.append([*head, v.office, v.level_label, v.change_label, words, v.before, v.measure, *tail])
        if not stone.voices:
            rows.append([*head, "", "", "", "", "", "", *tail])
    return rows


def find_stone(table: Table, number: int) -> tuple[Stone | None, list[Stone]]:
    """The Prüfstein called ``number`` with what was said to it, and all of the round in the order of the talk."""
    stones = lay(table, read_stones(table))
    ordered = differing_first(stones) if table.sees_all else stones
    return next((stone for stone in stones if stone.number == number), None), ordered


def read_stone_page(table: Table, stone: Stone, ordered: list[Stone], *, page: str) -> dict[str, Any]:
    """Context of one Prüfstein, on its page or in the meeting; ``page`` is the name of the URL to leaf through."""
    position = ordered.index(stone)
    before = ordered[position - 1] if position else None
    after = ordered[position + 1] if position + 1 < len(ordered) else None
    numbers = [s.number for s in (before, after) if s]
    urls = {number: url(table, page, number) for number in numbers}
    return {
        "round": table.round,
        "table": table,
        "stone": stone,
        "plot": level_plot(stone.voices) if table.sees_all and stone.voices else None,
        "lines": [_line(table, stone, voice) for voice in stone.voices],
        "position": position + 1,
        "total": len(ordered),
        "previous": (before, urls[before.number]) if before else None,
        "following": (after, urls[after.number]) if after else None,
        "badge": FILLS[Level(stone.consensus.level)] if stone.consensus and stone.agreed else "",
        "agree_url": url(table, "consensus_agree", stone.number) if table.records else "",
        "view_url": url(table, "actor_view_new", stone.number) if table.records and stone.item.asks_actors else "",
        "compares": stone.item.compares_with_before,
    }


def _line(table: Table, stone: Stone, voice: Voice) -> dict[str, Any]:
    makes_order = voice.measure and table.member.may("agree_levels") and uses_assignments(table.member)
    order_url = ""
    if makes_order:
        order_url = f"{url(table, 'consensus_assignment', stone.number)}?{urlencode({'amt': voice.office_id})}"
    return {
        "voice": voice,
        "badge": FILLS[Level(voice.level)] if voice.level else "",
        "order_url": order_url,
    }


def read_threads(table: Table, stone: Stone) -> list[dict[str, Any]]:
    """The discussion about a Prüfstein as ``parts/discussion.html`` wants it; nothing for who is not at the table."""
    if not table.sees_all or stone.consensus is None:
        return []
    slug, member = table.member.district.slug, table.member
    ties = ConsensusThread.objects.filter(consensus=stone.consensus).values("thread_id")
    said: QuerySet[Comment] = (
        Comment.objects.filter(thread__in=ties)
        .select_related("thread", "author", "office")
        .order_by("-thread__is_open", "thread__said_at", "thread_id", "said_at", "id")
    )
    threads: dict[Any, dict[str, Any]] = {}
    for comment in said:
        thread = comment.thread
        if thread.pk not in threads:
            shown = {"id": thread.pk, "title": thread.title, "done": not thread.is_open, "entries": []}
            if table.is_open:
                shown |= _talking(thread, member, slug)
            threads[thread.pk] = shown
        when = timezone.localtime(comment.said_at).strftime("%d.%m.%Y")
        threads[thread.pk]["entries"].append({"who": comment.speaker_for(member), "when": when, "text": comment.text})
    return list(threads.values())


def _talking(thread: Any, member: Member, slug: str) -> dict[str, str]:
    shown: dict[str, str] = {}
    own = thread.author_id == member.user.pk or (thread.office_id and thread.office_id in member.office_ids)
    if thread.is_open:
        shown["reply_name"] = f"{thread.pk}-text"
        shown["reply_url"] = reverse("consensus_reply", args=[slug, thread.pk])
    if own or member.may("agree_levels"):
        name = "consensus_thread_close" if thread.is_open else "consensus_thread_reopen"
        shown["done_url" if thread.is_open else "reopen_url"] = reverse(name, args=[slug, thread.pk])
    return shown


def read_orders(table: Table, stone: Stone) -> list[tuple[str, str, str]]:
    """Title, address and state of the Aufträge that came from this Prüfstein in this round, as far as to be read."""
    if stone.consensus is None or not uses_assignments(table.member):
        return []
    ties = ConsensusAssignment.objects.filter(consensus=stone.consensus).values("assignment_id")
    slug = table.member.district.slug
    return [
        (row.title, reverse("assignment", args=[slug, row.pk]), row.get_state_display())
        for row in Assignment.objects.visible_to(table.member).filter(pk__in=ties).order_by("title", "pk")
    ]


def origin_of(member: Member, assignment: Assignment) -> tuple[str, str] | None:
    """The Prüfstein an Auftrag came from, for whoever may read what was agreed there (``assignments.origins``)."""
    agreed = Consensus.objects.visible_to(member).select_related("item", "round")
    found = agreed.filter(
        pk__in=ConsensusAssignment.objects.filter(assignment=assignment).values("consensus_id")
    ).first()
    if found is None:
        return None
    number = number_of(found.item.code)
    address = reverse("consensus_stone", args=[member.district.slug, found.round_id, number])
    return f"Prüfstein {number}, {found.round.name}", address
