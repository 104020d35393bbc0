"""Pages of Bezirksregionenprofile: overview of the district, one profile, writing, evidence."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage, Trail, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.models import Region
from districts.own_regions import is_outside, regions_seen_by
from districts.room_guard import uses_room
from evidence.forms import EvidenceForm
from evidence.removing import REMOVING, answer_evidence_removal, tie_or_404
from evidence.showing import evidence_at
from evidence.taking_in import take_in
from lists.query import page_of
from sozialraum.models import RegionProfile, RegionProfileEvidence
from sozialraum.offered import ROOM
from sozialraum.region_models import KEEPS
from sozialraum.regions import profiles
from sozialraum.regions.forms import ProfileForm, ProfilesFilterForm
from sozialraum.regions.listing import HEADER, STANDS, profile_rows, read_profiles
from sozialraum.regions.showing import keeps, parts_of, profile_of, words_of

TITLE = "Bezirksregionenprofile"


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Bezirksregionenprofile, then ``steps``."""
    slug = [member.district.slug]
    return [
        (member.district.name, reverse("district_home", args=slug)),
        (TITLE, reverse("region_profiles", args=slug)),
        *steps,
    ]


def _url(member: Member, region: Region) -> str:
    return reverse("region_profile", args=[member.district.slug, region.key])


def _find(member: Member, key: str) -> Region:
    """The Bezirksregion; 404 where ``member`` does not read about it."""
    open_to = regions_seen_by(member).filter(level=Region.Level.BEZIRKSREGION).defer("geometry")
    return get_object_or_404(open_to, key=key)


@needs("view_district")
@uses_room(ROOM)
@require_safe
def region_profiles(request: MemberRequest, slug: str) -> HttpResponse:
    """How far the profiles of all Bezirksregionen are, as a page or as XLSX and CSV of the same rows."""
    member = request.member
    listed = read_profiles(request.GET, member)
    download = asked_export(
        request, name="bezirksregionenprofile", title=TITLE, header=HEADER, rows=profile_rows(listed)
    )
    if download:
        return download
    context = {
        "breadcrumbs": way(member),
        "listed": listed,
        "page_obj": page_of(listed.shown, request.GET),
        "columns": listed.columns,
        "fields": filter_fields(ProfilesFilterForm, request.GET, stands=list(STANDS.items())),
        "keep": [("sort", request.GET["sort"])] if "sort" in request.GET else [],
        "exports": export_links(request),
        "keeps": keeps(member),
        "outside": is_outside(member),
    }
    return render(request, "sozialraum/regions/profiles.html", context)


@needs("view_district")
@uses_room(ROOM)
@require_safe
def region_profile(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """One profile: its two parts, what it says, evidence, history."""
    member = request.member
    region = _find(member, key)
    profile = profile_of(region, member)
    context = {
        "breadcrumbs": way(member, (region.name, "")),
        "region": region,
        "profile": profile,
        "keeps": keeps(member),
        "outside": is_outside(member),
    }
    if profile:
        context |= {
            "parts": parts_of(profile),
            "words": words_of(profile),
            "evidence": evidence_at(profile, member, tie=RegionProfileEvidence, link="profile",
                                    removable="region_profile_evidence_remove" if keeps(member) else ""),
            "entries": None if is_outside(member) else history_if_asked(
                request, profile, visible=None if keeps(member) else Q(released_on__isnull=False)),
        }  # fmt: skip
    return render(request, "sozialraum/regions/profile.html", context)


@needs(KEEPS)
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def region_profile_edit(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """Writes the profile, the first time too; different fields of two people merge."""
    member = request.member
    region = _find(member, key)
    row = RegionProfile.objects.filter(region=region).first() or RegionProfile(region=region)
    form = ProfileForm(posted(request), instance=row)
    back = _url(member, region)

    def save() -> str:
        seen, new, released = form.split()
        profiles.write_profile(region=region, seen=seen, new=new, released=released, by=member)
        return back

    page = FormPage(
        title="Profil bearbeiten",
        back=back,
        trail=way(member, (region.name, back), ("Bearbeiten", "")),
        intro=str(region),
        minutes=10,
        promises=["Bitte nichts über einzelne Bewohner/innen: keine Namen, keine Anschriften, keine Fälle.",
                  "Die Senatsverwaltung sieht nichts davon."],
    )  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs(KEEPS)
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def region_profile_evidence(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """The profile itself or its Beschluss, as file or link."""
    member = request.member
    region = _find(member, key)
    row = get_object_or_404(RegionProfile, region=region)
    form = EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")
    back, title = _url(member, region), "Nachweis hinzufügen"
    page = FormPage(title=title, back=back, trail=way(member, (region.name, back), (title, "")), action="Hinzufügen",
                    minutes=1, intro="Das Profil selbst oder sein Beschluss, als Datei oder Link.")  # fmt: skip

    def save() -> str:
        profiles.attach_evidence(profile=row, evidence=take_in(form.cleaned_data, by=member), by=member)
        return back + "#nachweise"

    return answer_form(request, form, page, save=save, done="Der Nachweis ist hinzugefügt.")


@needs(KEEPS)
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def region_profile_evidence_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes evidence away; whoever added it, their office, or coordination may."""
    member = request.member
    tie = tie_or_404(RegionProfileEvidence.objects.select_related("profile__region"), pk, member)
    region = tie.profile.region
    back = _url(member, region)
    return answer_evidence_removal(request, tie.evidence, back=back, trail=way(member, (region.name, back), REMOVING))
