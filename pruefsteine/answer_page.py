"""The page of one Selbsteinschätzung, read with a fixed number of queries however many rounds and offices there are."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, DateField, OuterRef, Q, QuerySet, Subquery, TextField, UUIDField
from django.forms import BoundField
from django.urls import reverse

from checklist.models import ItemText
from districts.member import Member
from evidence.models import Evidence
from evidence.showing import entries
from lists.compiled import CompiledQuery, Given
from pruefsteine.forms import RatingForm
from pruefsteine.models import Indicator, Rating, RatingEvidence, RoundPruefstein, SelfAssessment
from pruefsteine.rating import number_of, open_numbers, why_not_writable
from pruefsteine.scales import AnswerState, Level


@dataclass(slots=True)
class Earlier:
    """What the office said in an earlier round."""

    round: str
    when: str
    level: str
    words: str
    before: str
    measure: str


@dataclass(slots=True)
class Stone:
    """One Prüfstein as the page shows it."""

    number: int
    code: str
    title: str
    wording: str
    place: str
    compares: bool
    rating: Any
    meaning: Any = None
    indicators: list[Indicator] = field(default_factory=list)
    own_meaning: Any = None
    form: RatingForm | None = None
    last: Earlier | None = None
    baseline: Earlier | None = None
    evidence: list[dict[str, object]] = field(default_factory=list)

    @property
    def status_id(self) -> str:
        """Where autosave says what it did."""
        return f"p{self.number}-status"

    def rows(self) -> list[tuple[BoundField, str, str]]:
        """The fields of the form, each with what stands beside it: whose words, and the words."""
        if self.form is None:
            return []
        last, begun = self.last, self.baseline
        beside = {
            "level": (last, last.level if last else ""),
            "words": (last, last.words if last else ""),
            "change": (begun, f"{begun.level}. {begun.words}" if begun else ""),
            "before": (last, last.before if last else ""),
            "measure": (last, last.measure if last else ""),
        }
        found = []
        for name in self.form.fields:
            said, words = beside.get(name, (None, ""))
            found.append((self.form[name], f"{said.round}, {said.when}" if said and words else "", words))
        return found


def _asked(*, round_id: Given) -> QuerySet[Any]:
    text = ItemText.objects.filter(item=OuterRef("item"), version=OuterRef("text_version"))
    return (
        RoundPruefstein.objects.filter(round=round_id)
        .select_related("item", "operationalisation")
        .annotate(
            heading=Subquery(text.values("title")[:1], output_field=CharField()),
            wording=Subquery(text.values("office_text")[:1], output_field=TextField()),
        )
        .order_by("item__position")
    )


def _ratings(*, assessment: Given) -> QuerySet[Any]:
    rows = Rating.objects.filter(assessment=assessment)
    return rows.select_related("item", "operationalisation").order_by("item__position")


def _indicators(*, round_id: Given) -> QuerySet[Any]:
    meant = RoundPruefstein.objects.filter(round=round_id).values("operationalisation_id")
    return Indicator.objects.filter(operationalisation__in=meant).order_by("name", "pk")


def _earlier(*, office: Given, day: Given, assessment: Given) -> QuerySet[Any]:
    """Ratings of the office's last submitted round before ``day`` and of the Ausgangslage, the latest first."""
    submitted = SelfAssessment.objects.filter(office=office, state=AnswerState.SUBMITTED).exclude(pk=assessment)
    before = submitted.filter(round__opens_on__lte=day)
    latest = before.order_by("-round__opens_on").values("pk")[:1]
    begun = before.filter(round__is_baseline=True).values("pk")
    rows = Rating.objects.filter(Q(assessment__in=latest) | Q(assessment__in=begun))
    return rows.select_related("assessment__round").order_by("-assessment__round__opens_on")


def _evidence(sees_confidential: bool, *, assessment: Given, office_ids: Given) -> QuerySet[Any]:
    unlocked = Evidence.objects.unlocked(sees_confidential, office_ids).values("pk")
    rows = RatingEvidence.objects.filter(rating__assessment=assessment, evidence__in=unlocked)
    return rows.select_related("evidence__office").order_by("evidence__added_at", "pk")


