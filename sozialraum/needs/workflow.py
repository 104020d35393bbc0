"""What happens to a Bedarf: each step checks its line in ``steps.py``, changes, and leaves an entry.

The offices decide for themselves (§ 38 BezVG): coordination sorts and asks, no rule here gives anything to an office.
"""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from discussions.talking import open_thread, reply, speaking_as
from districts.member import Member
from districts.models import Office
from districts.refusals import NotNow, Refused, Unfit
from districts.roles import Role
from partners.bodies.agenda import put_on_agenda
from partners.bodies.rules import require_run
from partners.models import AgendaItem, Body
from sozialraum.models import Need, NeedEntry, NeedOffice, NeedState, Topic
from sozialraum.needs.standing import Said, Standing
from sozialraum.needs.steps import STALE, STEPS

Kind = NeedEntry.Kind


def _begin(key: str, *, need_id: uuid.UUID, version: int | None, by: Member) -> Standing:
    """The Bedarf locked, for the step ``key``. Raises ``Refused``, ``NotNow``; an old ``version`` is ``NotNow``."""
    visible = Need.objects.visible_to(by).select_related("lead").select_for_update(of=("self",))
    row = visible.filter(pk=need_id).first()
    if row is None:
        raise Refused("view_needs")
    standing = Standing.of(by, row, lock=True)
    # What has become impossible says why; what is merely out of date says that.
    STEPS[key].check(standing)
    if version is not None and row.version != version:
        raise NotNow(STALE)
    return standing


def _finish(
    standing: Standing,
    kind: Kind,
    text: str = "",
    *,
    office: Office | None = None,
    lead_opens: bool = False,
    **changed: object,
) -> Need:
    """Writes what changed and leaves the entry. ``lead_opens``: the Federführung is open from today."""
    row = standing.row
    if lead_opens:
        changed |= {"lead_open_since": timezone.localdate(), "brought_on": None, "raised_on": None}
    changed |= {"moved_on": timezone.localdate(), "version": row.version + 1}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=[*changed])
    NeedEntry.objects.create(need=row, kind=kind, text=text.strip(), **_speaking(standing.member, office))
    return row


def _speaking(member: Member, office: Office | None) -> dict[str, object]:
    if office is None:
        return speaking_as(member)
    return {"author": member.user, "office": office, "spoke_as": Role.OFFICE_HEAD.label}


def _words(text: str, sentence: str, name: str = "text") -> str:
    if not text.strip():
        raise Unfit({name: sentence})
    return text.strip()


def _own_tie(standing: Standing, office: Office | None) -> NeedOffice:
    """The tie of the office the person speaks for; asked which one where they answer for several."""
    found = [tie for tie in standing.own if office is None or tie.office_id == office.pk]
    if not found:
        raise Refused("represent_office")
    return found[0]


def _ask(row: Need, offices: Iterable[Office]) -> list[Office]:
    held = set(NeedOffice.objects.filter(need=row).values_list("office_id", flat=True))
    new = [office for office in offices if office.pk not in held]
    NeedOffice.objects.bulk_create(NeedOffice(need=row, office=office) for office in new)
    return new


def _say(tie: NeedOffice, said: str, words: str) -> None:
    tie.said, tie.words, tie.said_on = said, words.strip(), timezone.localdate()
    tie.save(update_fields=["said", "words", "said_on"])


@transaction.atomic
def sort(
    *,
    need_id: uuid.UUID,
    version: int,
    offices: Iterable[Office],
    topic: Topic | None = None,
    text: str = "",
    by: Member,
) -> Need:
    """Coordination has looked at it and asks the offices it concerns."""
    standing = _begin("sichten", need_id=need_id, version=version, by=by)
    said = _asked_and(_ask(standing.row, offices), text)
    topic = topic or standing.row.topic
    return _finish(standing, Kind.SEEN, said, lead_opens=True, state=NeedState.SEEN, topic=topic)


@transaction.atomic
def ask(*, need_id: uuid.UUID, version: int, offices: Iterable[Office], text: str = "", by: Member) -> Need:
    """Coordination asks further offices. Those asked already stay as they are."""
    standing = _begin("bitten", need_id=need_id, version=version, by=by)
    new = _ask(standing.row, offices)
    if not new:
        raise Unfit({"offices": "Bitte wählen Sie ein Amt, das noch nicht gebeten ist."})
    return _finish(standing, Kind.ASKED, _asked_and(new, text))


