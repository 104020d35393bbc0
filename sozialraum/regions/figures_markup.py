"""The lines of the table of figures as HTML: twelve on the page of a region, with a cell for each of its Räume."""

from html import escape
from typing import Any

from django.utils.safestring import SafeString

from districts.member import Member
from districts.navigation import thing_address


def as_table(figures: dict[str, Any], member: Member) -> dict[str, Any]:
    """``showing.figures_told`` with the ``lines`` of its table."""
    region, several = figures["region"].key, len(figures["parts"]) > 1
    slug = member.district.slug
    return figures | {"lines": SafeString("\n".join(_line(row, slug, region, several) for row in figures["rows"]))}


def _line(row: dict[str, Any], slug: str, region: str, several: bool) -> str:
    figure = row["figure"]
    url = thing_address("figure", slug, pk=figure["id"])
    name, year = escape(figure["name"]), figure["latest_year"]
    unit = f"{escape(figure['unit'])}, " if figure["unit"] else ""
    added = '<br><span class="ql-small ql-muted">Summe</span>' if row["added"] else ""
    dots = f"<td>{row['dots']}</td>" if several else ""
    cells = "".join(f'<td class="ql-number">{escape(part.text)}</td>' for part in row["parts"])
    return (
        f'<tr><th scope="row"><a href="{url}?region={region}">{name}</a>'
        f'<br><span class="ql-small ql-muted">{unit}{year}</span></th>'
        f'<td class="ql-number">{escape(row["whole"].text)}{added}</td>{dots}{cells}</tr>'
    )
