"""Pages of the offices: all of them with what they have shared, one of them, and what an office writes."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.form_page import FormPage, Trail, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.history import Entry, Part, history_if_asked
from districts.listing import asked_export, export_links
from districts.member import Member, MemberRequest
from districts.models import Office
from districts.navigation import address, thing_address
from districts.offices import say_whether_sensible
from districts.refusals import NotNow
from districts.report_links import report_links
from districts.room_guard import uses_room
from evidence.forms import EvidenceForm
from evidence.removing import REMOVING, answer_evidence_removal, tie_or_404
from evidence.taking_in import take_in
from sozialraum.models import OfficeProfile, ProfileEvidence
from sozialraum.offered import ROOM, uses_sozialraum
from sozialraum.own_words import WHILE_SHARED
from sozialraum.profiles import rules
from sozialraum.profiles.answers import HEADER, QUESTIONS, SENSIBLE, matrix_rows, read_answers
from sozialraum.profiles.forms import SECTIONS, ProfileForm, SensibleForm
from sozialraum.profiles.list_markup import lines
from sozialraum.profiles.showing import find_office, find_profile, read_page
from sozialraum.sharing import promise, share_as_asked

TITLE = "Ämter im Sozialraum"
WHO_READS = (
    "„Nicht sinnvoll“ ist eine vollständige Antwort. Ihre Begründung lesen alle im Bezirk, die die Checkliste lesen. "
    "Ändern kann sie jederzeit die Leitung Ihres Amtes, und nur sie."
)


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, offices, then ``steps``."""
    slug = (member.district.slug,)
    home = (member.district.name, address("district_home", args=slug))
    return [home, (TITLE, address("office_profiles", args=slug)), *steps]


