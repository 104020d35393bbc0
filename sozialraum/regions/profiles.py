"""Rules of Bezirksregionenprofile: write down, release, attach."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save
from districts.models import Region
from districts.refusals import Unfit
from evidence.models import Evidence
from partners.entering import entered
from sozialraum.models import RegionProfile, RegionProfileEvidence
from sozialraum.region_models import KEEPS


@transaction.atomic
def write_profile(
    *, region: Region, seen: Mapping[str, object], new: Mapping[str, object], released: bool, by: Member
) -> RegionProfile:
    """Writes the profile of a Bezirksregion, the first time too; different fields of two people merge.

    ``released`` opens it to the district and to the Stadtteilkoordination of the region. Raises ``Refused``, ``Unfit``,
    ``Conflict``.
    """
    by.require(KEEPS)
    if region.level != Region.Level.BEZIRKSREGION:
        raise Unfit({"": "Ein Bezirksregionenprofil gehört zu einer Bezirksregion."})
    row: RegionProfile | None = RegionProfile.objects.select_for_update(of=("self",)).filter(region=region).first()
    if row is None:
        row = entered(RegionProfile(region=region, **new))
    else:
        merge_and_save(row, seen=seen, new=new)
    return row if (row.released_on is not None) == released else release_profile(pk=row.pk, released=released, by=by)


@transaction.atomic
def release_profile(*, pk: uuid.UUID, released: bool, by: Member) -> RegionProfile:
    """Opens the profile, or closes it again. Harmless to repeat. Raises ``Refused``."""
    by.require(KEEPS)
    row: RegionProfile = RegionProfile.objects.select_for_update(of=("self",)).get(pk=pk)
    if (row.released_on is not None) != released:
        row.released_on = timezone.localdate() if released else None
        row.save(update_fields=["released_on"])
    return row


def attach_evidence(*, profile: RegionProfile, evidence: Evidence, by: Member) -> None:
    """Ties evidence to the profile: the document itself, its Beschluss. Raises ``Refused``."""
    by.require(KEEPS)
    RegionProfileEvidence.objects.create(profile=profile, evidence=evidence)
