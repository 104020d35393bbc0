"""Districts side by side in the fixed order 01 to 12: what each released last, in words and shapes, without figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from districts.models import District
from districts.navigation import address
from overview.pictures.reading import Picture, latest_pictures
from overview.pictures.said import NOT_RELEASED, Said

#: A district and its latest picture, where it has one.
Column = tuple[District, Picture | None]
#: What a district says to one Prüfstein or point: ``level_said`` or ``state_said``.
Saying = Callable[[Picture | None, Mapping[str, Any] | None], Said]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one district released of one Prüfstein or point."""

    district: District
    picture: Picture | None
    said: Said

    @property
    def part(self) -> Mapping[str, Any]:
        """The Prüfstein or point as it was released."""
        return self.picture.part if self.picture else {}


@dataclass(frozen=True, slots=True)
class Line:
    """One Prüfstein or point, with a cell for each district; ``name`` is how people call it."""

    code: str
    name: str
    title: str
    url: str
    cells: Sequence[Said]


def columns_of(districts: Iterable[District], key: str, code: str = "") -> list[Column]:
    """Each district with what it released last (``latest_pictures``). One query."""
    listed = list(districts)
    pictures = latest_pictures(listed, key, code)
    return [(district, pictures.get(district.pk)) for district in listed]


def entries_of(columns: Iterable[Column], saying: Saying) -> list[Entry]:
    """``columns`` that were read for one code."""
    return [
        Entry(district, picture, saying(picture, picture.part if picture else None)) for district, picture in columns
    ]


def cells_of(columns: Iterable[Column], code: str, saying: Saying) -> list[Said]:
    """The cells of ``code`` in ``columns`` that were read in brief."""
    return [saying(picture, picture.part.get(code) if picture else None) for _, picture in columns]


def heads(columns: Sequence[Column]) -> SafeString:
    """The heading of each district: key, name, and which picture is shown of which day."""
    found = []
    for district, picture in columns:
        url = address("berlin_district", args=(district.slug,))
        when = f"{escape(picture.round_name)}, {picture.released_on:%d.%m.%Y}" if picture else ""
        found.append(
            f'<th scope="col"><a href="{url}">{escape(district.key)} {escape(district.name)}</a>'
            f'<span class="ql-berlin__when">{when}</span></th>'
        )
    return SafeString("".join(found))


def body(columns: Sequence[Column], lines: Sequence[Line]) -> SafeString:
    """The body of the table, written without a template (docs/decisions/0009).

    A district without a Freigabe has one calm cell over all lines.
    """
    found = []
    for number, line in enumerate(lines):
        found.append(
            f'<tr><th scope="row"><a href="{escape(line.url)}">{escape(line.name)} {escape(line.title)}</a></th>'
        )
        for (_, picture), said in zip(columns, line.cells, strict=True):
            if picture is not None:
                found.append(f"<td>{said.html}</td>")
            elif number == 0:
                found.append(f'<td class="ql-berlin__withheld" rowspan="{len(lines)}">{NOT_RELEASED}</td>')
        found.append("</tr>\n")
    return SafeString("".join(found))