def _asked_and(offices: list[Office], text: str) -> str:
    names = f"Um Mitwirkung gebeten: {', '.join(office.name for office in offices)}." if offices else ""
    return "\n".join(part for part in (names, text.strip()) if part)


@transaction.atomic
def take_lead(*, need_id: uuid.UUID, version: int, office: Office | None = None, text: str = "", by: Member) -> Need:
    """An office asked takes the Federführung itself; that it contributes goes without saying."""
    standing = _begin("federfuehrung", need_id=need_id, version=version, by=by)
    tie, row = _own_tie(standing, office), standing.row
    if tie.said != Said.YES:
        _say(tie, Said.YES, text or tie.words)
    # Who takes over from an office that is gone takes over the agreement, too.
    state = NeedState.AGREED if row.state == NeedState.AGREED else NeedState.TALKING
    return _finish(
        standing,
        Kind.LEAD,
        text,
        office=tie.office,
        state=state,
        lead=tie.office,
        lead_open_since=None,
        talked_on=row.talked_on or timezone.localdate(),
    )


@transaction.atomic
def leave_lead(*, need_id: uuid.UUID, version: int, text: str, by: Member) -> Need:
    """The office gives the Federführung back with a reason; it goes on contributing until it says otherwise."""
    standing = _begin("abgeben", need_id=need_id, version=version, by=by)
    said = _words(text, "Bitte nennen Sie den Grund.")
    return _finish(standing, Kind.LEFT, said, office=standing.lead, lead=None, state=NeedState.TALKING, agreed_on=None,
                   lead_opens=True)  # fmt: skip


@transaction.atomic
def pledge(*, need_id: uuid.UUID, version: int, text: str, office: Office | None = None, by: Member) -> Need:
    """An office says for itself that it contributes, and what."""
    standing = _begin("zusagen", need_id=need_id, version=version, by=by)
    tie = _answering(standing, office, Said.NOTHING, Said.NO, Said.WITHDRAWN)
    _say(tie, Said.YES, _words(text, "Bitte schreiben Sie, was Ihr Amt beiträgt."))
    return _finish(standing, Kind.PLEDGED, text, office=tie.office)


@transaction.atomic
def say_unable(*, need_id: uuid.UUID, version: int, text: str, office: Office | None = None, by: Member) -> Need:
    """An office says for itself that it cannot, and why."""
    standing = _begin("nicht-moeglich", need_id=need_id, version=version, by=by)
    tie = _answering(standing, office, Said.NOTHING)
    _say(tie, Said.NO, _words(text, "Bitte nennen Sie den Grund."))
    return _finish(standing, Kind.UNABLE, text, office=tie.office)


@transaction.atomic
def withdraw(*, need_id: uuid.UUID, version: int, text: str, office: Office | None = None, by: Member) -> Need:
    """An office takes its pledge back with a reason. An agreement goes back into the Abstimmung; its words stay."""
    standing = _begin("zuruecktreten", need_id=need_id, version=version, by=by)
    tie = _answering(standing, office, Said.YES)
    if standing.lead and tie.office_id == standing.lead.pk:
        raise NotNow("Ihr Amt hat die Federführung. Geben Sie zuerst die Federführung ab.")
    _say(tie, Said.WITHDRAWN, _words(text, "Bitte nennen Sie den Grund."))
    if standing.row.state == NeedState.AGREED:
        return _finish(standing, Kind.WITHDRAWN, text, office=tie.office, state=NeedState.TALKING, agreed_on=None)
    return _finish(standing, Kind.WITHDRAWN, text, office=tie.office)


def _answering(standing: Standing, office: Office | None, *said: str) -> NeedOffice:
    lead = standing.lead.pk if standing.lead else None
    found = [tie for tie in standing.saying(*said) if office is None or tie.office_id == office.pk]
    if not found:
        raise NotNow("Ihr Amt hat dazu schon geantwortet.")
    # Where somebody answers for several, the Federführung comes last: it is not given up by the way.
    return sorted(found, key=lambda tie: tie.office_id == lead)[0]


