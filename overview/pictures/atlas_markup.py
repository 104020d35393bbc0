"""The drawing of the map and the lines of its table as markup: twelve districts, a dozen shapes each (decision 9)."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from districts.navigation import address
from overview.pictures.matrix import Entry


def shapes(areas: Iterable[Mapping[str, Any]]) -> SafeString:
    """The districts themselves, filled by what is said of them."""
    return SafeString("".join(_shape(area) for area in areas))


def labels(areas: Iterable[Mapping[str, Any]]) -> SafeString:
    """On each district its key or name, the bar of its level, and the word."""
    return SafeString("".join(_label(area) for area in areas))


def rows(entries: Iterable[Entry]) -> SafeString:
    """One line per district: the word, and when it was released."""
    return SafeString("\n".join(_row(entry) for entry in entries))


def _shape(area: Mapping[str, Any]) -> str:
    hatch = ' fill="url(#ql-withheld)"' if area["badge"] == "withheld" else ""
    return f'<path class="ql-atlas__area ql-fill--{area["badge"]}"{hatch} d="{area["path"]}"/>'


def _label(area: Mapping[str, Any]) -> str:
    found = _box("label", area["label"], area["label"]["width"], 3)
    for text in area["texts"]:
        found += f'<text class="ql-atlas__name" x="{text["x"]}" y="{text["y"]}">{escape(text["text"])}</text>'
    if bar := area.get("bar"):
        found += _box("bar", bar, bar["width"], 2) + _box("reached", bar, bar["reached"], 2)
    if word := area.get("word"):
        found += f'<text x="{word["x"]}" y="{word["y"]}">{escape(word["text"])}</text>'
    return found


def _box(kind: str, at: Mapping[str, int], width: int, round_by: int) -> str:
    place = f'x="{at["x"]}" y="{at["y"]}" width="{width}" height="{at["height"]}"'
    return f'<rect class="ql-atlas__{kind}" {place} rx="{round_by}"/>'


def _row(entry: Entry) -> str:
    district, picture = entry.district, entry.picture
    when = f"{escape(picture.round_name)}, {picture.released_on:%d.%m.%Y}" if picture else ""
    url = address("berlin_district", args=(district.slug,))
    name = f'<a href="{url}">{district.key} {escape(district.name)}</a>'
    return f'<tr><th scope="row">{name}</th><td>{entry.said.html}</td><td>{when}</td></tr>'
