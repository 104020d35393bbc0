"""Pages of qualification."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from checklist.models import Qualification, QualificationOffice
from checklist.qualification import rules
from checklist.qualification.forms import FilterForm, OfferForm, ParticipationForm
from checklist.trail import trail
from districts.form_page import FormPage, Trail, answer_form, answer_removal, keys_of
from districts.guard import needs
from districts.history import Part, history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.models import Office
from districts.refusals import Refused
from districts.room_guard import uses_room
from lists.query import page_of

ROOM = "qualifizierung"
TITLE = "Qualifizierung"


def _home(member: Member) -> str:
    return reverse("qualification", args=[member.district.slug])


def _page(member: Member, offer: Qualification) -> str:
    return reverse("offer", args=[member.district.slug, offer.pk])


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    return trail(member, (TITLE, _home(member)), *steps)


def _when(offer: Qualification) -> str:
    first = f"{offer.starts_on:%d.%m.%Y}"
    return f"{first} bis {offer.ends_on:%d.%m.%Y}" if offer.ends_on and offer.ends_on != offer.starts_on else first


#: How a state looks (``parts/state_badge.html``).
BADGES = {"geplant": "open", "laeuft": "moving", "bestaetigen": "talking", "stattgefunden": "settled"}


def _state(offer: Qualification) -> tuple[str, str]:
    state = rules.state_of(offer, timezone.localdate())
    return BADGES[state], rules.STATES[state]


def _tabs(member: Member, current: str) -> list[dict[str, object]]:
    slug = member.district.slug
    return [
        {"label": "Angebote", "url": reverse("qualification", args=[slug]), "current": current == "list"},
        {"label": "Ämter und Jahre", "url": reverse("offer_years", args=[slug]), "current": current == "years"},
    ]


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def qualification(request: MemberRequest, slug: str) -> HttpResponse:
    """The list of offers, as a page or as XLSX and CSV of the same rows."""
    member = request.member
    listed = rules.read_list(request.GET, timezone.localdate())
    download = asked_export(
        request,
        name="qualifizierung",
        title=TITLE,
        header=["Bezeichnung", "Art", "Für wen?", "Von", "Bis", "Stand", "Ämter", "Inhalt", "Nutzen"],
        rows=(
            [
                o.title,
                o.get_kind_display(),
                o.audience,
                o.starts_on,
                o.ends_on,
                _state(o)[1],
                ", ".join(
                    p.office.name if p.people is None else f"{p.office.name}: {p.people}"
                    for p in o.participations.all()
                ),
                o.content,
                o.benefit,
            ]
            for o in listed.shown
        ),
    )
    if download:
        return download
    page = page_of(listed.shown, request.GET)
    context = {
        "breadcrumbs": _way(member),
        "tabs": _tabs(member, "list"),
        "listed": listed,
        "page_obj": page,
        "rows": [(offer, _when(offer), *_state(offer)) for offer in page],
        "columns": listed.columns,
        "fields": filter_fields(FilterForm, request.GET),
        "keep": [("sort", request.GET["sort"])] if "sort" in request.GET else [],
        "exports": export_links(request),
        "may_edit": member.may("edit_checklist"),
    }
    return render(request, "checklist/qualification/list.html", context)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def offer_years(request: MemberRequest, slug: str) -> HttpResponse:
    """Which office takes part in what, year by year; only offices that take part have a row."""
    member = request.member
    table = rules.table_of_years(Qualification.objects.prefetch_related("participations__office"))
    download = asked_export(
        request,
        name="qualifizierung-jahre",
        title="Qualifizierung nach Ämtern und Jahren",
        header=["Amt/OE", *map(str, table.years)],
        rows=(
            [
                office.name,
                *(", ".join(o.title if n is None else f"{o.title} ({n})" for o, n in cell) for cell in cells),
            ]
            for office, cells in table.rows
        ),
    )
    if download:
        return download
    context = {
        "breadcrumbs": _way(member, ("Ämter und Jahre", "")),
        "tabs": _tabs(member, "years"),
        "table": table,
        "exports": export_links(request),
    }
    return render(request, "checklist/qualification/years.html", context)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def offer(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One offer with the offices that take part, and the button of the own office."""
    member = request.member
    row = get_object_or_404(Qualification, pk=pk)
    participations = list(row.participations.select_related("office").order_by("office__sort_key"))
    taking_part = {p.office_id for p in participations}
    mine = [key for key in member.office_ids if member.may("represent_office", key) and key not in taking_part]
    state, state_label = _state(row)
    context = {
        "breadcrumbs": _way(member, (row.title, "")),
        "offer": row,
        "state": state,
        "state_label": state_label,
        "facts": [("Art", row.get_kind_display()), ("Zeitraum", _when(row)), ("Für wen?", row.audience)],
        "participations": [(p, rules.may_enter_for(p.office_id, member)) for p in participations],
        "mine": Office.objects.filter(pk__in=mine) if mine else [],
        "entries": history_if_asked(
            request,
            row,
            parts=[Part(QualificationOffice, "qualification", of="office", value="people", label="Teilnehmende Ämter")],
            created="Eingetragen",
        ),
        "may_edit": member.may("edit_checklist"),
        "contact": [member.district.contact] if member.district.contact else [],
    }
    return render(request, "checklist/qualification/detail.html", context)


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Adds an offer."""
    member = request.member
    form = OfferForm(request.POST or None, offices=Office.objects.filter(is_active=True))

    def save() -> str:
        values = dict(form.cleaned_data)
        offices = keys_of(values.pop("offices"))
        return _page(member, rules.add_offer(values=values, offices=offices, by=member))

    page = FormPage(
        title="Angebot eintragen", back=_home(member), trail=_way(member, ("Angebot eintragen", "")), minutes=5
    )
    return answer_form(request, form, page, save=save, done="Das Angebot ist eingetragen.")


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes an offer, or says that it was held."""
    member = request.member
    row = get_object_or_404(Qualification, pk=pk)
    back, title = _page(member, row), row.title
    taking_part = list(row.offices.values_list("pk", flat=True))
    form = OfferForm(
        request.POST or None,
        instance=row,
        initial={"offices": taking_part},
        offices=Office.objects.filter(is_active=True) | Office.objects.filter(pk__in=taking_part),
    )

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        rules.change_offer(
            offer=row,
            seen_offices=keys_of(seen.pop("offices")),
            new_offices=keys_of(new.pop("offices")),
            seen=seen,
            new=new,
            by=member,
        )
        return back

    page = FormPage(
        title="Angebot bearbeiten", back=back, trail=_way(member, (title, back), ("Bearbeiten", "")), minutes=5
    )
    return answer_form(request, form, page, save=save)


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes an offer away."""
    member = request.member
    row = get_object_or_404(Qualification, pk=pk)
    return answer_removal(
        request,
        title="Angebot entfernen",
        question=f"Möchten Sie das Angebot „{row.title}“ entfernen?",
        consequences=["Die eingetragenen Ämter und Zahlen stehen dann nicht mehr in der Übersicht."],
        back=_page(member, row),
        then=_home(member),
        way=_way(member, (row.title, _page(member, row)), ("Entfernen", "")),
        remove=lambda: rules.remove_offer(offer=row, by=member),
        done="Das Angebot ist entfernt.",
    )


@needs("view_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def participation(request: MemberRequest, slug: str, pk: UUID, office: UUID) -> HttpResponse:
    """An office takes part: entered by its head or by coordination."""
    member = request.member
    row, own = get_object_or_404(Qualification, pk=pk), get_object_or_404(Office, pk=office)
    if not rules.may_enter_for(own.pk, member):
        raise Refused("edit_checklist")
    stored = QualificationOffice.objects.filter(qualification=row, office=own).first()
    form = ParticipationForm(
        request.POST if request.method == "POST" else None, instance=stored or QualificationOffice(office=own)
    )

    def save() -> str:
        rules.take_part(offer=row, office_id=own.pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return _page(member, row)

    page = FormPage(
        title=f"Teilnahme: {own.name}",
        back=_page(member, row),
        trail=_way(member, (row.title, _page(member, row)), ("Teilnahme", "")),
        intro=f"„{row.title}“, {_when(row)}",
        action="Speichern" if stored else "Teilnahme eintragen",
        minutes=1,
    )
    return answer_form(request, form, page, save=save, done="Die Teilnahme ist eingetragen.")


@needs("view_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def participation_remove(request: MemberRequest, slug: str, pk: UUID, office: UUID) -> HttpResponse:
    """Asks, then says that an office does not take part."""
    member = request.member
    row, own = get_object_or_404(Qualification, pk=pk), get_object_or_404(Office, pk=office)
    if not rules.may_enter_for(own.pk, member):
        raise Refused("edit_checklist")
    return answer_removal(
        request,
        title="Teilnahme zurücknehmen",
        question=f"Möchten Sie die Teilnahme von „{own.name}“ an „{row.title}“ zurücknehmen?",
        action="Zurücknehmen",
        back=_page(member, row),
        then=_page(member, row),
        way=_way(member, (row.title, _page(member, row)), ("Teilnahme zurücknehmen", "")),
        remove=lambda: rules.step_back(offer=row, office_id=own.pk, by=member),
        done="Die Teilnahme ist zurückgenommen.",
    )
