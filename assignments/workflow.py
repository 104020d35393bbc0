"""Rules of a given Auftrag: each locks the row, compares the version, asks the table of steps, and leaves an entry.

All raise ``Refused`` (403) for the wrong person, ``NotNow`` (409) for the wrong moment or a version somebody else has
overtaken, ``Unfit`` (422) for what does not fit. A form sent twice comes with an old version and is refused.
"""

import datetime
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from assignments.boundaries import check_boundaries
from assignments.models import Assignment, AssignmentOffice, Entry
from assignments.reading import read_standings
from assignments.standing import Standing
from assignments.states import State
from assignments.steps import ASK_ALL_OFFICES, STALE, STEPS
from discussions.talking import speaking_as
from districts.member import Member
from districts.models import Membership
from districts.refusals import NotNow, Refused, Unfit
from districts.roles import Role

#: So long the Verwaltungsspitze has for an answer before it is reminded weekly: an Auftrag that is due in half a year
#: must not let a question of today wait until then.
ANSWER_WITHIN = datetime.timedelta(days=14)


def locked(*, assignment_id: uuid.UUID, version: int, by: Member, offices: bool = True) -> Standing:
    """The Auftrag locked, as ``by`` stands to it, with all ``offices`` if asked.

    Raises ``Refused`` and, for an old ``version``, ``NotNow``.
    """
    visible = Assignment.objects.visible_to(by)
    if offices:
        rows = visible.filter(pk=assignment_id)
        found = read_standings(by, rows, beside=["assignment__resolution"], lock=True)
    else:
        alone = visible.with_permission().select_for_update(of=("self",)).filter(pk=assignment_id)
        found = [Standing.of(by, row, ()) for row in alone]
    if not found:
        raise Refused("view_assignments")
    (standing,) = found
    if standing.row.version != version:
        raise NotNow(STALE)
    return standing


def _begin(key: str, *, assignment_id: uuid.UUID, version: int, by: Member) -> Standing:
    standing = locked(assignment_id=assignment_id, version=version, by=by, offices=key in ASK_ALL_OFFICES)
    STEPS[key].check(standing)
    return standing


def _finish(
    standing: Standing,
    kind: Entry.Kind,
    text: str = "",
    *,
    office_id: uuid.UUID | None = None,
    old: datetime.date | None = None,
    new: datetime.date | None = None,
    **changed: object,
) -> Assignment:
    """Writes what changed, counts the version up and leaves the entry."""
    row = standing.row
    for name, value in changed.items():
        setattr(row, name, value)
    asked = row.state == State.REPORTED or row.question_open or row.asked_due_on is not None
    row.decide_by = (row.decide_by or timezone.localdate() + ANSWER_WITHIN) if asked else None
    row.version += 1
    row.save(update_fields=[*changed, "decide_by", "version"])
    said = speaking_for(standing, office_id)
    Entry.objects.create(assignment=row, kind=kind, text=text.strip(), old_due_on=old, new_due_on=new, **said)
    return row


def speaking_for(standing: Standing, office_id: uuid.UUID | None) -> dict[str, object]:
    """As whom the person speaks here: for the office that acts, else as leadership, its Büro i. A., or their role."""
    member = standing.member
    if office_id is not None:
        role = Role.OFFICE_HEAD if member.may("represent_office", office_id) else Role.OFFICE_STAFF
        return {"author": member.user, "office_id": office_id, "spoke_as": role.label}
    if standing.leads_area:
        return {"author": member.user, "office_id": None, "spoke_as": Role.LEADERSHIP.label}
    if standing.on_behalf:
        return {"author": member.user, "office_id": None, "spoke_as": f"{Role.LEADERSHIP_STAFF.label} i. A."}
    return speaking_as(member)


def _required(text: str, sentence: str) -> str:
    if not text.strip():
        raise Unfit({"text": sentence})
    return text


