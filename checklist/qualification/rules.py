"""Rules of qualification (A4c, B3.6): a learning process over several years, numbers of people and never names."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone

from checklist.models import Qualification, QualificationOffice
from districts.member import Member
from districts.merge import merge, merge_and_save, merge_ties
from districts.models import Office, SortKey
from districts.refusals import NotNow, Refused, Unfit
from lists.query import Column, cleaned, columns, order, search_text

LABELS = {
    "bezeichnung": "Bezeichnung",
    "art": "Art",
    "zielgruppe": "Für wen?",
    "beginn": "Zeitraum",
    "stand": "Stand",
    "aemter": "Ämter",
}
_FIXED = ["aemter"]
STATES = {"": "alle", "geplant": "geplant", "laeuft": "läuft", "bestaetigen": "noch zu bestätigen",
          "stattgefunden": "hat stattgefunden"}  # fmt: skip
_SORT: dict[str, Any] = {
    "bezeichnung": SortKey("title"),
    "art": F("kind"),
    "zielgruppe": SortKey("audience"),
    "beginn": F("starts_on"),
    "stand": F("took_place"),
}
#: Most years the table shows; older ones are in the list.
YEARS = 8


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of offers as one address asks for it."""

    shown: list[Qualification]
    total: int
    filtered: bool
    columns: list[Column]


@dataclass(frozen=True, slots=True)
class YearTable:
    """Offers by office and year. Only offices that take part in something have a row."""

    years: list[int]
    rows: list[tuple[Office, list[list[tuple[Qualification, int | None]]]]]


def state_of(offer: Qualification, today: datetime.date) -> str:
    """The key in ``STATES`` an offer has on ``today``; after its last day somebody has to say that it took place."""
    if offer.took_place:
        return "stattgefunden"
    if offer.starts_on > today:
        return "geplant"
    return "laeuft" if (offer.ends_on or offer.starts_on) >= today else "bestaetigen"


def _in_state(state: str, today: datetime.date) -> Q:
    """The same as a condition on rows."""
    over = Q(ends_on__lt=today) | Q(ends_on__isnull=True, starts_on__lt=today)
    return {
        "geplant": Q(took_place=False, starts_on__gt=today),
        "laeuft": Q(took_place=False, starts_on__lte=today) & ~over,
        "bestaetigen": Q(took_place=False) & over,
        "stattgefunden": Q(took_place=True),
    }[state]


def read_list(params: QueryDict, today: datetime.date) -> Listed:
    """The offers, searched, filtered and sorted as ``params`` says."""
    rows = Qualification.objects.all()
    kind = cleaned(params, "art", Qualification.Kind.values)
    state = cleaned(params, "stand", [key for key in STATES if key])
    year = params.get("jahr", "")
    words = search_text(params)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(_in_state(state, today))
    year = year if year.isascii() and year.isdigit() and len(year) == 4 and int(year) >= 1990 else ""
    if year:
        rows = rows.filter(starts_on__year__lte=int(year)).filter(
            Q(ends_on__year__gte=int(year)) | Q(ends_on__isnull=True, starts_on__year=int(year))
        )
    if words:
        found = Q()
        for name in ("title", "content", "audience", "benefit"):
            found |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(found)
    key, descending = order(params, dict.fromkeys(_SORT, ""), "beginn")
    by = _SORT[key]
    rows = rows.order_by(by.desc() if descending else by.asc(), "starts_on", "pk")
    filtered = bool(kind or state or year or words)
    shown = list(rows.prefetch_related("participations__office"))
    return Listed(
        shown=shown,
        total=Qualification.objects.count() if filtered else len(shown),
        filtered=filtered,
        columns=columns(params, LABELS, "beginn", fixed=_FIXED),
    )


def years_of(offer: Qualification) -> range:
    """The calendar years an offer reaches over."""
    return range(offer.starts_on.year, (offer.ends_on or offer.starts_on).year + 1)


