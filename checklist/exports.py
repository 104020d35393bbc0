"""Rows for XLSX and CSV."""

from django.utils import timezone

from checklist.models import Kind
from checklist.overview import LABELS, Overview
from checklist.states import State
from lists.export import Cell


def overview_rows(overview: Overview) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows of exactly what the overview shows, in its order."""
    header = ["Kennung", "Titel", *list(LABELS.values())[1:]]
    rows: list[list[Cell]] = [
        [
            row.code,
            row.title,
            Kind(row.kind).label,
            State(row.state).label if row.state else "",
            row.responsible.name if row.responsible else "",
            row.target_date,
            timezone.localdate(row.changed_at) if row.changed_at else None,
        ]
        for row in overview.shown
    ]
    return header, rows
