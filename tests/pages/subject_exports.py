"""Exports of the subjects of the checklist: the same rows as the page, to the same people."""

from tests.pages.checklist import FUNCTIONS, OFFERS, READERS, RESOLUTIONS
from tests.pages.row import in_district, row

ROWS = [
    row(name, in_district, get=READERS, kind="file", query=f"export={kind}", budget=6, grows=grows)
    for name, grows in (
        ("resolutions", RESOLUTIONS),
        ("levels", FUNCTIONS),
        ("qualification", OFFERS),
        ("offer_years", OFFERS),
    )
    for kind in ("xlsx", "csv")
]
