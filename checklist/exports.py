"""Rows for XLSX and CSV."""

from django.utils import timezone

from checklist.overview import LABELS, Overview
from lists.export import Cell


def overview_rows(overview: Overview) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows of exactly what the overview shows, in its order."""
    header = ["Kennung", "Titel", *list(LABELS.values())[1:]]
    rows: list[list[Cell]] = [
        [
            row["code"],
            row["title"],
            row["kind_label"],
            row["state_label"],
            row["office"],
            row["target_date"],
            timezone.localdate(row["changed_at"]) if row["changed_at"] else None,
        ]
        for row in overview.shown
    ]
    return header, rows
