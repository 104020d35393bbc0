"""The table of a round, what is agreed and what is not, the Sicht der Akteure, and the end of the round."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assignments.forms import StepForm
from checklist.models import Item
from districts.form_page import FormPage, answer_form, answer_removal
from districts.forms import posted
from districts.guard import needs
from districts.listing import asked_export, export_links
from districts.member import MemberRequest
from districts.models import Office
from districts.refusals import NotNow
from districts.room_guard import uses_room
from pruefsteine.agreeing import rules
from pruefsteine.agreeing.forms import AgreeForm, DissentForm, ViewForm
from pruefsteine.agreeing.plots import spread_plot
from pruefsteine.agreeing.showing import EXPORT_HEADER, export_rows, url, way_to
from pruefsteine.agreeing.table import Table, differing_first, find_table, lay, number_of, read_stones
from pruefsteine.models import ActorView, Consensus, Dissent, RoundPruefstein, SelfAssessment
from pruefsteine.offered import ROOM
from pruefsteine.scales import AnswerState

BESIDE_THE_TABLE = "Am Tisch sitzen die Planungskoordination und die Leitungen der beteiligten Ämter."


def stone_of(table: Table, number: int) -> Item:
    """The Prüfstein ``number`` of the round; 404 where it was not asked."""
    asked = RoundPruefstein.objects.select_related("item").filter(round=table.round, item__code=f"B4.{number}")
    return get_object_or_404(asked).item


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def consensus(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """All Prüfsteine, where the offices differ most first; as a page or as XLSX and CSV of what one may read."""
    table = find_table(request.member, pk)
    stones = lay(table, read_stones(table), views=False)
    if table.sees_all:
        stones = differing_first(stones)
    title = f"Abstimmung {table.round.name}"
    download = asked_export(request, name="abstimmung", title=title, header=EXPORT_HEADER, rows=export_rows(stones))
    if download:
        return download
    missing = []
    if table.sees_all:
        progress = SelfAssessment.objects.progress(pk)
        missing = [row["office__name"] for row in progress if row["state"] != AnswerState.SUBMITTED]
    context = {
        "breadcrumbs": way_to(table),
        "round": table.round,
        "table": table,
        "stones": [(stone, url(table, "consensus_stone", stone.number)) for stone in stones],
        "plot": spread_plot(stones) if table.sees_all else None,
        "missing": missing,
        "exports": export_links(request),
        "first_url": url(table, "consensus_meeting", stones[0].number) if stones else "",
        "close_url": url(table, "round_close") if table.records else "",
        "open_count": sum(not stone.agreed for stone in stones),
    }
    return render(request, "pruefsteine/agreeing/table.html", context)


@needs("agree_levels")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def consensus_agree(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """Writes down the level agreed on and why."""
    table = find_table(request.member, pk)
    _still_open(table)
    item = stone_of(table, number)
    row = Consensus.objects.filter(round=table.round, item=item).first() or Consensus(round=table.round, item=item)
    form = AgreeForm(posted(request), instance=row, item=item)
    back = url(table, "consensus_meeting" if request.GET.get("sitzung") == "ja" else "consensus_stone", number)

    def save() -> str:
        rules.agree(round_id=pk, item=item, seen=form.seen(), new=form.cleaned_data, by=table.member)
        return back

    page = FormPage(
        title=f"Gemeinsame Einschätzung: Prüfstein {number}",
        back=back,
        trail=way_to(table, (f"Prüfstein {number}", back), ("Gemeinsame Einschätzung", "")),
        intro=item.title,
        promises=[("Bis zum Abschluss der Runde lesen das die beteiligten Ämter und die Planungskoordination, danach "
                  "alle, die die Prüfsteine lesen dürfen.")],
    )  # fmt: skip
    return answer_form(request, form, page, save=save)


def _still_open(table: Table) -> None:
    if not table.is_open:
        raise NotNow(rules.NO_LONGER.format(state=table.round.get_state_display()))


def _own_office(request: MemberRequest, pk: UUID) -> Office:
    """The office for which a person disagrees: the one the address names, else the first of theirs that takes part."""
    headed = [key for key in request.member.office_ids if request.member.may("represent_office", key)]
    offices = Office.objects.filter(
        pk__in=SelfAssessment.objects.filter(round=pk, office__in=headed).values("office_id")
    ).order_by("sort_key")
    named = request.GET.get("amt", "")
    found = next((office for office in offices if str(office.pk) == named), None) or next(iter(offices), None)
    if found is None:
        raise NotNow("Ihr Amt nimmt an dieser Runde nicht teil.")
    return found


@needs("represent_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def dissent_edit(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """An Amtsleitung writes down where its office sees it otherwise, and whether the sentence may go further."""
    table = find_table(request.member, pk)
    item, office = stone_of(table, number), _own_office(request, pk)
    row = Dissent.objects.filter(consensus__round=pk, consensus__item=item, office=office).first()
    if row is None:
        _still_open(table)
    form = DissentForm(posted(request), instance=row, closed=not table.is_open)
    back = url(table, "consensus_stone", number)

    def save() -> str:
        new = dict(form.cleaned_data)
        rules.disagree(round_id=pk, item=item, office=office, seen=form.seen(), new=new, by=table.member)
        return back + "#abweichungen"

    page = FormPage(
        title=f"Abweichende Meinung: Prüfstein {number}",
        back=back,
        trail=way_to(table, (f"Prüfstein {number}", back), ("Abweichende Meinung", "")),
        intro=f"{office.name} zu „{item.title}“",
        promises=["Diesen Satz schreibt und ändert allein Ihr Amt."],
    )
    return answer_form(request, form, page, save=save)


@needs("represent_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def dissent_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes the own deviating opinion back."""
    member = request.member
    rows = Dissent.objects.visible_to(member).filter(office__in=member.headed_office_ids)
    row = get_object_or_404(rows.select_related("consensus__item", "office"), pk=pk)
    table = find_table(member, row.consensus.round_id)
    _still_open(table)
    number = number_of(row.consensus.item.code)
    back = url(table, "consensus_stone", number)
    return answer_removal(
        request,
        title="Abweichende Meinung zurücknehmen?",
        question=f"Der Satz des Amtes {row.office.name} zu Prüfstein {number} verschwindet.",
        back=back,
        way=way_to(table, (f"Prüfstein {number}", back), ("Zurücknehmen", "")),
        remove=lambda: rules.withdraw_dissent(dissent=row, by=member),
        done="Die abweichende Meinung ist zurückgenommen.",
        then=back,
        action="Zurücknehmen",
    )


