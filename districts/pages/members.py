"""Members of a district: list, inviting, ending, invitations that wait."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateField, IntegerField, OuterRef, Prefetch, Q, QuerySet, UUIDField, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from districts import invitations
from districts.export_note import export_note
from districts.forms import posted
from districts.guard import needs
from districts.listing import filter_fields
from districts.member import Member, MemberRequest
from districts.member_forms import EndForm, InviteForm
from districts.membership import end_membership, require_appointment, visible_memberships
from districts.models import BusinessArea, Invitation, Membership, MembershipRegion, Office, Region, SortKey
from districts.navigation import address
from districts.pages.members_markup import lines, place_in
from districts.refusals import NotNow, Refused
from districts.roles import INVITES, Role
from districts.settings_forms import FilterForm
from lists.compiled import CompiledQuery, Given
from lists.export import CONTENT_TYPES, export
from lists.query import cleaned, columns, export_links, order, page_of, search_text

#: Whoever appoints somebody sees this page; what they see and may do there follows from ``INVITES``.
APPOINTING = ("manage_members", "manage_staff", "name_heads")

COLUMNS = {
    "name": "Name",
    "rolle": "Rolle",
    "amt": "Amt, Geschäftsbereich, Regionen",
    "von": "von",
    "bis": "bis",
    "schritte": "Schritte",
}
SORTED_BY = {
    "name": "name_key",
    "rolle": "role_order",
    "amt": "office__sort_key",
    "von": "starts_on",
    "bis": "ends_on",
}
ROLE_ORDER = Case(
    *(When(role=role, then=Value(number)) for number, role in enumerate(Role)), output_field=IntegerField()
)
#: The regions of a Stadtteilkoordination; nobody else has any.
REGION_NAMES = Case(
    When(
        role=Role.NEIGHBOURHOOD,
        then=ArraySubquery(
            MembershipRegion.objects.filter(membership=OuterRef("pk")).order_by("region__key").values("region__name")
        ),
    )
)
#: What a line of the list shows.
SHOWN = (
    *("pk", "role", "starts_on", "ends_on", "office_id", "office__name", "office__area_id", "area__name"),
    *("user__name", "user__email", "user__is_active", "region_names"),
)
TIMES = [("", "heute gültig"), ("kuenftig", "künftig"), ("beendet", "beendet"), ("alle", "alle")]


def crumbs(request: MemberRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb from the district over its members to ``more``."""
    slug = request.member.district.slug
    return [
        (request.member.district.name, address("district_home", args=(slug,))),
        ("Mitglieder", address("members", args=(slug,))),
        *more,
    ]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for, apart from the words to search for."""

    role: str
    office: str
    time: str
    sorted_by: str
    descending: bool


def choice_of(request: MemberRequest, offices: list[tuple[str, str]]) -> Choice:
    """Reads the address; what it does not know, it passes over."""
    return Choice(
        cleaned(request.GET, "rolle", Role.values),
        cleaned(request.GET, "amt", [key for key, _ in offices]),
        cleaned(request.GET, "zeit", [key for key, _ in TIMES]),
        *order(request.GET, SORTED_BY, "name"),
    )


def filtered(
    found: QuerySet[Membership], choice: Choice, *, today: datetime.date | Given, words: str = ""
) -> QuerySet[Membership, dict[str, Any]]:
    """Those of ``found`` that are asked for, in the order asked for, as lines of the list."""
    found = found.annotate(name_key=SortKey("user__name"))
    if words:
        found = found.filter(Q(name_key__contains=SortKey(Value(words))) | Q(user__email__icontains=words))
    if choice.role:
        found = found.filter(role=choice.role)
    if choice.office:
        found = found.filter(office__pk=choice.office)
    if not choice.time:
        found = found.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)
    elif choice.time == "kuenftig":
        found = found.filter(starts_on__gt=today)
    elif choice.time == "beendet":
        found = found.filter(ends_on__lt=today)
    if choice.sorted_by == "rolle":
        found = found.annotate(role_order=ROLE_ORDER)
    by = ("-" if choice.descending else "") + SORTED_BY[choice.sorted_by]
    return found.annotate(region_names=REGION_NAMES).order_by(by, "name_key", "pk").values(*SHOWN)


#: The list of those who see the whole district. Searches and the short lists of the others are built anew.
_WHOLE: CompiledQuery[dict[str, Any]] = CompiledQuery(
    lambda choice, *, today: filtered(Membership.objects.all(), choice, today=today), today=DateField()
)


def read_list(request: MemberRequest, offices: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The memberships the address asks for, among those this person may see.

    Read whole: a district has some dozens of members, and counting them would be a query of its own.
    """
    choice, words, today = choice_of(request, offices), search_text(request.GET), timezone.localdate()
    if request.member.may("manage_members") and not words:
        return _WHOLE.rows(choice, today=today)
    return list(filtered(visible_memberships(request.member), choice, today=today, words=words))