_ASKED: CompiledQuery[Any] = CompiledQuery(_asked, round_id=UUIDField())
_RATINGS: CompiledQuery[Any] = CompiledQuery(_ratings, assessment=UUIDField())
_INDICATORS: CompiledQuery[Any] = CompiledQuery(_indicators, round_id=UUIDField())
_EARLIER: CompiledQuery[Any] = CompiledQuery(_earlier, office=UUIDField(), day=DateField(), assessment=UUIDField())
_EVIDENCE: CompiledQuery[Any] = CompiledQuery(_evidence, assessment=UUIDField(), office_ids=[UUIDField()])


def writes(answer: SelfAssessment, member: Member) -> bool:
    """True where ``member`` may fill in ``answer`` now."""
    return member.may("prepare_office", answer.office_id) and not why_not_writable(answer)


def read_stones(answer: SelfAssessment, member: Member, *, data: Any = None) -> list[Stone]:
    """The ten Prüfsteine of ``answer`` with forms where ``member`` writes; ``data`` is what such a form sent.

    Only for an ``answer`` that ``member`` may read. Five queries. What the office said earlier is for the office and
    for coordination: others need not have taken part then.
    """
    asked = {row.item_id: row for row in _ASKED.rows(round_id=answer.round_id)}
    indicators = defaultdict(list)
    for row in _INDICATORS.rows(round_id=answer.round_id):
        indicators[row.operationalisation_id].append(row)
    earlier = _read_earlier(answer, member)
    evidence = _read_evidence(answer, member)
    may_write = writes(answer, member)
    stones = []
    for rating in _RATINGS.rows(assessment=answer.pk):
        item, frozen = rating.item, asked.get(rating.item_id)
        meaning = frozen.operationalisation if frozen else None
        said = earlier.get(item.pk, [])
        stones.append(
            Stone(
                number=number_of(item.code),
                code=item.code,
                title=(frozen and frozen.heading) or item.title,
                wording=(frozen and frozen.wording) or item.office_text,
                place=item.place,
                compares=item.compares_with_before,
                rating=rating,
                meaning=meaning,
                indicators=indicators[meaning.pk] if meaning else [],
                own_meaning=rating.operationalisation,
                form=RatingForm(data, instance=rating) if may_write else None,
                last=_told(said[0]) if said else None,
                baseline=next((_told(row) for row in said if row.assessment.round.is_baseline), None),
                evidence=evidence.get(rating.pk, []),
            )
        )
    return stones


def _read_earlier(answer: SelfAssessment, member: Member) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    if answer.office_id in member.office_ids or member.may("run_rounds"):
        values: dict[str, object] = {"office": answer.office_id, "day": answer.round.opens_on, "assessment": answer.pk}
        for row in _EARLIER.rows(**values):
            found[row.item_id].append(row)
    return found


def _read_evidence(answer: SelfAssessment, member: Member) -> dict[uuid.UUID, list[dict[str, object]]]:
    found: dict[uuid.UUID, list[Evidence]] = defaultdict(list)
    rows = _EVIDENCE.rows(member.may("see_confidential"), assessment=answer.pk, office_ids=list(member.office_ids))
    for row in rows:
        found[row.rating_id].append(row.evidence)
    removable = "remove_rating_evidence" if writes(answer, member) else ""
    return {key: entries(some, member, removable=removable) for key, some in found.items()}


def _told(row: Any) -> Earlier:
    level = row.get_level_display() if row.level else "nicht beantwortet"
    if row.change:
        level += f", {row.get_change_display()}"
    if row.level == Level.NOT_ASSESSABLE and row.not_assessable_reason:
        level += f" ({row.not_assessable_reason})"
    held = row.assessment.round
    return Earlier(held.name, month(held.closes_on), level, row.words, row.before, row.measure)


MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November"),
    "Dezember",
)


def month(day: datetime.date) -> str:
    """ "März 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def find_answer(member: Member, pk: uuid.UUID) -> SelfAssessment | None:
    """The Selbsteinschätzung with round, office and contacts if ``member`` may read it, else None."""
    rows = SelfAssessment.objects.visible_to(member)
    rows = rows.select_related("round__responsible", "office", "responsible")
    found: SelfAssessment | None = rows.filter(pk=pk).first()
    return found


def page_url(answer: SelfAssessment, member: Member) -> str:
    """The address of the Bogen."""
    return reverse("answer", args=[member.district.slug, answer.pk])


def open_numbers_now(answer_id: uuid.UUID) -> list[int]:
    """Numbers of the Prüfsteine still to be answered. One query."""
    return open_numbers(_RATINGS.rows(assessment=answer_id))
