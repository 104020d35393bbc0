"""What leaves the register as a file or on paper: exactly what the list, or the page of one actor, shows."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from districts.export_note import export_note
from districts.listing import asked_export
from districts.member import MemberRequest
from partners.actors import geojson, vcards
from partners.actors.exports import export_header, export_rows, read, selected, shared_contacts, told
from partners.actors.placing import points_of
from partners.models import Actor

#: Kind of a file -> what its link is called.
BESIDE_TABLES = {"geojson": "GeoJSON", "vcf": "vCard"}
VCARD_NOTE = (
    "In der vCard steht das Funktionspostfach. Wo es keines gibt, stehen Ansprechpersonen darin, die veröffentlicht "
    "werden dürfen; alle anderen fehlen."
)
#: What a line of the address list is made of.
_ADDRESS = ("name", "carrier", "street", "house_number", "postcode", "town", "phone", "mailbox")
#: More than this nobody prints.
MOST_ADDRESSES = 2_000


def asked_list(request: MemberRequest, today: datetime.date) -> HttpResponse | None:
    """The list as the file that ``export`` asks for; None where it asks for none."""
    kind, member = request.GET.get("export", ""), request.member
    if kind in BESIDE_TABLES:
        rows = selected(request.GET, member, today, _fields(kind, request))
        return _file(kind, request, rows, name=f"akteure-{member.district.slug}")
    cells = export_rows(request.GET, member, today)
    return asked_export(request, name="akteure", title="Akteure", header=export_header(member), rows=cells)


def asked_actor(request: MemberRequest, actor: Actor) -> HttpResponse | None:
    """One actor as the file that ``export`` asks for; None where it asks for none."""
    kind = request.GET.get("export", "")
    if kind not in BESIDE_TABLES:
        return None
    rows = list(read(Actor.objects.visible_to(request.member).filter(pk=actor.pk), _fields(kind, request)))
    return _file(kind, request, rows, name=f"akteur-{str(actor.pk)[:8]}")


def _fields(kind: str, request: MemberRequest) -> Sequence[str]:
    return vcards.FIELDS if kind == "vcf" else list(told(request.member).values())


def _file(kind: str, request: MemberRequest, rows: list[dict[str, Any]], *, name: str) -> HttpResponse:
    points = points_of(rows)
    if kind == "vcf":
        content, content_type = vcards.vcards(rows, shared_contacts(rows), points), vcards.CONTENT_TYPE
    else:
        note = export_note(request.member.district, "Akteure")
        content = geojson.feature_collection(rows, told(request.member), points, note)
        content_type = geojson.CONTENT_TYPE
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def address_lines(request: MemberRequest, today: datetime.date) -> tuple[list[dict[str, Any]], bool]:
    """The list as addresses to be printed, and whether there are more than ``MOST_ADDRESSES``."""
    rows = selected(request.GET, request.member, today, _ADDRESS, most=MOST_ADDRESSES + 1)
    persons = shared_contacts(rows)
    lines = [row | {"persons": persons.get(row["pk"], [])} for row in rows[:MOST_ADDRESSES]]
    return lines, len(rows) > MOST_ADDRESSES
