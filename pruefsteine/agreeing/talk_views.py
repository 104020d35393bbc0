"""Talk about a Prüfstein, and measures that become Aufträge."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from assignments.forms import DraftForm
from assignments.offered import ROOM as ORDERS
from assignments.views import DRAFT_PROMISE, page_url
from checklist.forms import ReplyForm, ThreadForm
from checklist.models import Resolution
from discussions.talking import set_open
from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.models import BusinessArea, Office
from districts.refusals import NotNow
from districts.room_guard import uses_room
from pruefsteine.agreeing import rules
from pruefsteine.agreeing.showing import url, way_to
from pruefsteine.agreeing.table import Table, find_table, number_of, voices_of
from pruefsteine.agreeing.views import stone_of
from pruefsteine.models import ConsensusThread
from pruefsteine.offered import ROOM


def _at_the_table(request: MemberRequest, pk: UUID) -> Table:
    table = find_table(request.member, pk)
    rules.require_table(table.sees_all)
    if not table.is_open:
        raise NotNow("Die Runde ist abgeschlossen. Das Gespräch lässt sich noch lesen, aber nicht fortsetzen.")
    return table


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def consensus_thread_new(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """Opens a thread about a Prüfstein."""
    table = _at_the_table(request, pk)
    item = stone_of(table, number)
    form = ThreadForm(posted(request), prefix="faden")
    back = url(table, "consensus_stone", number)
    page = FormPage(
        title=f"Gespräch beginnen: Prüfstein {number}",
        back=back + "#gespraech",
        trail=way_to(table, (f"Prüfstein {number}", back), ("Gespräch beginnen", "")),
        action="Gespräch beginnen",
        promises=[("Das lesen die Planungskoordination und die Leitungen der beteiligten Ämter, mit Amt und Datum und "
                  "ohne Ihren Namen.")],
    )  # fmt: skip

    def save() -> str:
        rules.discuss(round_id=pk, item=item, by=table.member, **form.cleaned_data)
        return page.back

    return answer_form(request, form, page, save=save, done="Das Gespräch ist begonnen.")


def _thread(request: MemberRequest, pk: UUID) -> tuple[ConsensusThread, Table, int]:
    ties = ConsensusThread.objects.select_related("thread", "consensus__item")
    tie = get_object_or_404(ties, thread_id=pk)
    return tie, _at_the_table(request, tie.consensus.round_id), number_of(tie.consensus.item.code)


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def consensus_reply(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Answers in a thread."""
    tie, table, number = _thread(request, pk)
    form = ReplyForm(posted(request), prefix=str(pk))
    back = url(table, "consensus_stone", number)
    page = FormPage(
        title=f"Antworten: Prüfstein {number}",
        back=f"{back}#thread-{pk}",
        trail=way_to(table, (f"Prüfstein {number}", back), ("Antworten", "")),
        action="Antworten",
        intro=tie.thread.title,
    )

    def save() -> str:
        rules.answer(tie=tie, text=form.cleaned_data["text"], by=table.member)
        return page.back

    return answer_form(request, form, page, save=save, done="Ihre Antwort ist gespeichert.")


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_POST
def consensus_thread_close(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Calls a thread done."""
    return _set_open(request, pk, is_open=False)


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_POST
def consensus_thread_reopen(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Opens a thread again."""
    return _set_open(request, pk, is_open=True)


def _set_open(request: MemberRequest, pk: UUID, *, is_open: bool) -> HttpResponse:
    tie, table, number = _thread(request, pk)
    set_open(thread=tie.thread, is_open=is_open, by=table.member)
    return redirect(f"{url(table, 'consensus_stone', number)}#thread-{pk}")


@needs("agree_levels")
@uses_room(ROOM)
@uses_room(ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def consensus_assignment(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """A measure becomes the draft of an Auftrag; ``?amt=`` names the office that proposed it."""
    table = find_table(request.member, pk)
    item = stone_of(table, number)
    offices = list(Office.objects.filter(is_active=True).order_by("sort_key"))
    form = DraftForm(
        request.POST or None,
        initial=_proposed(request, table, item.pk, offices, f"Aus Prüfstein {number}, {table.round.name}."),
        areas=BusinessArea.objects.all(),
        offices=offices,
        resolutions=Resolution.objects.visible_to(table.member),
    )
    back = url(table, "consensus_stone", number)
    page = FormPage(
        title=f"Auftrag vorbereiten: Prüfstein {number}",
        back=back,
        trail=way_to(table, (f"Prüfstein {number}", back), ("Auftrag vorbereiten", "")),
        intro="Sie bereiten den Auftrag vor. Erteilen kann ihn die Verwaltungsspitze des Geschäftsbereichs.",
        minutes=5,
        promises=[DRAFT_PROMISE],
    )

    def save() -> str:
        rows = rules.make_assignment(consensus_of=(pk, item), values=form.cleaned_data, by=table.member)
        return page_url(table.member, rows[0]) if len(rows) == 1 else back

    return answer_form(request, form, page, save=save, done="Der Entwurf ist gespeichert. Erteilt ist er noch nicht.")


def _proposed(
    request: MemberRequest, table: Table, item_id: Any, offices: list[Office], source: str
) -> dict[str, object]:
    """What the form starts with: the measure, the office that proposed it, and its Geschäftsbereich."""
    named = request.GET.get("amt", "")
    if not named:
        return {}
    voices = voices_of(table.member, [table.round.pk]).get((table.round.pk, item_id), [])
    voice = next((v for v in voices if str(v.office_id) == named), None)
    if voice is None or not voice.measure:
        return {}
    office = next((office for office in offices if office.pk == voice.office_id), None)
    first = voice.measure.strip().splitlines()[0]
    title = first if len(first) <= 120 else first[:117].rsplit(" ", 1)[0] + " …"
    return {
        "title": title,
        "text": f"{voice.measure.strip()}\n\n{source}",
        "leads": [voice.office_id],
        "area": office.area_id if office else None,
    }
