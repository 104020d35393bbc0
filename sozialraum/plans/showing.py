"""What the page of a plan shows, and the plans on the page of their office."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField
from django.urls import reverse

from districts.member import Member
from districts.member_query import MemberQuery
from districts.models import Office
from districts.navigation import address, thing_address
from districts.page_part import PagePart
from districts.region_page import Family, Found, Place, RegionSection, Rows
from lists.compiled import CompiledQuery
from partners.offered import uses_partners
from partners.questions.records import Entry, Listed
from sozialraum.models import Plan, PlanOffice, PlanState
from sozialraum.offered import uses_sozialraum
from sozialraum.plans.listing import WHOLE, for_regions
from sozialraum.plans.months import period_text
from sozialraum.plans.rules import may_agree, may_change
from sozialraum.plans.touching import plans_beside, with_places
from sozialraum.profiles.parts import SHOWN, OfficeSection, list_part


def _plan(member: Member, *, pk: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = with_places(Plan.objects.visible_to(member)).select_related("office").filter(pk=pk)
    return found


_PLAN: MemberQuery[Any] = MemberQuery(_plan, pk=UUIDField())


def find(member: Member, pk: UUID) -> Any:
    """The plan with its places; 404 where ``member`` may not read it. One query."""
    return _PLAN.found_for(member, pk=pk)


_TIES: CompiledQuery[PlanOffice] = CompiledQuery(
    lambda *, plan: PlanOffice.objects.filter(plan=plan).select_related("office").order_by("office__sort_key"),
    plan=UUIDField(),
)


def may_bring(member: Member, plan: Plan) -> bool:
    """True where ``member`` may put the plan on an agenda."""
    brings = member.may("edit_bodies") or member.may("prepare_office")
    return bool(plan.shared_on) and brings and uses_partners(member, "view_bodies")


def read_page(plan: Any, member: Member) -> dict[str, Any]:
    """Context of the page but its history. Two queries."""
    slug = member.district.slug
    brings = may_bring(member, plan)
    agenda_url = thing_address("plan_agenda", slug, pk=plan.pk) if brings else ""
    return {
        "plan": plan,
        "own": may_change(member, plan),
        "edit_url": thing_address("plan_edit", slug, pk=plan.pk),
        "heads": member.may("represent_office", plan.office_id),
        "share_url": thing_address("plan_share", slug, pk=plan.pk),
        "facts": [
            ("Amt/OE", plan.office.name),
            ("Art", plan.get_kind_display()),
            ("Regionen", ", ".join(plan.region_names) or WHOLE),
            ("Zeitraum", period_text(plan.starts_on, plan.ends_on)),
        ],
        "agenda_url": agenda_url,
        "ties": [_tied(tie, plan, member) for tie in _TIES.rows(plan=plan.pk)],
        "beside": [
            {
                "office": other.office__name,
                "title": other.title,
                "url": thing_address("plan", slug, pk=other.pk),
                "note": "; ".join([", ".join(other.region_names) or WHOLE, period_text(other.starts_on, other.ends_on),
                                   PlanState(other.state).label]),
                "agenda_url": f"{agenda_url}?mit={other.pk}" if brings else "",
            }
            for other in plans_beside(plan, member)
        ],
    }  # fmt: skip


def _tied(tie: PlanOffice, plan: Plan, member: Member) -> dict[str, Any]:
    tie.plan = plan
    return {
        "name": tie.office.name,
        "agreed": f"{tie.agreed_on:%d.%m.%Y}" if tie.agreed_on else "",
        "outcome": tie.outcome,
        "url": reverse("plan_agree", args=[member.district.slug, plan.pk, tie.office_id])
        if may_agree(member, tie)
        else "",
    }


def _plans_of(member: Member, *, office: Any, today: Any) -> Rows:
    """What the office plans."""
    rows = Plan.objects.visible_to(member).filter(~Q(state=PlanState.DROPPED), office=office)
    found: Rows = rows.order_by("-starts_on", "sort_key").values(*_ENTRY)[: SHOWN + 1]
    return found


def _tell_plans_of(member: Member, office: Office, rows: Found) -> PagePart | None:
    url = f"{address('plans', args=(member.district.slug,))}?amt={office.pk}"
    return list_part("Planungen", 30, [_entry(row, member) for row in rows], url=url)


PLANS_AT_OFFICE = OfficeSection(lambda member: uses_sozialraum(member, "view_checklist"), _plans_of, _tell_plans_of)


def _plans(member: Member, place: Place) -> Rows:
    """What is planned for the region, for what it lies in or what lies in it, and for the whole district."""
    rows = Plan.objects.visible_to(member).going_on().filter(for_regions(place.around))
    found: Rows = rows.order_by("starts_on", "sort_key").values(*_ENTRY)[: SHOWN + 1]
    return found


def _tell_plans(member: Member, family: Family, rows: Found) -> PagePart:
    entries = tuple(_entry(row, member, office=row["office__name"]) for row in rows[:SHOWN])
    url = f"{address('plans', args=(member.district.slug,))}?region={family.region.pk}"
    listed = Listed("Planungen", entries, len(rows) > SHOWN, url)
    return PagePart("Planungen", 60, listed.html)


PLANS_IN_REGION = RegionSection(lambda member, region: uses_sozialraum(member, "view_checklist"), _plans, _tell_plans)
#: What ``_entry`` asks of a plan.
_ENTRY = ("pk", "title", "starts_on", "ends_on", "state", "shared_on", "office__name")


def _entry(row: dict[str, Any], member: Member, *, office: str = "") -> Entry:
    notes = [office, period_text(row["starts_on"], row["ends_on"]), PlanState(row["state"]).label,
             "" if row["shared_on"] else "nur für Ihr Amt sichtbar"]  # fmt: skip
    url = thing_address("plan", member.district.slug, pk=row["pk"])
    return Entry(row["title"], ", ".join(filter(None, notes)), url)