@transaction.atomic
def give(*, assignment_id: uuid.UUID, version: int, text: str = "", by: Member) -> Assignment:
    """Leadership, or its Büro i. A., gives a draft. Across Geschäftsbereiche only on a Beschluss."""
    standing = _begin("erteilen", assignment_id=assignment_id, version=version, by=by)
    row, today = standing.row, timezone.localdate()
    if row.due_on and row.due_on < today:
        raise NotNow("Die Frist ist schon verstrichen. Setzen Sie im Entwurf eine neue.")
    if standing.lead is None or not all(part.office.is_active for part in standing.offices):
        raise NotNow("Ein Amt dieses Auftrags besteht nicht mehr. Wählen Sie im Entwurf ein anderes.")
    try:
        across = check_boundaries(row.area_id, [part.office for part in standing.offices], row.resolution)
    except Unfit as unfit:
        raise NotNow(str(unfit)) from unfit
    return _finish(
        standing,
        Entry.Kind.GIVEN,
        text,
        state=State.GIVEN,
        across=across,
        given_on=today,
        given_by=by.user,
        on_behalf=standing.on_behalf,
        decision_date=row.decision_date or today,
    )


@transaction.atomic
def accept(*, assignment_id: uuid.UUID, version: int, text: str = "", by: Member) -> Assignment:
    """The head of the federführende Amt confirms taking it over."""
    standing = _begin("uebernehmen", assignment_id=assignment_id, version=version, by=by)
    return _finish(standing, Entry.Kind.ACCEPTED, text, office_id=standing.lead_id, state=State.WORKING)


@transaction.atomic
def decline_request(*, assignment_id: uuid.UUID, version: int, text: str = "", by: Member) -> Assignment:
    """Weisungsfreie Beauftragte may say no to a Bitte um Mitwirkung."""
    standing = _begin("ablehnen", assignment_id=assignment_id, version=version, by=by)
    return _finish(
        standing,
        Entry.Kind.REFUSED,
        text,
        office_id=standing.lead_id,
        state=State.WITHDRAWN,
        question_open=False,
        asked_due_on=None,
    )


@transaction.atomic
def report_progress(*, assignment_id: uuid.UUID, version: int, text: str, by: Member) -> Assignment:
    """The federführende Amt says where things stand."""
    standing = _begin("sachstand", assignment_id=assignment_id, version=version, by=by)
    said = _required(text, "Bitte schreiben Sie, wie es steht.")
    return _finish(standing, Entry.Kind.PROGRESS, said, office_id=standing.lead_id)


@transaction.atomic
def ask(*, assignment_id: uuid.UUID, version: int, text: str, by: Member) -> Assignment:
    """The federführende Amt asks leadership."""
    standing = _begin("rueckfrage", assignment_id=assignment_id, version=version, by=by)
    said = _required(text, "Bitte schreiben Sie Ihre Frage.")
    return _finish(standing, Entry.Kind.ASKED, said, office_id=standing.lead_id, question_open=True)


@transaction.atomic
def answer(*, assignment_id: uuid.UUID, version: int, text: str, by: Member) -> Assignment:
    """Leadership, or its Büro i. A., answers."""
    standing = _begin("antworten", assignment_id=assignment_id, version=version, by=by)
    said = _required(text, "Bitte schreiben Sie Ihre Antwort.")
    return _finish(standing, Entry.Kind.ANSWERED, said, question_open=False)


@transaction.atomic
def request_extension(
    *, assignment_id: uuid.UUID, version: int, due_on: datetime.date, text: str, by: Member
) -> Assignment:
    """The head of the federführende Amt asks for a later due date, with a reason."""
    standing = _begin("fristverlaengerung", assignment_id=assignment_id, version=version, by=by)
    said = _required(text, "Bitte begründen Sie, warum die Frist nicht reicht.")
    old = standing.row.due_on
    if due_on < timezone.localdate() or (old and due_on <= old):
        raise Unfit({"due_on": "Die erbetene Frist muss nach der bisherigen und nach heute liegen."})
    office = standing.lead_id
    return _finish(standing, Entry.Kind.EXTENSION, said, office_id=office, old=old, new=due_on, asked_due_on=due_on)