def page_url(member: Member, office: Office) -> str:
    """The page of one office."""
    return thing_address("office_profile", member.district.slug, pk=office.pk)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def office_profiles(request: MemberRequest, slug: str) -> HttpResponse:
    """All offices with what they have shared: the matrix office × Leitfrage, also as XLSX and CSV."""
    said = read_answers(request.member)
    download = asked_export(request, name="aemter-leitfragen", title=TITLE, header=HEADER, rows=matrix_rows(said))
    if download:
        return download
    context = {
        "breadcrumbs": way(request.member),
        "count": len(said),
        "lines": lines(said),
        "questions": QUESTIONS.items(),
        "own": [one for one in said if one.office_id in request.member.office_ids],
        "exports": export_links(request),
    }
    return render(request, "sozialraum/profiles/list.html", context)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def office_profile(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One office: what it says of itself, and what stands here of it."""
    member = request.member
    office = find_office(pk)
    profile = find_profile(office, member)
    context = read_page(office, profile, member) | {
        "breadcrumbs": way(member, (office.name, "")),
        "entries": _history(request, office, profile),
        "reports": report_links("office_profile", slug, pk),
    }
    return render(request, "sozialraum/profiles/detail.html", context)


def _history(request: MemberRequest, office: Office, profile: OfficeProfile | None) -> list[Entry] | None:
    if profile is None:
        return None
    own = request.member.may("prepare_office", office.pk)
    parts = [Part(ProfileEvidence, "profile", of="evidence", label="Nachweis")] if own else []
    return history_if_asked(request, profile, visible=None if own else WHILE_SHARED, parts=parts, created="Geteilt"
                            if not own else "Angelegt")  # fmt: skip


def _require_open(request: MemberRequest, office: Office, profile: OfficeProfile | None) -> None:
    """No form for who could not send it. What was typed before comes back with the rule's own answer."""
    if request.method != "POST" and not rules.may_change(request.member, office, profile):
        raise NotNow(rules.why_closed(office))


@needs("prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def office_profile_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One section of the profile; different fields of two people merge."""
    member = request.member
    office = find_office(pk)
    member.require("prepare_office", pk)
    section = SECTIONS.get(request.GET.get("teil", "leitfragen"))
    if section is None:
        raise Http404
    profile = find_profile(office, member)
    _require_open(request, office, profile)
    form = ProfileForm(posted(request), instance=profile or OfficeProfile(office=office), section=section)
    back = page_url(member, office)

    def save() -> str:
        rules.change_profile(office=office, seen=form.seen(), new=form.cleaned_data, by=member)
        return f"{back}#{section.key}"

    page = FormPage(
        title=section.title,
        back=back,
        trail=way(member, (office.name, back), (section.title, "")),
        intro=f"{office.name}, {section.code}. {section.hint}",
        minutes=section.minutes,
        promises=[promise(profile)],
    )
    return answer_form(request, form, page, save=save)


@needs("represent_office")
@uses_room(ROOM)
@require_POST
def office_profile_share(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The head shares the profile with the district, or takes that back."""
    member = request.member
    office = find_office(pk)
    member.require("represent_office", pk)
    profile = find_profile(office, member)
    if profile is None:
        raise NotNow("Ihr Amt hat noch nichts geschrieben, was sich teilen ließe.")
    share_as_asked(request, OfficeProfile, profile.pk)
    return redirect(page_url(member, office))


@needs("represent_office")
@require_http_methods(["GET", "HEAD", "POST"])
def office_sensible(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The head says why it is not sensible for the own office (B3.1d), or that it is.

    Open also where the district does not use the room: rounds ask in every district.
    """
    member = request.member
    office = get_object_or_404(Office, pk=pk, is_active=True)
    member.require("represent_office", pk)
    form = SensibleForm(posted(request), instance=office)
    title = "Für unser Amt nicht sinnvoll"
    # Without the room there is no page of the office to go back to.
    home = address("district_home", args=(slug,))
    back, trail = home, [(member.district.name, home), (title, "")]
    if uses_sozialraum(member, "view_checklist"):
        back = page_url(member, office)
        trail = way(member, (office.name, back), (title, ""))
    page = FormPage(
        title=title,
        back=back,
        trail=trail,
        intro=f"{office.name}, Leitfrage {SENSIBLE}",
        promises=[
            WHO_READS,
            "Ihr Amt wird dann in Erhebungsrunden nicht gefragt und nicht daran erinnert. Aufträge berührt das nicht.",
        ],
    )

    def save() -> str:
        say_whether_sensible(office_id=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return page.back

    extra = {"entries": _history_of_answer(request, office)}
    return answer_form(request, form, page, save=save, template="sozialraum/profiles/sensible.html", extra=extra)


def _history_of_answer(request: MemberRequest, office: Office) -> list[Entry] | None:
    """Of this answer alone: what else changed at the office stands elsewhere."""
    entries = history_if_asked(request, office)
    label = str(Office._meta.get_field("not_sensible_because").verbose_name)
    for entry in entries or []:
        entry.changes = [change for change in entry.changes if change.label == label]
    return entries and [entry for entry in entries if entry.changes]


@needs("prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def office_profile_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Adds a file or a link to the profile."""
    member = request.member
    office = find_office(pk)
    member.require("prepare_office", pk)
    _require_open(request, office, find_profile(office, member))
    form = EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")
    back, title = page_url(member, office), "Nachweis hinzufügen"
    page = FormPage(title=title, back=back, trail=way(member, (office.name, back), (title, "")), minutes=1,
                    action="Hinzufügen")  # fmt: skip

    def save() -> str:
        rules.attach_evidence(office=office, evidence=take_in(form.cleaned_data, by=member), by=member)
        return back + "#nachweise"

    return answer_form(request, form, page, save=save, done="Hinzugefügt.")


@needs("prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def profile_evidence_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes evidence away from a profile."""
    member = request.member
    tie = tie_or_404(ProfileEvidence.objects.select_related("profile__office"), pk, member)
    office = tie.profile.office
    back = page_url(member, office)
    member.require("prepare_office", office.pk)
    _require_open(request, office, tie.profile)
    trail = way(member, (office.name, back), REMOVING)
    return answer_evidence_removal(
        request, tie.evidence, back=back, trail=trail, first=lambda: rules.locked_profile(office=office, by=member)
    )
