"""What the lists of the rooms share: links to export exactly what is shown, and the export itself."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.safestring import SafeString

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


def filter_fields(form: Callable[..., Form], params: QueryDict, **choices: Any) -> SafeString:
    """The fields of the filter ``form(params, **choices)`` as HTML, for ``parts/filter_bar.html``.

    Remembered for all who choose the same among the same: a filter is most of what a short list costs. ``form`` must
    depend on nothing else; it gets tuples instead of lists.
    """
    return _fields(form, params.urlencode(), tuple((name, _frozen(value)) for name, value in choices.items()))


# Bounded: everybody may ask for what nobody has asked for yet.
@lru_cache(maxsize=256)
def _fields(form: Callable[..., Form], asked: str, choices: tuple[tuple[str, Any], ...]) -> SafeString:
    built = form(QueryDict(asked), **dict(choices))
    return SafeString("".join([field.as_field_group() for field in built.visible_fields()]
                              + [str(field) for field in built.hidden_fields()]))  # fmt: skip


def _frozen(value: Any) -> Hashable:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


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
