"""What the page of an office shows, as far as one person may read it."""

import datetime
import uuid
from typing import Any

from django.db.models import QuerySet, UUIDField
from django.http import Http404

from districts.member import Member
from districts.member_query import MemberQuery
from districts.models import Office
from districts.navigation import thing_address
from evidence.showing import evidence_at
from lists.compiled import CompiledQuery
from sozialraum.models import OfficeProfile, ProfileEvidence
from sozialraum.profiles.forms import SECTIONS
from sozialraum.profiles.parts import parts_at
from sozialraum.profiles.rules import may_change

_OFFICE: CompiledQuery[Office] = CompiledQuery(lambda *, pk: Office.objects.filter(pk=pk), pk=UUIDField())


def find_office(pk: uuid.UUID) -> Office:
    """The office ``pk`` of this district; 404 where there is none. One query."""
    found = _OFFICE.row(pk=pk)
    if found is None:
        raise Http404
    return found


def _profile(member: Member, *, office: Any) -> QuerySet[OfficeProfile]:
    found: QuerySet[OfficeProfile] = OfficeProfile.objects.visible_to(member).filter(office=office)
    return found


_PROFILE: MemberQuery[OfficeProfile] = MemberQuery(_profile, office=UUIDField())


def find_profile(office: Office, member: Member) -> OfficeProfile | None:
    """The profile if ``member`` may read it. One query."""
    return _PROFILE.row_for(member, office=office.pk)


def read_page(office: Office, profile: OfficeProfile | None, member: Member) -> dict[str, Any]:
    """Context of the page but its history: one query for the evidence, and what the parts need."""
    writes = may_change(member, office, profile)
    own = member.may("prepare_office", office.pk)
    edit_url = thing_address("office_profile_edit", member.district.slug, pk=office.pk)
    return {
        "office": office,
        "profile": profile,
        "own": own,
        "heads": member.may("represent_office", office.pk),
        "share_url": thing_address("office_profile_share", member.district.slug, pk=office.pk),
        "writes": writes,
        "sections": [
            {
                "section": section,
                "answers": _answers(profile, section.fields),
                "edit_url": f"{edit_url}?teil={section.key}" if writes else "",
            }
            for section in SECTIONS.values()
        ],
        "evidence": _evidence(profile, member, removable="profile_evidence_remove" if writes else ""),
        "parts": parts_at(office, member),
    }


def _answers(profile: OfficeProfile | None, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Labels and words of what was answered."""
    if profile is None:
        return []
    found = []
    for name in names:
        column: Any = OfficeProfile._meta.get_field(name)
        value = getattr(profile, name)
        if isinstance(value, datetime.date):
            value = f"{value:%d.%m.%Y}"
        elif column.choices:
            value = dict(column.flatchoices).get(value)
        if value:
            found.append((str(column.verbose_name), value))
    return found


def _evidence(profile: OfficeProfile | None, member: Member, *, removable: str) -> list[dict[str, object]]:
    if profile is None:
        return []
    return evidence_at(profile, member, tie=ProfileEvidence, link="profile", removable=removable)
