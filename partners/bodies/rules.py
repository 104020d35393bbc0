"""Rules of Gremien: who prepares one, founding and changing it, its regions and members."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.models import Office
from districts.refusals import NotNow, Refused, Unfit
from partners.entering import entered
from partners.models import Actor, Body, BodyMember, BodyRegion, Sort


def may_found(member: Member) -> bool:
    """True for coordination, and for whoever prepares for an office: then the office has the Geschäftsführung."""
    return member.may("edit_bodies") or member.may("prepare_office")


def may_run(member: Member, body: Body) -> bool:
    """True for coordination, and for the office that has the Geschäftsführung (``BodyQuerySet.run_by``)."""
    return member.may("edit_bodies") or (body.office_id is not None and member.may("prepare_office", body.office_id))


def require_run(member: Member, body: Body) -> None:
    """Raises ``Refused`` where ``member`` does not prepare ``body``."""
    if not may_run(member, body):
        raise Refused("edit_bodies")


def _fitting(values: Mapping[str, Any], by: Member) -> dict[str, Any]:
    """What belongs together. An office runs what is its own; only coordination gives a Gremium away."""
    problems = {}
    office = values.get("office")
    if not by.may("edit_bodies") and (office is None or not by.may("prepare_office", office.pk)):
        problems["office"] = "Bitte wählen Sie Ihr Amt. Andere Gremien legt die Planungskoordination an."
    if values.get("department") and values.get("sort") != Sort.VERTICAL:
        problems["department"] = "Ein Fachressort gehört nur zu Gremien mit der Senatsverwaltung."
    if values.get("neighbourhood_invited") and values.get("sort") != Sort.WITH_ACTORS:
        problems["neighbourhood_invited"] = "Eingeladen werden Stadtteilkoordinationen nur zu Gremien mit Akteuren."
    if problems:
        raise Unfit(problems)
    return dict(values)


@transaction.atomic
def found_body(*, values: Mapping[str, Any], regions: Iterable[Any] = (), by: Member) -> Body:
    """A new Gremium. Raises ``Refused``, ``Unfit``."""
    if not may_found(by):
        raise Refused("edit_bodies")
    body = entered(Body(**_fitting(values, by)))
    BodyRegion.objects.bulk_create(BodyRegion(body=body, region=region) for region in regions)
    return body


@transaction.atomic
def change_body(
    *,
    body_id: uuid.UUID,
    seen: Mapping[str, object],
    new: Mapping[str, Any],
    seen_regions: Iterable[uuid.UUID] = (),
    regions: Iterable[uuid.UUID] = (),
    by: Member,
) -> None:
    """Merges a change field by field, regions one by one. Raises ``Refused``, ``Conflict``, ``Unfit``."""
    body: Body = Body.objects.select_for_update(of=("self",)).get(pk=body_id)
    require_run(by, body)
    merge_and_save(body, seen=seen, new=_fitting(new, by))
    merge_ties(BodyRegion, "region", seen=seen_regions, new=regions, body=body)


@transaction.atomic
def add_member(
    *,
    body_id: uuid.UUID,
    office: Office | None = None,
    actor: Actor | None = None,
    starts_on: datetime.date | None = None,
    by: Member,
) -> BodyMember:
    """An office or an actor joins. Raises ``Refused``, ``Unfit``."""
    body = Body.objects.select_for_update(of=("self",)).get(pk=body_id)
    require_run(by, body)
    if (office is None) == (actor is None):
        raise Unfit({"office": "Bitte wählen Sie ein Amt oder nennen Sie einen Akteur, nicht beides."})
    if actor is not None and body.sort == Sort.INTERNAL:
        raise Unfit(
            {"actor": "Dieses Gremium tagt innerhalb der Bezirksverwaltung. Soll ein Akteur dazugehören, ändern Sie "
             "zuerst, wer am Tisch sitzt."}
        )  # fmt: skip
    held = BodyMember.objects.filter(body=body, office=office, actor=actor, ends_on=None)
    if held.exists():
        raise Unfit({"office" if office else "actor": f"{office or actor} gehört schon dazu."})
    return BodyMember.objects.create(body=body, office=office, actor=actor, starts_on=starts_on)


@transaction.atomic
def end_membership(*, pk: uuid.UUID, by: Member) -> BodyMember:
    """An office or an actor leaves with today. Raises ``Refused``, ``NotNow``."""
    row: BodyMember = BodyMember.objects.select_for_update(of=("self",)).select_related("body").get(pk=pk)
    require_run(by, row.body)
    today = timezone.localdate()
    if row.ends_on is not None and row.ends_on < today:
        raise NotNow("Diese Mitgliedschaft ist schon beendet.")
    # Who joined today by mistake was never there: an end before the beginning would be nonsense.
    if row.starts_on is None or row.starts_on < today:
        row.ends_on = today - datetime.timedelta(days=1)
        row.save(update_fields=["ends_on"])
    else:
        row.delete()
    return row
