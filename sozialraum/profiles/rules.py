"""Rules of the profile of an office: staff prepare, the head shares; what is shared the head alone changes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save
from districts.models import Office
from districts.refusals import NotNow, Unfit
from evidence.models import Evidence
from sozialraum.models import OfficeProfile, ProfileEvidence
from sozialraum.own_words import count_up

HEAD_ALONE = (
    "Das Profil ist mit dem Bezirk geteilt. Solange das so ist, ändert es nur die Leitung Ihres Amtes: "
    "Nichts soll gelesen werden, was sie nicht gesehen hat."
)


def may_change(member: Member, office: Office, profile: OfficeProfile | None) -> bool:
    """True for head and staff of ``office``; while the profile is shared for the head alone."""
    if not office.is_active:
        return False
    return member.may("represent_office" if profile and profile.shared_on else "prepare_office", office.pk)


def why_closed(office: Office) -> str:
    """Why somebody of ``office`` may not change the profile now."""
    return HEAD_ALONE if office.is_active else "Dieses Amt besteht nicht mehr."


@transaction.atomic
def locked_profile(*, office: Office, by: Member) -> OfficeProfile:
    """The profile of ``office``, begun where there is none, for somebody who may change it now.

    Raises ``Refused``, ``NotNow``.
    """
    by.require("prepare_office", office.pk)
    OfficeProfile.objects.get_or_create(office=office)
    row: OfficeProfile = OfficeProfile.objects.select_for_update(of=("self",)).get(office=office)
    if not may_change(by, office, row):
        raise NotNow(why_closed(office))
    return row


@transaction.atomic
def change_profile(*, office: Office, seen: Mapping[str, object], new: Mapping[str, Any], by: Member) -> None:
    """Stores what the office wrote, field by field. Raises ``Refused``, ``NotNow``, ``Conflict``, ``Unfit``."""
    row = locked_profile(office=office, by=by)
    today = timezone.localdate()
    for name in ("role_fixed_on", "direction_on"):
        if new.get(name) and new[name] > today:
            raise Unfit({name: "Dieser Tag liegt in der Zukunft."})
    if merge_and_save(row, seen=seen, new=new):
        count_up(row)


@transaction.atomic
def attach_evidence(*, office: Office, evidence: Evidence, by: Member) -> None:
    """Ties evidence to the profile. Raises ``Refused``, ``NotNow``."""
    row = locked_profile(office=office, by=by)
    ProfileEvidence.objects.create(profile=row, evidence=evidence)
    count_up(row)


def evidence_of_hidden(member: Member) -> Any:
    """Ids of evidence at profiles ``member`` may not read (``evidence.models.hides_evidence``)."""
    seen = OfficeProfile.objects.visible_to(member).values("pk")
    return ProfileEvidence.objects.exclude(profile__in=seen).values("evidence_id")