@transaction.atomic
def agree(*, need_id: uuid.UUID, version: int, what: str, until: datetime.date, by: Member) -> Need:
    """The lead office records what was agreed: what, and until when. Who contributes what the offices have said."""
    standing = _begin("vereinbaren", need_id=need_id, version=version, by=by)
    said, today = _words(what, "Bitte schreiben Sie, was vereinbart ist.", "what"), timezone.localdate()
    if until < today:
        raise Unfit({"until": "Dieser Tag ist schon vorbei."})
    text = f"{said}\nBis {until:%d.%m.%Y}."
    return _finish(standing, Kind.AGREED, text, office=standing.lead, state=NeedState.AGREED, agreed_what=said,
                   agreed_until=until, agreed_on=today)  # fmt: skip


@transaction.atomic
def settle(*, need_id: uuid.UUID, version: int, text: str, by: Member) -> Need:
    """The lead office says what came of it; whoever reported it reads that."""
    standing = _begin("erledigt", need_id=need_id, version=version, by=by)
    said = _words(text, "Bitte schreiben Sie, was daraus geworden ist.")
    return _finish(standing, Kind.DONE, said, office=standing.lead, state=NeedState.DONE, outcome=said,
                   settled_on=timezone.localdate())  # fmt: skip


@transaction.atomic
def decline(*, need_id: uuid.UUID, version: int, text: str, office: Office | None = None, by: Member) -> Need:
    """An office asked does not take it up, with a reason that whoever reported it reads."""
    standing = _begin("ablehnen", need_id=need_id, version=version, by=by)
    tie = _own_tie(standing, office)
    said = _words(text, "Bitte nennen Sie den Grund.")
    if tie.said != Said.NO:
        _say(tie, Said.NO, said)
    return _decline(standing, said, office=tie.office)


@transaction.atomic
def decline_by_body(*, need_id: uuid.UUID, version: int, body: Body, text: str, by: Member) -> Need:
    """The Gremium that settled it does not take it up; recorded by whoever prepares the Gremium."""
    standing = _begin("gremium", need_id=need_id, version=version, by=by)
    require_run(by, body)
    said = _words(text, "Bitte nennen Sie den Grund.")
    return _decline(standing, said, settled_by=body)


def _decline(standing: Standing, said: str, *, office: Office | None = None, settled_by: Body | None = None) -> Need:
    text = f"{settled_by.name}: {said}" if settled_by else said
    return _finish(standing, Kind.DECLINED, text, office=office, state=NeedState.DECLINED, outcome=said,
                   settled_by=settled_by, settled_on=timezone.localdate())  # fmt: skip


@transaction.atomic
def talk(*, need_id: uuid.UUID, text: str, by: Member) -> Need:
    """A word in the discussion of those who settle it."""
    standing = _begin("gespraech", need_id=need_id, version=None, by=by)
    row, said = standing.row, _words(text, "Bitte schreiben Sie etwas.")
    if row.thread is None:
        row.thread = open_thread(title="Abstimmung", text=said, by=by)
    else:
        reply(thread=row.thread, text=said, by=by)
    row.moved_on = timezone.localdate()
    row.save(update_fields=["thread", "moved_on"])
    return row


@transaction.atomic
def bring_before(*, need_id: uuid.UUID, body: Body, title: str, by: Member) -> AgendaItem:
    """Puts it on the agenda of a Gremium. ``title`` is read by all who read the Gremium, the Bedarf is not."""
    standing = _begin("tagesordnung", need_id=need_id, version=None, by=by)
    row = standing.row
    own = [tie.office for tie in standing.ties if by.may("prepare_office", tie.office_id)]
    url = reverse("need", args=[by.district.slug, row.pk])
    topic = put_on_agenda(body, title, url, subject=subject_of(row), url_right="view_needs",
                          office=own[0] if len(own) == 1 else None, by=by)  # fmt: skip
    if not NeedEntry.objects.filter(need=row, kind=Kind.BROUGHT, text=body.name).exists():
        NeedEntry.objects.create(need=row, kind=Kind.BROUGHT, text=body.name, **speaking_as(by))
    return topic


def subject_of(row: Need) -> str:
    """How agendas and reminders call a Bedarf."""
    return f"need:{row.pk}"
