"""Rules of resolutions (A2a, A2b): record, change, remove; which of them a list shows."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, TextField
from django.http import QueryDict
from django.utils import timezone

from checklist.models import Resolution, ResolutionEvidence
from districts.member import Member
from districts.member_query import MemberQuery
from districts.merge import merge_and_save
from districts.models import SortKey
from districts.refusals import Unfit
from districts.searching import with_words_in
from evidence.models import Evidence
from evidence.storing import discard
from lists.query import Column, cleaned, columns, order, search_text

LABELS = {"bezeichnung": "Bezeichnung", "art": "Art", "gremium": "Gremium oder Stelle", "datum": "Beschlossen am",
          "drucksache": "Drucksache"}  # fmt: skip
#: Only for those who see what is being prepared.
STATES = {"": "alle", "gefasst": "gefasst", "vorbereitung": "in Vorbereitung"}
_SEARCHED = ("title", "body", "printed_matter", "carried_by", "text")
_SORT: dict[str, Any] = {
    "bezeichnung": SortKey("title"),
    "art": F("kind"),
    "gremium": SortKey("body"),
    "datum": F("decided_on"),
    "drucksache": F("printed_matter"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of resolutions as one address asks for it."""

    shown: list[Resolution]
    total: int
    filtered: bool
    columns: list[Column]


def _resolutions(
    member: Member, kind: str, state: str, searched: bool, sorted_by: str, descending: bool, *, words: Any
) -> QuerySet[Resolution]:
    rows: QuerySet[Resolution] = Resolution.objects.visible_to(member)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(decided_on__isnull=state == "vorbereitung")
    rows = with_words_in(rows, words if searched else "", *_SEARCHED)
    if sorted_by:
        column = _SORT[sorted_by]
        rows = rows.order_by(column.desc(nulls_first=True) if descending else column.asc(nulls_last=True), "pk")
    return rows


_RESOLUTIONS: MemberQuery[Resolution] = MemberQuery(_resolutions, words=TextField())


def read_list(params: QueryDict, member: Member) -> Listed:
    """The resolutions ``member`` may see, searched, filtered and sorted as ``params`` says."""
    kind = cleaned(params, "art", Resolution.Kind.values)
    state = cleaned(params, "stand", [key for key in STATES if key]) if member.may("record_resolutions") else ""
    words = search_text(params)
    shown = _RESOLUTIONS.rows_for(member, kind, state, bool(words), *order(params, LABELS, ""), words=words)
    filtered = bool(kind or state or words)
    return Listed(
        shown=shown,
        total=Resolution.objects.visible_to(member).count() if filtered else len(shown),
        filtered=filtered,
        columns=columns(params, LABELS, ""),
    )


def complain(values: Mapping[str, object]) -> None:
    """Raises ``Unfit`` for a decision of a day to come: it is not taken yet, and everybody would read it."""
    day = values.get("decided_on")
    if isinstance(day, datetime.date) and day > timezone.localdate():
        raise Unfit(
            {"decided_on": "Dieser Tag liegt in der Zukunft. Lassen Sie das Feld leer, solange der Beschluss "
             "vorbereitet wird."}
        )  # fmt: skip


@transaction.atomic
def record_resolution(*, values: Mapping[str, Any], by: Member) -> Resolution:
    """Adds a resolution; without a date it is in preparation. Raises ``Refused``, ``Unfit``."""
    by.require("record_resolutions")
    complain(values)
    return Resolution.objects.create(**values)


@transaction.atomic
def change_resolution(
    *, resolution: Resolution, seen: Mapping[str, object], new: Mapping[str, object], by: Member
) -> None:
    """Merges a change field by field. Raises ``Refused``, ``Unfit``, ``Conflict``."""
    by.require("record_resolutions")
    complain(new)
    row = Resolution.objects.select_for_update(of=("self",)).get(pk=resolution.pk)
    merge_and_save(row, seen=seen, new=new)


@transaction.atomic
def remove_resolution(*, resolution: Resolution, by: Member) -> None:
    """Takes a resolution away with its evidence; its history stays in the database."""
    by.require("record_resolutions")
    evidence = list(Evidence.objects.filter(pk__in=_ties(resolution).values("evidence_id")))
    resolution.delete()
    discard(evidence)


def attach_evidence(*, resolution: Resolution, evidence: Evidence, by: Member) -> None:
    """Ties the text of a resolution, as file or link, to it."""
    by.require("record_resolutions")
    ResolutionEvidence.objects.create(resolution=resolution, evidence=evidence)


def evidence_of_drafts(member: Member) -> QuerySet[ResolutionEvidence, Any]:
    """Ids of evidence at resolutions ``member`` may not see yet (``evidence.models.hides_evidence``)."""
    hidden = Resolution.objects.hidden_from(member)
    return ResolutionEvidence.objects.filter(resolution__in=hidden).values("evidence_id")


def _ties(resolution: Resolution) -> QuerySet[ResolutionEvidence]:
    return ResolutionEvidence.objects.filter(resolution=resolution)
