"""Ways from the page of a thing to its report on paper.

The reports stand above all rooms (``reports/``) and register which pages have one; the pages ask without knowing it,
and without a query.
"""

from dataclasses import dataclass

from districts.navigation import address

LABELS = {"pdf": "PDF", "docx": "DOCX"}


@dataclass(frozen=True, slots=True)
class Offered:
    """The name of the URL that makes the report, what it is called, and in which forms there is one."""

    url_name: str
    label: str
    forms: tuple[str, ...]


_OFFERED: dict[str, Offered] = {}


def offers_report(page: str, offered: Offered) -> None:
    """Registers the report of ``page`` (the name of its URL). Registering it twice does nothing."""
    _OFFERED[page] = offered


def report_links(page: str, *args: object) -> list[tuple[str, str]]:
    """Label and address of each form of the report of ``page``; ``args`` are those of its address. No query."""
    offered = _OFFERED.get(page)
    if offered is None:
        return []
    url = address(offered.url_name, args=args)
    queries = {"pdf": ""}
    return [(f"{offered.label} ({LABELS[form]})", url + queries.get(form, f"?form={form}")) for form in offered.forms]