@transaction.atomic
def decide_extension(
    *,
    assignment_id: uuid.UUID,
    version: int,
    granted: bool,
    due_on: datetime.date | None = None,
    text: str = "",
    by: Member,
) -> Assignment:
    """Leadership grants (the date asked for, or ``due_on``) or declines; declining needs a reason."""
    standing = _begin("fristentscheidung", assignment_id=assignment_id, version=version, by=by)
    row, old = standing.row, standing.row.due_on
    if not granted:
        said = _required(text, "Bitte begründen Sie, warum die Frist bleibt.")
        return _finish(standing, Entry.Kind.DECLINED, said, old=old, new=old, asked_due_on=None)
    new = due_on or row.asked_due_on
    _check_due(row, new)
    return _finish(standing, Entry.Kind.EXTENDED, text, old=old, new=new, due_on=new, asked_due_on=None)


@transaction.atomic
def move_due_date(
    *, assignment_id: uuid.UUID, version: int, due_on: datetime.date, text: str, by: Member
) -> Assignment:
    """Leadership changes the due date by itself; the old one and the reason are kept."""
    standing = _begin("frist", assignment_id=assignment_id, version=version, by=by)
    said = _required(text, "Bitte begründen Sie, warum sich die Frist ändert.")
    old = standing.row.due_on
    _check_due(standing.row, due_on)
    if due_on == old:
        raise Unfit({"due_on": "Das ist die bisherige Frist."})
    return _finish(standing, Entry.Kind.MOVED, said, old=old, new=due_on, due_on=due_on, asked_due_on=None)


def _check_due(row: Assignment, due_on: datetime.date | None) -> None:
    if due_on is None:
        raise Unfit({"due_on": "Bitte geben Sie eine Frist an."})
    if due_on < timezone.localdate():
        raise Unfit({"due_on": "Diese Frist ist schon verstrichen."})
    if row.decision_date and due_on < row.decision_date:
        raise Unfit({"due_on": "Die Frist liegt vor der Entscheidung."})


@transaction.atomic
def report_done(*, assignment_id: uuid.UUID, version: int, text: str, by: Member) -> Assignment:
    """The head of the federführende Amt reports that it is done. A request for more time is settled with that."""
    standing = _begin("erledigt", assignment_id=assignment_id, version=version, by=by)
    said = _required(text, "Bitte schreiben Sie in einem Satz, was erledigt ist.")
    return _finish(
        standing,
        Entry.Kind.REPORTED,
        said,
        office_id=standing.lead_id,
        state=State.REPORTED,
        question_open=False,
        asked_due_on=None,
    )


@transaction.atomic
def confirm_contribution(
    *, assignment_id: uuid.UUID, version: int, office_id: uuid.UUID | None = None, text: str = "", by: Member
) -> Assignment:
    """The head of a mitwirkende Amt confirms its part; ``office_id`` where the person heads several of them."""
    standing = _begin("beitrag", assignment_id=assignment_id, version=version, by=by)
    if office_id and office_id not in {part.office_id for part in standing.own_contributions}:
        raise Refused("represent_office")
    parts = [part for part in standing.open_contributions if office_id in (None, part.office_id)]
    if not parts:
        raise NotNow("Ihr Beitrag ist schon bestätigt.")
    parts[0].state = AssignmentOffice.Part.DONE
    parts[0].save(update_fields=["state"])
    return _finish(standing, Entry.Kind.CONTRIBUTED, text, office_id=parts[0].office_id)


