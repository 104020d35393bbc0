"""What the Prüfsteine mean here: read by all, drafted and recorded by coordination, said by offices for themselves."""

from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checklist.models import Item, Kind
from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.member import Member, MemberRequest
from districts.models import Office
from districts.refusals import NotNow
from districts.room_guard import uses_room
from pruefsteine.forms import AgreementForm, IndicatorForm, MeaningForm, OfficeMeaningForm
from pruefsteine.meaning import (
    FINAL,
    add_indicator,
    agree,
    change_version,
    remove_indicator,
    say_for_office,
    start_version,
)
from pruefsteine.models import Operationalisation, OperationalisationOffice
from pruefsteine.offered import ROOM, way


def _stone(code: str) -> Item:
    return get_object_or_404(Item, code=code, kind=Kind.PRUEFSTEIN)


def _url(member: Member, code: str) -> str:
    return reverse("meaning", args=[member.district.slug, code])


def _page(request: MemberRequest, item: Item, title: str, **words: object) -> FormPage:
    member = request.member
    back = _url(member, item.code)
    steps = (("Bedeutung", reverse("meanings", args=[member.district.slug])), (item.code, back), (title, ""))
    return FormPage(title=title, back=back, trail=way(member, *steps), **words)  # type: ignore[arg-type]


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def meanings(request: MemberRequest, slug: str) -> HttpResponse:
    """The ten Prüfsteine, each with what the district understands by it."""
    member = request.member
    rows = Operationalisation.objects.visible_to(member).filter(office=None)
    in_force = {row.item_id: row for row in rows.in_force()}
    drafts = {row.item_id for row in rows if row.agreed_on is None}
    items = Item.objects.filter(kind=Kind.PRUEFSTEIN).order_by("position")
    context = {
        "breadcrumbs": way(member, ("Bedeutung", "")),
        "opening": Item.objects.filter(code="B4.0").first(),
        "stones": [(item, in_force.get(item.pk), item.pk in drafts) for item in items],
    }
    return render(request, "pruefsteine/meanings.html", context)


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def meaning(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One Prüfstein: its versions here, the draft, and what offices say for themselves."""
    member = request.member
    item = _stone(code)
    agreed = OperationalisationOffice.objects.select_related("office").order_by("office__sort_key")
    rows = list(
        Operationalisation.objects.visible_to(member)
        .filter(item=item)
        .select_related("office")
        .prefetch_related("indicators", Prefetch("offices", queryset=agreed))
        .order_by("office__sort_key", "-version")
    )
    district = [row for row in rows if row.office_id is None]
    latest: dict[UUID, Operationalisation] = {}
    for row in rows:
        if row.office_id and row.office_id not in latest:
            latest[row.office_id] = row
    own = [key for key in member.office_ids if member.may("represent_office", key)]
    context = {
        "breadcrumbs": way(member, ("Bedeutung", reverse("meanings", args=[slug])), (item.code, "")),
        "item": item,
        "draft": next((row for row in district if row.agreed_on is None), None),
        "versions": [row for row in district if row.agreed_on],
        "offices": list(latest.values()),
        "own": [(office, latest.get(office.pk)) for office in Office.objects.filter(pk__in=own)] if own else [],
        "runs": member.may("run_rounds"),
    }
    return render(request, "pruefsteine/meaning.html", context)


@needs("run_rounds")
@uses_room(ROOM)
@require_POST
def meaning_start(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A draft of the next version; goes on to writing it."""
    draft = start_version(item=_stone(code), by=request.member)
    return redirect("meaning_edit", slug, draft.pk)


def _draft(member: Member, pk: UUID) -> Operationalisation:
    rows = Operationalisation.objects.visible_to(member).filter(office=None).select_related("item")
    row: Operationalisation = get_object_or_404(rows, pk=pk)
    if row.agreed_on:
        raise NotNow(FINAL)
    return row


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meaning_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Writes the draft."""
    row = _draft(request.member, pk)
    form = MeaningForm(posted(request), instance=row)
    page = _page(request, row.item, f"Fassung {row.version} bearbeiten", intro=row.item.title, minutes=10)

    def save() -> str:
        change_version(pk=pk, seen=form.seen(), new=form.cleaned_data, by=request.member)
        return page.back

    return answer_form(request, form, page, save=save)


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meaning_indicator(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """An indicator with source and direction."""
    row = _draft(request.member, pk)
    form = IndicatorForm(posted(request))
    page = _page(request, row.item, "Indikator hinzufügen", action="Hinzufügen", minutes=2)

    def save() -> str:
        add_indicator(pk=pk, values=form.cleaned_data, by=request.member)
        return page.back

    return answer_form(request, form, page, save=save)


@needs("run_rounds")
@uses_room(ROOM)
@require_POST
def indicator_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Takes an indicator from a draft."""
    rows = Operationalisation.objects.filter(indicators=pk, office=None).select_related("item")
    row = get_object_or_404(rows)
    remove_indicator(pk=pk, by=request.member)
    return redirect(_url(request.member, row.item.code))


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meaning_agree(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Records that the offices agreed."""
    row = _draft(request.member, pk)
    form = AgreementForm(posted(request), offices=Office.objects.filter(is_active=True).order_by("sort_key"))
    page = _page(
        request,
        row.item,
        f"Fassung {row.version} als verabredet festhalten",
        action="Festhalten",
        intro="Danach ändert sich diese Fassung nicht mehr. Laufende Runden behalten die Fassung, mit der sie geöffnet "
        "wurden.",
        minutes=2,
    )

    def save() -> str:
        values = form.cleaned_data
        agree(
            pk=pk,
            agreed_on=values["agreed_on"],
            body=values["body"],
            offices=list(values["offices"]),
            by=request.member,
        )
        return page.back

    return answer_form(request, form, page, save=save, done="Die Fassung gilt.")


@needs("represent_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meaning_office(request: MemberRequest, slug: str, code: str, office: UUID) -> HttpResponse:
    """„Was das in unserem Amt heißt“: the Amtsleitung's own words."""
    member = request.member
    found = get_object_or_404(Office, pk=office)
    member.require("represent_office", found.pk)
    item = _stone(code)
    latest = Operationalisation.objects.filter(item=item, office=found).order_by("-version").first()
    initial = {"meaning": latest.meaning, "shared": latest.shared} if latest else {}
    form = OfficeMeaningForm(posted(request), initial=initial)
    page = _page(request, item, "Was das in unserem Amt heißt", intro=f"{found.name}: {item.office_text}", minutes=5)

    def save() -> str:
        say_for_office(item=item, office=found, by=member, **form.cleaned_data)
        return page.back

    return answer_form(request, form, page, save=save)