@needs(*APPOINTING)
def member_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Members by role and office. Export for coordination alone, which keeps the list for the district."""
    offices = _offices(request.member)
    found = read_list(request, offices)
    may_export = request.member.may("manage_members")
    if may_export and (kind := cleaned(request.GET, "export", list(CONTENT_TYPES))):
        return _export(request, kind, found)
    page = page_of(found, request.GET)
    return render(
        request,
        "districts/members.html",
        {
            "page_obj": page,
            "lines": lines(page, request.member, timezone.localdate()),
            "columns": columns(request.GET, COLUMNS, "name", fixed=["schritte"]),
            "fields": filter_fields(
                FilterForm,
                request.GET,
                rolle=("Rolle", [("", "alle"), *Role.choices]),
                amt=("Amt/OE", [("", "alle"), *offices]),
                zeit=("Zeit", TIMES),
            ),
            "filtered": any(request.GET.get(name) for name in ("q", "rolle", "amt", "zeit")),
            "exports": export_links(request.GET) if may_export else None,
            "sees_all": may_export,
            "tabs": tabs(slug, "members"),
            "breadcrumbs": crumbs(request),
        },
    )


def place_of(row: Membership | Invitation) -> str:
    """Office, Geschäftsbereich or regions of a role, as one text."""
    if row.office:
        return row.office.name
    if row.area:
        return row.area.name
    return ", ".join(region.name for region in row.regions.all())


def tabs(slug: str, current: str) -> list[dict[str, object]]:
    """Members and invitations side by side."""
    return [
        {"label": label, "url": address(name, args=(slug,)), "current": name == current}
        for name, label in (("members", "Mitglieder"), ("invitations", "Einladungen"))
    ]


def _offices_seen(all_of_them: bool, *, headed: Given, areas: Given) -> QuerySet[Office, tuple[uuid.UUID, str]]:
    found = Office.objects.all()
    if not all_of_them:
        found = found.filter(Q(pk__in=headed) | Q(area_id__in=areas))
    return found.values_list("pk", "name")


_OFFICES: CompiledQuery[tuple[uuid.UUID, str]] = CompiledQuery(_offices_seen, headed=[UUIDField()], areas=[UUIDField()])


def _offices(member: Member) -> list[tuple[str, str]]:
    """Key and name of the offices the list may be narrowed to: those whose people the person sees."""
    found = _OFFICES.rows(
        member.may("manage_members"), headed=list(member.headed_office_ids), areas=list(member.area_ids)
    )
    return [(str(key), name) for key, name in found]


def _export(request: MemberRequest, kind: str, rows: list[dict[str, Any]]) -> HttpResponse:
    district = request.member.district
    return export(
        kind,
        name=f"mitglieder-{district.slug}",
        header=["Name", "E-Mail-Adresse", "Rolle", "Amt, Geschäftsbereich, Regionen", "von", "bis"],
        rows=[
            (
                row["user__name"],
                row["user__email"],
                Role(row["role"]).label,
                place_in(row),
                row["starts_on"],
                row["ends_on"],
            )
            for row in rows
        ],
        note=export_note(district, "Mitglieder, nur für den Dienstgebrauch"),
    )


def invite_form(request: MemberRequest) -> InviteForm:
    """The form with what this person may offer; nothing else is accepted."""
    member = request.member
    roles = {role for holding in member.holdings for role in INVITES.get(holding.role, set())}
    offices = Office.objects.filter(Q(pk__in=member.headed_office_ids) | Q(area_id__in=member.area_ids), is_active=True)
    return InviteForm(
        posted(request),
        roles=roles,
        offices=offices,
        areas=BusinessArea.objects.none(),
        regions=Region.objects.exclude(level=Region.Level.PLANUNGSRAUM).order_by("key"),
    )


@needs(*APPOINTING)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """Invite somebody by mail."""
    form = invite_form(request)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            invitations.invite(
                district=request.member.district, by=request.member, inviter=request.user, **form.cleaned_data
            )
        except Refused:
            # Somebody with two roles combined the role of one with the office of the other.
            form.add_error("role", "In diese Rolle laden Sie für dieses Amt niemanden ein.")
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            messages.success(request, f"Die Einladung an {form.cleaned_data['email']} ist unterwegs.")
            return redirect("invitations", slug)
    return render(
        request,
        "districts/form.html",
        {
            "form": form,
            "title": "Person einladen",
            "intro": "Die Person erhält einen Link, der 14 Tage gilt. Mit der Annahme beginnt der Zugang.",
            "save_label": "Einladung senden",
            "back_url": address("members", args=(slug,)),
            "breadcrumbs": crumbs(request, ("Einladen", "")),
        },
        status=status,
    )


@needs(*APPOINTING)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: MemberRequest, slug: str, membership_id: uuid.UUID) -> HttpResponse:
    """End a membership, at once or on a day."""
    membership = get_object_or_404(
        visible_memberships(request.member).select_related("user", "office", "area"), pk=membership_id
    )
    require_appointment(request.member, Role(membership.role), office=membership.office)
    form = EndForm(posted(request))
    back = address("members", args=(slug,))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(membership=membership, by=request.member, on=form.cleaned_data["last_day"])
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            messages.success(request, f"Das Ende der Mitgliedschaft von {membership.user} ist eingetragen.")
            return redirect("home" if membership.user_id == request.user.pk else back)
    return render(
        request,
        "confirm.html",
        {
            "title": "Mitgliedschaft beenden",
            "question": f"{membership.user}, {membership.get_role_display()}"
            + (f", {place_of(membership)}" if place_of(membership) else ""),
            "consequences": [
                "Was die Person eingetragen hat, bleibt.",
                "Andere Rollen der Person bleiben, bis auch sie beendet werden.",
                *(["Das ist Ihre eigene Mitgliedschaft."] if membership.user_id == request.user.pk else []),
            ],
            "form": form,
            "action_label": "Mitgliedschaft beenden",
            "danger": True,
            "back_url": back,
            "breadcrumbs": crumbs(request, ("Beenden", "")),
        },
        status=status,
    )


@needs(*APPOINTING)
def invitation_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Invitations that wait or have expired."""
    found = (
        invitations.visible_invitations(request.member)
        .filter(accepted_at=None, revoked_at=None)
        .select_related("office", "area")
        .prefetch_related(Prefetch("regions", Region.objects.only("name", "key", "district_id")))
        .order_by("-created_at", "pk")
    )
    page = page_of(found, request.GET)
    # Apart, not joined: who invited may be the operator, whom the district does not see.
    inviters = User.objects.in_bulk({row.invited_by_id for row in page})
    return render(
        request,
        "districts/invitations.html",
        {
            "page_obj": page,
            "rows": [
                {"invitation": row, "place": place_of(row), "inviter": inviters.get(row.invited_by_id, "Betrieb")}
                for row in page
            ],
            "tabs": tabs(slug, "invitations"),
            "breadcrumbs": crumbs(request, ("Einladungen", "")),
        },
    )


@needs(*APPOINTING)
@require_POST
def resend(request: MemberRequest, slug: str, invitation_id: uuid.UUID) -> HttpResponse:
    """Send an invitation again with a new link."""
    invitation = get_object_or_404(invitations.visible_invitations(request.member), pk=invitation_id)
    invitations.resend(invitation=invitation, district=request.member.district, by=request.member, inviter=request.user)
    messages.success(request, f"Die Einladung an {invitation.email} ist mit einem neuen Link unterwegs.")
    return redirect("invitations", slug)


@needs(*APPOINTING)
@require_POST
def revoke(request: MemberRequest, slug: str, invitation_id: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(invitations.visible_invitations(request.member), pk=invitation_id)
    invitations.revoke(invitation=invitation, by=request.member)
    messages.success(request, f"Die Einladung an {invitation.email} ist zurückgezogen. Ihr Link gilt nicht mehr.")
    return redirect("invitations", slug)