@transaction.atomic
def demand_rework(
    *, assignment_id: uuid.UUID, version: int, text: str, due_on: datetime.date | None = None, by: Member
) -> Assignment:
    """Leadership sends it back with a reason, with a new due date if it gives one."""
    standing = _begin("nachbessern", assignment_id=assignment_id, version=version, by=by)
    said = _required(text, "Bitte schreiben Sie, was noch fehlt.")
    old = standing.row.due_on
    if due_on is None:
        return _finish(standing, Entry.Kind.REWORK, said, state=State.WORKING)
    _check_due(standing.row, due_on)
    return _finish(standing, Entry.Kind.REWORK, said, old=old, new=due_on, state=State.WORKING, due_on=due_on)


@transaction.atomic
def close(*, assignment_id: uuid.UUID, version: int, text: str = "", by: Member) -> Assignment:
    """Leadership, or its Büro i. A., says that it is done."""
    standing = _begin("abschliessen", assignment_id=assignment_id, version=version, by=by)
    return _finish(standing, Entry.Kind.CLOSED, text, state=State.CLOSED)


@transaction.atomic
def withdraw(*, assignment_id: uuid.UUID, version: int, text: str, by: Member) -> Assignment:
    """Takes an Auftrag back with a reason; a draft whoever prepares it, what was recorded wrongly coordination."""
    standing = _begin("zurueckziehen", assignment_id=assignment_id, version=version, by=by)
    said = _required(text, "Bitte schreiben Sie, warum.")
    return _finish(standing, Entry.Kind.WITHDRAWN, said, state=State.WITHDRAWN, question_open=False, asked_due_on=None)


@transaction.atomic
def object_to_record(*, assignment_id: uuid.UUID, version: int, text: str, by: Member) -> Assignment:
    """Leadership says that a recorded Auftrag was not given like this."""
    standing = _begin("einwand", assignment_id=assignment_id, version=version, by=by)
    said = _required(text, "Bitte schreiben Sie, was nicht stimmt.")
    return _finish(standing, Entry.Kind.OBJECTED, said, objected=True)


@transaction.atomic
def take_back_objection(*, assignment_id: uuid.UUID, version: int, text: str = "", by: Member) -> Assignment:
    """Leadership says that the recorded Auftrag stands after all."""
    standing = _begin("einwandende", assignment_id=assignment_id, version=version, by=by)
    return _finish(standing, Entry.Kind.UNOBJECTED, text, objected=False)


@transaction.atomic
def name_agent(
    *,
    assignment_id: uuid.UUID,
    version: int,
    office_id: uuid.UUID | None = None,
    agent_id: uuid.UUID | None = None,
    agent_name: str = "",
    by: Member,
) -> Assignment:
    """The head of an office names who works on it: somebody of the office, or a name without an account; or nobody.

    Leaves no entry: who works on something is the office's own matter (DESIGN § 1, sentence 4).
    """
    standing = _begin("bearbeitung", assignment_id=assignment_id, version=version, by=by)
    parts = [part for part in standing.headed if office_id in (None, part.office_id)]
    if not parts:
        raise Refused("represent_office")
    if agent_id and agent_name.strip():
        raise Unfit({"agent_name": "Bitte wählen Sie entweder eine Person aus oder tragen Sie einen Namen ein."})
    part = parts[0]
    if agent_id and not people_of(part.office_id).filter(pk=agent_id).exists():
        raise Unfit({"agent": "Diese Person gehört nicht zu Ihrem Amt."})
    part.agent_id, part.agent_name = agent_id, agent_name.strip()
    part.save(update_fields=["agent", "agent_name"])
    row = standing.row
    row.version += 1
    row.save(update_fields=["version"])
    return row


def people_of(office_id: uuid.UUID) -> QuerySet[User]:
    """The people of an office today, in the order of their names."""
    today = timezone.localdate()
    members = Membership.objects.valid_on(today).filter(office_id=office_id)
    return User.objects.filter(pk__in=members.values("user_id")).order_by("name", "pk")
