"""A Bedarf whose Federführung stays open comes before the AG SRO, then before the Bezirksamt (docs/decisions/0024)."""

import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from districts.models import District
from districts.refusals import Unfit
from districts.rooms import in_use
from partners.bodies.agenda import put_on_agenda
from partners.models import Body
from sozialraum.models import Need, NeedEntry, NeedRegion
from sozialraum.needs.workflow import subject_of
from sozialraum.offered import ROOM

#: Kinds of Gremien (``partners/bodies/kinds.py``) in the order in which they are asked, and the day each was.
_STEPS = (("AGSRO", "brought_on"), ("BA", "raised_on"))


def raise_open_leads(district: District, today: datetime.date) -> None:
    """Puts what has been without Federführung for too long on the agenda of the next Sitzung.

    First the AG SRO's, after as many days again the Bezirksamt's; each once for as long as the Federführung is open.
    Where there is no such Gremium nothing happens; coordination is reminded all the same (``due.py``). One query where
    nothing is to be done.
    """
    if not {ROOM, "partners"} <= set(in_use(district.rooms)):
        return
    before = today - datetime.timedelta(days=district.lead_open_days)
    waits = Q(brought_on=None, open_since__lte=before) | Q(raised_on=None, brought_on__lte=before)
    rows = list(Need.objects.without_lead().filter(waits).order_by("reported_on", "pk"))
    if not rows:
        return
    kinds = [kind for kind, _ in _STEPS]
    bodies: dict[str, Body] = {}
    for body in Body.objects.filter(kind__key__in=kinds, is_active=True).select_related("kind").order_by("-sort_key"):
        bodies[body.kind.key] = body
    for row in rows:
        kind, field = _STEPS[0] if row.brought_on is None else _STEPS[1]
        if kind in bodies:
            _put(row, bodies[kind], field, today, district)


def _put(row: Need, body: Body, field: str, today: datetime.date, district: District) -> None:
    """Under the lock, so that two sweeps at once put it there once."""
    held: Any = Need.objects.without_lead().select_for_update(of=("self",)).filter(pk=row.pk, **{field: None}).first()
    if held is None:
        return
    url = reverse("need", args=[district.slug, held.pk])
    words = _title(held)
    try:
        put_on_agenda(body, words, url, subject=subject_of(held), url_right="view_needs")
    except Unfit:
        # Another one of the same day and regions stands there already.
        put_on_agenda(body, f"{words}, Nr. {str(held.pk)[:4]}", url, subject=subject_of(held), url_right="view_needs")
    setattr(held, field, today)
    held.save(update_fields=[field])
    NeedEntry.objects.create(need=held, kind=NeedEntry.Kind.BROUGHT, text=f"{body.name}: Federführung offen")


def _title(row: Need) -> str:
    """Read by all who read the Gremium: it says where and since when, not what."""
    regions = NeedRegion.objects.filter(need=row).order_by("region__key").values_list("region__name", flat=True)[:3]
    return f"Bedarf vom {row.reported_on:%d.%m.%Y} ohne Federführung ({', '.join(regions)})"[:190]
