"""Pages of the understanding."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from checklist.models import Agreement, Workshop
from checklist.trail import trail
from checklist.understanding import rules
from checklist.understanding.forms import AgreementForm, UnderstandingForm, WorkshopForm
from districts.form_page import FormPage, Trail, answer_form, answer_removal, keys_of
from districts.guard import needs
from districts.history import history_if_asked
from districts.member import Member, MemberRequest
from districts.models import Office
from districts.room_guard import uses_room

ROOM = "verstaendigung"
TITLE = "Verständigung im Bezirk"


def _home(member: Member) -> str:
    return reverse("understanding", args=[member.district.slug])


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    return trail(member, (TITLE, _home(member)), *steps)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def understanding(request: MemberRequest, slug: str) -> HttpResponse:
    """The four texts, the workshops, which offices have agreed, and the button of the own office."""
    member = request.member
    row = rules.the_understanding()
    agreements = list(Agreement.objects.select_related("office").order_by("office__sort_key"))
    by_office = {agreement.office_id: agreement for agreement in agreements}
    mine = [pk for pk in member.office_ids if member.may("represent_office", pk)]
    # Only who agreed is shown: a list of those who have not would be a list of laggards (DESIGN § 1, sentence 4).
    own = [(office, by_office.get(office.pk)) for office in Office.objects.filter(pk__in=mine)] if mine else []
    context = {
        "breadcrumbs": _way(member),
        "understanding": row,
        "texts": [
            ("Ausgangslage", row.starting_point),
            ("Zielsetzungen", row.aims),
            ("Inhalte", row.contents),
            ("Umsetzungsstrukturen", row.structures),
        ],
        "workshops": Workshop.objects.prefetch_related("offices"),
        "agreements": agreements,
        "own": own,
        "may_edit": member.may("edit_checklist"),
        "entries": history_if_asked(request, row, created="Seite angelegt"),
        "contact": [member.district.contact] if member.district.contact else [],
    }
    return render(request, "checklist/understanding/page.html", context)


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def understanding_edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Writes the four texts."""
    member = request.member
    form = UnderstandingForm(request.POST or None, instance=rules.the_understanding())

    def save() -> str:
        rules.write_understanding(seen=form.seen(), new=form.cleaned_data, by=member)
        return _home(member)

    page = FormPage(
        title="Verständigung bearbeiten",
        back=_home(member),
        trail=_way(member, ("Bearbeiten", "")),
        minutes=10,
        promises=["Die Texte lesen alle im Bezirk, die die Checkliste lesen dürfen."],
    )
    return answer_form(request, form, page, save=save)


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Adds a workshop."""
    member = request.member
    form = WorkshopForm(request.POST or None, offices=Office.objects.filter(is_active=True))

    def save() -> str:
        data = form.cleaned_data
        rules.record_workshop(
            title=data["title"], held_on=data["held_on"], outcome=data["outcome"], offices=data["offices"], by=member
        )
        return _home(member)

    page = FormPage(
        title="Workshop eintragen", back=_home(member), trail=_way(member, ("Workshop eintragen", "")), minutes=5
    )
    return answer_form(request, form, page, save=save, done="Der Workshop ist eingetragen.")


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a workshop."""
    member = request.member
    workshop = get_object_or_404(Workshop, pk=pk)
    took_part = list(workshop.offices.values_list("pk", flat=True))
    form = WorkshopForm(
        request.POST or None,
        instance=workshop,
        initial={"offices": took_part},
        offices=Office.objects.filter(is_active=True) | Office.objects.filter(pk__in=took_part),
    )

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        rules.change_workshop(
            workshop=workshop,
            seen_offices=keys_of(seen.pop("offices")),
            new_offices=keys_of(new.pop("offices")),
            seen=seen,
            new=new,
            by=member,
        )
        return _home(member)

    page = FormPage(
        title="Workshop bearbeiten",
        back=_home(member),
        trail=_way(member, (workshop.title, ""), ("Bearbeiten", "")),
        minutes=5,
    )
    return answer_form(request, form, page, save=save)


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes a workshop away."""
    member = request.member
    workshop = get_object_or_404(Workshop, pk=pk)
    return answer_removal(
        request,
        title="Workshop entfernen",
        question=f"Möchten Sie den Workshop „{workshop.title}“ vom {workshop.held_on:%d.%m.%Y} entfernen?",
        consequences=["Das Ergebnis und die beteiligten Ämter stehen dann nicht mehr auf der Seite."],
        back=_home(member),
        then=_home(member),
        way=_way(member, (workshop.title, ""), ("Entfernen", "")),
        remove=lambda: rules.remove_workshop(workshop=workshop, by=member),
        done="Der Workshop ist entfernt.",
    )


@needs("represent_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: MemberRequest, slug: str, office: UUID) -> HttpResponse:
    """The head of an office agrees for it."""
    member = request.member
    own = get_object_or_404(Office, pk=office)
    member.require("represent_office", own.pk)
    stored = Agreement.objects.filter(office=own).first()
    form = AgreementForm(request.POST or None, instance=stored or Agreement(office=own))

    def save() -> str:
        rules.agree(office_id=own.pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return _home(member)

    page = FormPage(
        title=f"Zustimmung: {own.name}",
        back=_home(member),
        trail=_way(member, ("Zustimmung", "")),
        intro="Sie stimmen für Ihr Amt zu. Die Zustimmung können Sie jederzeit ändern oder zurückziehen.",
        action="Zustimmung speichern" if stored else "Zustimmen",
        minutes=1,
        promises=["Alle, die die Checkliste lesen dürfen, sehen Amt, Datum und Anmerkung."],
    )
    return answer_form(request, form, page, save=save, done="Die Zustimmung Ihres Amtes ist eingetragen.")


@needs("represent_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_withdraw(request: MemberRequest, slug: str, office: UUID) -> HttpResponse:
    """Asks, then takes the agreement of the own office back."""
    member = request.member
    own = get_object_or_404(Office, pk=office)
    member.require("represent_office", own.pk)
    return answer_removal(
        request,
        title="Zustimmung zurückziehen",
        question=f"Möchten Sie die Zustimmung für „{own.name}“ zurückziehen?",
        consequences=[
            "Ihr Amt steht dann nicht mehr unter den Ämtern, die zugestimmt haben. Sonst ändert sich nichts."
        ],
        action="Zurückziehen",
        back=_home(member),
        then=_home(member),
        way=_way(member, ("Zustimmung zurückziehen", "")),
        remove=lambda: rules.withdraw(office_id=own.pk, by=member),
        done="Die Zustimmung Ihres Amtes ist zurückgezogen.",
    )
