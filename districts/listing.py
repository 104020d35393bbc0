"""What the lists of the rooms share: links to export exactly what is shown, and the export itself."""

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse

from districts.export_note import export_note
from districts.member import Member
from lists.export import CONTENT_TYPES, Cell, export


def export_links(request: HttpRequest, *, more: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Links to the present selection as XLSX and CSV, for ``parts/list_status.html``.

    ``more`` maps further kinds that the list knows to what they are called.
    """
    links = []
    for kind, label in ({kind: kind.upper() for kind in CONTENT_TYPES} | dict(more or {})).items():
        params = request.GET.copy()
        params.pop("seite", None)
        params["export"] = kind
        links.append((label, "?" + params.urlencode()))
    return links


def asked_export(
    request: HttpRequest, *, name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse | None:
    """The download if the address asks for one (``export=xlsx`` or ``csv``), else None. ``rows`` is read only then.

    On a page beside the districts it is one of all Berlin.
    """
    kind = request.GET.get("export", "")
    if kind not in CONTENT_TYPES:
        return None
    member: Member | None = getattr(request, "member", None)
    district = member.district if member else None
    whose = district.slug if district else "berlin"
    return export(kind, name=f"{name}-{whose}", header=header, rows=rows, note=export_note(district, title))
