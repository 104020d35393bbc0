"""Rules before an Auftrag is given: prepare and change a draft, record one given on paper; its milestones and steps."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.boundaries import check_boundaries, kind_for
from assignments.models import Assignment, AssignmentOffice, Entry, Milestone, OnBehalf
from assignments.standing import Standing, leads, prepares_in
from assignments.states import State
from assignments.workflow import locked, speaking_for
from districts.member import Member
from districts.merge import merge_and_save, merge_sets
from districts.models import BusinessArea, Office
from districts.refusals import NotNow, Refused, Unfit

#: What a draft's form sends and ``merge`` compares.
FIELDS = ("title", "text", "progress", "resolution", "need", "decision_date", "due_on", "file_number")


@transaction.atomic
def prepare(
    *,
    values: Mapping[str, Any],
    area: BusinessArea,
    leads_: Sequence[Office],
    contributing: Sequence[Office] = (),
    by: Member,
) -> list[Assignment]:
    """Drafts: one per federführendes Amt in ``leads_``, tied by a ``series`` where there are several.

    Raises ``Refused``, ``Unfit``.
    """
    if not prepares_in(by, area.pk):
        raise Refused("prepare_assignments")
    _check_dates(values, today=timezone.localdate())
    return _write(values, area=area, leads_=leads_, contributing=contributing, by=by)


@transaction.atomic
def record_on_paper(
    *,
    values: Mapping[str, Any],
    area: BusinessArea,
    leads_: Sequence[Office],
    contributing: Sequence[Office] = (),
    by: Member,
) -> list[Assignment]:
    """Coordination records what was given on paper: with the day, and a Beschluss or a Geschäftszeichen to find it by.

    Leadership of the Geschäftsbereich finds it among its tasks and may object. Raises ``Refused``, ``Unfit``.
    """
    by.require("record_assignments")
    today = timezone.localdate()
    day = values.get("decision_date")
    problems = {}
    if day is None:
        problems["decision_date"] = "Bitte geben Sie an, wann der Auftrag erteilt wurde."
    elif day > today:
        problems["decision_date"] = "Dieser Tag liegt in der Zukunft: Dann ist der Auftrag noch nicht erteilt."
    if values.get("due_on") is None:
        problems["due_on"] = "Bitte geben Sie die Frist an."
    if not values.get("resolution") and not values.get("file_number"):
        problems["file_number"] = "Bitte nennen Sie den Beschluss oder das Geschäftszeichen der Verfügung."
    if problems:
        raise Unfit(problems)
    _check_dates(values, today=None)
    given = {"state": State.GIVEN, "on_paper": True, "given_on": day, "recorded_on": today}
    rows = _write(values, area=area, leads_=leads_, contributing=contributing, by=by, **given)
    for row in rows:
        Entry.objects.create(assignment=row, kind=Entry.Kind.RECORDED, **speaking_for(Standing.of(by, row, ()), None))
    return rows


def _write(
    values: Mapping[str, Any],
    *,
    area: BusinessArea,
    leads_: Sequence[Office],
    contributing: Sequence[Office],
    by: Member,
    **given: object,
) -> list[Assignment]:
    _check_offices(leads_, contributing)
    across = {lead.pk: check_boundaries(area.pk, [lead, *contributing], values.get("resolution")) for lead in leads_}
    series = uuid.uuid4() if len(leads_) > 1 else None
    rows = []
    for lead in leads_:
        row = Assignment.objects.create(
            **{name: values[name] for name in FIELDS if name in values},
            **given,
            kind=kind_for(lead),
            area=area,
            across=across[lead.pk],
            series=series,
            prepared_by=by.user,
        )
        AssignmentOffice.objects.create(assignment=row, office=lead, lead=True)
        for office in contributing:
            AssignmentOffice.objects.create(assignment=row, office=office)
        rows.append(row)
    return rows


def _check_offices(leads_: Sequence[Office], contributing: Sequence[Office]) -> None:
    if not leads_:
        raise Unfit({"leads": "Bitte wählen Sie das federführende Amt."})
    both = {office.pk for office in leads_} & {office.pk for office in contributing}
    if both:
        raise Unfit({"contributing": "Ein Amt kann nicht zugleich federführend sein und mitwirken."})
    gone = [office.name for office in (*leads_, *contributing) if not office.is_active]
    if gone:
        raise Unfit({"leads": f"Besteht nicht mehr: {', '.join(gone)}."})


def _check_dates(values: Mapping[str, Any], *, today: datetime.date | None) -> None:
    """``today`` None: what was given on paper may be overdue already."""
    due, day = values.get("due_on"), values.get("decision_date")
    if due and today and due < today:
        raise Unfit({"due_on": "Diese Frist ist schon verstrichen."})
    if due and day and due < day:
        raise Unfit({"due_on": "Die Frist liegt vor der Entscheidung."})


def _draft(*, assignment_id: uuid.UUID, version: int | None, by: Member) -> Standing:
    if version is None:
        # Fields merge one by one, so no version is asked.
        version = Assignment.objects.visible_to(by).values_list("version", flat=True).filter(pk=assignment_id).first()
    standing = locked(assignment_id=assignment_id, version=version or 0, by=by)
    if not standing.prepares:
        raise Refused("prepare_assignments")
    if standing.row.state != State.DRAFT:
        raise NotNow("Der Auftrag ist schon erteilt. Ändern lassen sich jetzt nur noch Frist und Stand.")
    return standing


@transaction.atomic
def change_draft(
    *,
    assignment_id: uuid.UUID,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    seen_lead: uuid.UUID | None,
    lead: Office,
    seen_contributing: Iterable[uuid.UUID],
    contributing: Sequence[Office],
    by: Member,
) -> Assignment:
    """Merges a change of a draft field by field. Raises ``Refused``, ``NotNow``, ``Unfit``, ``Conflict``."""
    standing = _draft(assignment_id=assignment_id, version=None, by=by)
    row = standing.row
    _check_dates(new, today=timezone.localdate())
    _check_offices([lead], contributing)
    held = {part.office_id: part for part in standing.offices if not part.lead}
    add, remove = merge_sets(stored=held, seen=seen_contributing, new={office.pk for office in contributing})
    merge_and_save(row, seen=seen, new=new)
    AssignmentOffice.objects.filter(pk__in=[held[key].pk for key in remove]).delete()
    if standing.lead and lead.pk not in (seen_lead, standing.lead.office_id):
        if standing.lead.office_id != seen_lead:
            raise NotNow("Das federführende Amt wurde inzwischen von anderer Seite geändert. Bitte prüfen Sie.")
        AssignmentOffice.objects.filter(assignment=row, office=lead).delete()
        standing.lead.office, standing.lead.step = lead, ""
        standing.lead.agent, standing.lead.agent_name = None, ""
        standing.lead.save(update_fields=["office", "step", "agent", "agent_name"])
        add.discard(lead.pk)
    AssignmentOffice.objects.bulk_create(AssignmentOffice(assignment=row, office_id=key) for key in add)
    offices = [part.office for part in AssignmentOffice.objects.filter(assignment=row).select_related("office")]
    row.across = check_boundaries(row.area_id, offices, row.resolution)
    row.kind = kind_for(lead)
    row.version += 1
    row.save(update_fields=["across", "kind", "version"])
    return row


@transaction.atomic
def describe_part(*, part: AssignmentOffice, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """The step of one mitwirkende Amt: in the draft by whoever prepares, later by the head of that office."""
    row = Assignment.objects.visible_to(by).with_permission().select_for_update(of=("self",)).get(pk=part.assignment_id)
    require_part(Standing.of(by, row, [part]), part)
    stored = AssignmentOffice.objects.select_for_update(of=("self",)).get(pk=part.pk)
    merge_and_save(stored, seen=seen, new=new)


def may_describe(standing: Standing, part: AssignmentOffice) -> bool:
    """True where ``describe_part`` would let this person."""
    if standing.row.state == State.DRAFT:
        return standing.prepares
    return standing.row.state in State.open() and standing.member.may("represent_office", part.office_id)


def require_part(standing: Standing, part: AssignmentOffice) -> None:
    """Raises ``Refused`` or ``NotNow`` where the person may not describe ``part`` now."""
    draft = standing.row.state == State.DRAFT
    if not (standing.prepares if draft else standing.member.may("represent_office", part.office_id)):
        raise Refused("prepare_assignments" if draft else "represent_office")
    if not draft and standing.row.state not in State.open():
        raise NotNow("Der Auftrag ist zu Ende; der Schritt bleibt, wie er ist.")


def may_plan(standing: Standing) -> bool:
    """True for those who set milestones now: in the draft who prepares, later the head of the federführende Amt."""
    if standing.row.state == State.DRAFT:
        return standing.prepares
    return standing.row.state in State.open() and standing.heads_lead


@transaction.atomic
def add_milestone(*, assignment_id: uuid.UUID, title: str, due_on: datetime.date, by: Member) -> Milestone:
    """A step on the way, not after the due date. Raises ``Refused``, ``NotNow``, ``Unfit``."""
    standing = _plannable(assignment_id, by)
    due = standing.row.due_on
    if due and due_on > due:
        raise Unfit({"due_on": "Der Meilenstein liegt nach der Frist des Auftrags."})
    try:
        with transaction.atomic():
            return Milestone.objects.create(assignment=standing.row, title=title, due_on=due_on)
    except IntegrityError as error:
        raise Unfit({"title": "Diesen Meilenstein gibt es schon."}) from error


@transaction.atomic
def reach_milestone(*, milestone: Milestone, reached: bool, by: Member) -> None:
    """Says that a milestone is reached, or that it is not after all."""
    _plannable(milestone.assignment_id, by)
    row = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    row.reached_on = timezone.localdate() if reached else None
    row.save(update_fields=["reached_on"])


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: Member) -> None:
    """Takes a milestone away; its history stays."""
    _plannable(milestone.assignment_id, by)
    milestone.delete()


def _plannable(assignment_id: uuid.UUID, by: Member) -> Standing:
    row = Assignment.objects.visible_to(by).with_permission().select_for_update(of=("self",)).get(pk=assignment_id)
    standing = Standing.of(by, row, AssignmentOffice.objects.filter(assignment=row))
    if may_plan(standing):
        return standing
    if row.state in (State.CLOSED, State.WITHDRAWN):
        raise NotNow("Der Auftrag ist zu Ende; seine Meilensteine bleiben, wie sie sind.")
    raise Refused("prepare_assignments" if row.state == State.DRAFT else "represent_office")


@transaction.atomic
def allow_on_behalf(*, area: BusinessArea, allowed: bool, by: Member) -> None:
    """Leadership alone lets its Büro act i. A., or stops it. Doing it twice changes nothing."""
    if not leads(by, area.pk):
        raise Refused("give_assignments")
    locked_area = BusinessArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    found = OnBehalf.objects.filter(area=locked_area)
    if not allowed:
        found.delete()
    elif not found.exists():
        OnBehalf.objects.create(area=locked_area, allowed_by=by.user)