def _view_page(table: Table, number: int, title: str) -> FormPage:
    back = url(table, "consensus_stone", number)
    return FormPage(
        title=f"Sicht der Akteure: Prüfstein {number}",
        back=back,
        trail=way_to(table, (f"Prüfstein {number}", back), (title, "")),
        intro="Was eine Stadtteilkonferenz oder eine ähnliche Runde dazu gesagt hat. Eine Stufe gehört nicht hierher.",
        minutes=5,
    )


@needs("agree_levels")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def actor_view_new(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """Records what actors said to a Prüfstein that asks them."""
    table = find_table(request.member, pk)
    _still_open(table)
    item = stone_of(table, number)
    if not item.asks_actors:
        raise Http404
    form = ViewForm(posted(request))
    page = _view_page(table, number, "Sicht der Akteure")

    def save() -> str:
        rules.record_view(round_id=pk, item=item, values=form.cleaned_data, by=table.member)
        return page.back + "#akteure"

    return answer_form(request, form, page, save=save, done="Festgehalten.")


def _view(request: MemberRequest, pk: UUID) -> tuple[ActorView, Table, int]:
    rows = ActorView.objects.visible_to(request.member).select_related("item")
    row = get_object_or_404(rows, pk=pk)
    table = find_table(request.member, row.round_id)
    _still_open(table)
    return row, table, number_of(row.item.code)


@needs("agree_levels")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def actor_view_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes what was recorded."""
    row, table, number = _view(request, pk)
    form = ViewForm(posted(request), instance=row)
    page = _view_page(table, number, "Bearbeiten")

    def save() -> str:
        rules.change_view(view=row, seen=form.seen(), new=form.cleaned_data, by=table.member)
        return page.back + "#akteure"

    return answer_form(request, form, page, save=save)


@needs("agree_levels")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def actor_view_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes away what was recorded."""
    row, table, number = _view(request, pk)
    back = reverse("actor_view_edit", args=[slug, pk])
    stone = url(table, "consensus_stone", number)
    return answer_removal(
        request,
        title="Sicht der Akteure entfernen?",
        question=f"Was „{row.body}“ zu Prüfstein {number} gesagt hat, verschwindet von dieser Seite.",
        back=back,
        way=way_to(table, (f"Prüfstein {number}", stone), ("Entfernen", "")),
        remove=lambda: rules.remove_view(view=row, by=table.member),
        done="Der Eintrag ist entfernt.",
        then=stone,
    )


@needs("agree_levels")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def round_close(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Closes the round; until it can be closed, names what blocks it."""
    table = find_table(request.member, pk)
    _still_open(table)
    form = StepForm(posted(request), initial={"version": table.round.version})
    back, title = url(table, "consensus"), "Runde abschließen"
    blocking = [
        (sentence, url(table, "consensus_stone", number)) for number, sentence in rules.what_blocks(table.round)
    ]
    page = FormPage(
        title=title,
        back=back,
        trail=way_to(table, (title, "")),
        intro="Danach lesen alle im Bezirk, die die Prüfsteine lesen dürfen, was verabredet ist. Ändern lässt es sich "
        "dann nicht mehr.",
        action=title,
        minutes=1,
    )

    def save() -> str:
        rules.close_round(round_id=pk, version=form.seen_version(), by=table.member)
        return back

    return answer_form(
        request, form, page, save=save, done="Die Runde ist abgeschlossen.",
        template="pruefsteine/agreeing/close.html", extra={"blocking": blocking},
    )  # fmt: skip