def table_of_years(offers: Iterable[Qualification]) -> YearTable:
    """``offers`` (with their participations) by office and year, the latest ``YEARS`` years."""
    cells: dict[uuid.UUID, dict[int, list[tuple[Qualification, int | None]]]] = defaultdict(lambda: defaultdict(list))
    offices: dict[uuid.UUID, Office] = {}
    reached: set[int] = set()
    for offer in sorted(offers, key=lambda o: (o.starts_on, o.title)):
        reached.update(years_of(offer))
        for participation in offer.participations.all():
            offices[participation.office_id] = participation.office
            for year in years_of(offer):
                cells[participation.office_id][year].append((offer, participation.people))
    years = list(range(min(reached), max(reached) + 1))[-YEARS:] if reached else []
    ordered = sorted(offices.values(), key=lambda office: office.sort_key)
    return YearTable(years, [(office, [cells[office.pk][year] for year in years]) for office in ordered])


def complain(values: Mapping[str, object]) -> None:
    """Raises ``Unfit`` where something is said to have taken place that has not begun."""
    first = values.get("starts_on")
    if values.get("took_place") and isinstance(first, datetime.date) and first > timezone.localdate():
        raise Unfit({"took_place": "Das Angebot beginnt erst noch; es kann noch nicht stattgefunden haben."})


@transaction.atomic
def add_offer(*, values: Mapping[str, Any], offices: Iterable[uuid.UUID], by: Member) -> Qualification:
    """Adds an offer with the offices that take part. Raises ``Refused``, ``Unfit``."""
    by.require("edit_checklist")
    complain(values)
    offer = Qualification.objects.create(**values)
    QualificationOffice.objects.bulk_create(QualificationOffice(qualification=offer, office_id=key) for key in offices)
    return offer


@transaction.atomic
def change_offer(
    *,
    offer: Qualification,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    seen_offices: Iterable[uuid.UUID],
    new_offices: Iterable[uuid.UUID],
    by: Member,
) -> None:
    """Merges a changed offer; offices merge one by one. Raises ``Refused``, ``Unfit``, ``Conflict``."""
    by.require("edit_checklist")
    complain(new)
    row = Qualification.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    merge_and_save(row, seen=seen, new=new)
    merge_ties(QualificationOffice, "office", seen=seen_offices, new=new_offices, qualification=row)


@transaction.atomic
def remove_offer(*, offer: Qualification, by: Member) -> None:
    """Takes an offer away; its history stays in the database."""
    by.require("edit_checklist")
    offer.delete()


def may_enter_for(office_id: uuid.UUID, by: Member) -> bool:
    """Coordination enters for every office, the head for the own."""
    return by.may("edit_checklist") or by.may("represent_office", office_id)


@transaction.atomic
def take_part(
    *,
    offer: Qualification,
    office_id: uuid.UUID,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    by: Member,
) -> None:
    """Says that an office takes part, and with how many people. Raises ``Refused``, ``Conflict``."""
    if not may_enter_for(office_id, by):
        raise Refused("edit_checklist")
    # The offer is the lock: two people entering the same office at once make one row.
    Qualification.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    row = QualificationOffice.objects.filter(qualification=offer, office_id=office_id).first()
    if row is None:
        QualificationOffice.objects.create(qualification=offer, office_id=office_id, **new)
    else:
        changed = merge(row, seen=seen, new=new)
        if changed:
            row.save(update_fields=changed)


@transaction.atomic
def step_back(*, offer: Qualification, office_id: uuid.UUID, by: Member) -> None:
    """Says that an office does not take part. Raises ``Refused``; ``NotNow`` if it does not anyway."""
    if not may_enter_for(office_id, by):
        raise Refused("edit_checklist")
    deleted, _ = QualificationOffice.objects.filter(qualification=offer, office_id=office_id).delete()
    if not deleted:
        raise NotNow("Dieses Amt ist bei diesem Angebot nicht eingetragen.")
