"""What offices have shared beside Prüfsteine 1, 2 and 5 (footnote 7): lists to open, without the offices' names."""

import uuid
from typing import Any

from django.db.models import Q
from django.urls import reverse

from districts.member import Member
from pruefsteine.known import SHOWN, Fact, Known, knows_about, knows_of_office
from sozialraum.models import OfficeProfile, Plan, PlanOffice
from sozialraum.offered import uses_sozialraum

#: Prüfstein -> what the profile says to it: label, field, its day, and how the district's list is called.
_FIXED = {
    "B4.1": ("Rolle und Aufgaben festgelegt", "role", "role_fixed_on", "Festgelegte Rollen und Aufgaben"),
    "B4.2": ("Vorgabe an die Mitarbeiter/innen", "direction", "direction_on", "Verbindliche Vorgaben der Leitungen"),
}


def _fixed(rows: Any, member: Member, code: str) -> tuple[Fact, ...]:
    label, name, day, _ = _FIXED[code]
    slug = member.district.slug
    facts = []
    for row in rows.exclude(**{name: ""}).order_by(f"-{day}", "pk")[:SHOWN]:
        by = f", {row.role_fixed_by}" if code == "B4.1" and row.role_fixed_by else ""
        facts.append(Fact(label + by, reverse("office_profile", args=[slug, row.office_id]), getattr(row, day)))
    return tuple(facts)


@knows_about(*_FIXED)
def profiles_known(member: Member, code: str) -> Known | None:
    """What offices have fixed and shared."""
    if not uses_sozialraum(member, "view_checklist"):
        return None
    shared = OfficeProfile.objects.visible_to(member).shared()
    return Known(_FIXED[code][3], _fixed(shared, member, code), reverse("office_profiles", args=[member.district.slug]))


@knows_of_office(*_FIXED)
def own_profile(member: Member, office_id: uuid.UUID, code: str) -> Known | None:
    """The same of the own office, shared or not."""
    if not uses_sozialraum(member, "view_checklist"):
        return None
    own = OfficeProfile.objects.visible_to(member).filter(office=office_id)
    url = reverse("office_profile", args=[member.district.slug, office_id])
    return Known("Was im Profil Ihres Amtes dazu steht", _fixed(own, member, code), url)


@knows_about("B4.5", "B4.6")
def plans_known(member: Member, code: str) -> Known | None:
    """Plans about which offices have talked."""
    if not uses_sozialraum(member, "view_checklist"):
        return None
    seen = Plan.objects.visible_to(member).shared().values("pk")
    return _agreed(member, Q(plan__in=seen), "Planungen, die Ämter miteinander abgestimmt haben")


@knows_of_office("B4.5", "B4.6")
def own_plans(member: Member, office_id: uuid.UUID, code: str) -> Known | None:
    """Plans about which the own office has talked with others."""
    if not uses_sozialraum(member, "view_checklist"):
        return None
    seen = Plan.objects.visible_to(member).values("pk")
    mine = Q(plan__in=seen) & (Q(office=office_id) | Q(plan__office=office_id))
    return _agreed(member, mine, "Planungen, die Ihr Amt mit anderen abgestimmt hat")


def _agreed(member: Member, which: Q, label: str) -> Known:
    slug = member.district.slug
    rows = PlanOffice.objects.filter(which, agreed_on__isnull=False).select_related("plan")
    facts = tuple(
        Fact(row.plan.title, reverse("plan", args=[slug, row.plan_id]), row.agreed_on)
        for row in rows.order_by("-agreed_on", "pk")[:SHOWN]
    )
    return Known(label, facts, reverse("plans", args=[slug]))
