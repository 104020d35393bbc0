"""Rules of Hinweise: hand in or take down, ask an office, take up, answer, close, put on an agenda."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from discussions.talking import speaking_as
from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.models import Office, Region
from districts.own_regions import is_outside, regions_of
from districts.refusals import NotNow, Refused, Unfit
from partners.bodies.agenda import put_on_agenda
from partners.entering import entered
from partners.models import AgendaItem, Body, Signal, SignalAnswer, SignalOffice, SignalRegion

STALE = "Dieser Hinweis ist abgeschlossen."
WITHDRAWN = "Dieser Hinweis ist zurückgezogen."
TAKEN = "Ein Amt hat den Hinweis übernommen oder er ist abgeschlossen. Er lässt sich nicht mehr zurückziehen."


def offices_of(member: Member) -> list[uuid.UUID]:
    """Offices ``member`` may take a Hinweis up for."""
    return [pk for pk in member.office_ids if member.may("prepare_office", pk)]


def may_change(member: Member, signal: Signal) -> bool:
    """True for whoever took it down, and for coordination, while no office has taken it up (``taken``)."""
    if signal.closed_on or getattr(signal, "taken", False) or not signal.text:
        return False
    return signal.author_id == member.user.pk or member.may("assign_signals")


def may_withdraw(member: Member, signal: Signal) -> bool:
    """True for whoever took it down, while no office has taken it up (``taken``) and nobody has closed it."""
    return signal.author_id == member.user.pk and not signal.closed_on and not getattr(signal, "taken", False)


def locked(pk: uuid.UUID, by: Member) -> Signal:
    """The Hinweis, locked, with ``taken``. Raises ``Refused`` where ``by`` may not read it."""
    row: Any = Signal.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Refused("view_signals")
    # Asked once the lock is held: an office that takes it up at the same moment has written this by then.
    row.taken = SignalOffice.objects.filter(signal=row, taken_on__isnull=False).exists()
    found: Signal = row
    return found


def _check_regions(regions: Sequence[Region], by: Member) -> None:
    if not regions:
        raise Unfit({"regions": "Bitte wählen Sie mindestens eine Region."})
    if is_outside(by):
        own = set(regions_of(by).filter(pk__in=[region.pk for region in regions]).values_list("pk", flat=True))
        if own != {region.pk for region in regions}:
            raise Unfit({"regions": "Bitte wählen Sie nur Regionen, für die Sie zuständig sind."})


def _in_the_past(values: Mapping[str, Any]) -> None:
    if values["observed_on"] > timezone.localdate():
        raise Unfit({"observed_on": "Dieser Tag liegt in der Zukunft."})


@transaction.atomic
def report(*, values: Mapping[str, Any], regions: Sequence[Region], by: Member) -> Signal:
    """A new Hinweis: handed in by the Stadtteilkoordination for its regions, or taken down by somebody of the district.

    Raises ``Refused``, ``Unfit``.
    """
    by.require("report_signals")
    _check_regions(regions, by)
    _in_the_past(values)
    said = speaking_as(by)
    row = entered(Signal(**values, **said, from_neighbourhood=is_outside(by)))
    SignalRegion.objects.bulk_create(SignalRegion(signal=row, region=region) for region in regions)
    return row


@transaction.atomic
def change_signal(
    *,
    pk: uuid.UUID,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    seen_regions: Iterable[uuid.UUID],
    regions: Sequence[Region],
    by: Member,
) -> None:
    """Whoever took it down, or coordination, corrects it while no office has taken it up.

    Raises ``Refused``, ``NotNow``, ``Conflict``, ``Unfit``.
    """
    row = locked(pk, by)
    if not may_change(by, row):
        if row.author_id != by.user.pk and not by.may("assign_signals"):
            raise Refused("assign_signals")
        raise NotNow("Ein Amt hat den Hinweis übernommen. Ergänzen Sie ihn mit einer Antwort.")
    _check_regions(regions, by)
    _in_the_past(new)
    merge_and_save(row, seen=seen, new=new)
    merge_ties(SignalRegion, "region", seen=seen_regions, new=[region.pk for region in regions], signal=row)


@transaction.atomic
def ask_offices(*, pk: uuid.UUID, offices: Iterable[Office], by: Member) -> None:
    """Coordination asks offices to take a Hinweis up. Whether they do is theirs (§ 38 BezVG). Harmless to repeat."""
    by.require("assign_signals")
    row = locked(pk, by)
    if row.closed_on:
        raise NotNow(STALE)
    held = set(offices_at(row))
    today = timezone.localdate()
    SignalOffice.objects.bulk_create(
        SignalOffice(signal=row, office=office, asked_on=today) for office in offices if office.pk not in held
    )


@transaction.atomic
def take_up(*, pk: uuid.UUID, office_id: uuid.UUID, by: Member) -> None:
    """An office takes a Hinweis up, asked or by itself. Several may. Harmless to repeat."""
    if not by.may("prepare_office", office_id):
        raise Refused("prepare_office")
    row = locked(pk, by)
    if row.closed_on:
        raise NotNow(STALE)
    tie, _ = SignalOffice.objects.get_or_create(
        signal=row, office_id=office_id, defaults={"taken_on": timezone.localdate()}
    )
    if tie.taken_on is None:
        tie.taken_on = timezone.localdate()
        tie.save(update_fields=["taken_on"])


@transaction.atomic
def give_back(*, pk: uuid.UUID, office_id: uuid.UUID, by: Member) -> None:
    """An office does not, or no longer, take care of a Hinweis; coordination sees it again."""
    if not by.may("prepare_office", office_id):
        raise Refused("prepare_office")
    row = locked(pk, by)
    if row.closed_on:
        raise NotNow(STALE)
    SignalOffice.objects.filter(signal=row, office_id=office_id).delete()


def offices_at(signal: Signal, **how: Any) -> QuerySet[SignalOffice, uuid.UUID]:
    """Offices that were asked or took it up; ``how`` narrows the ties."""
    return SignalOffice.objects.filter(signal=signal, **how).values_list("office_id", flat=True)


def may_answer(member: Member, offices: Iterable[uuid.UUID]) -> bool:
    """True for coordination, and for ``offices`` that were asked or took it up."""
    return member.may("assign_signals") or any(member.may("prepare_office", office) for office in offices)


@transaction.atomic
def answer(*, pk: uuid.UUID, text: str, by: Member) -> SignalAnswer:
    """An answer to whoever reported: said is said. Raises ``Refused``, ``Unfit``."""
    row = locked(pk, by)
    if not may_answer(by, offices_at(row)):
        raise Refused("assign_signals")
    if not text.strip():
        raise Unfit({"text": "Bitte schreiben Sie Ihre Antwort."})
    said = text.strip().replace("\r\n", "\n")
    last = SignalAnswer.objects.filter(signal=row, author=by.user).order_by("-said_at").first()
    if last is not None and last.text == said:
        return last
    return SignalAnswer.objects.create(signal=row, text=said, **speaking_as(by))


@transaction.atomic
def set_closed(*, pk: uuid.UUID, closed: bool, by: Member) -> None:
    """Nothing is left to do with it, or there is after all: said by an office that took it up, or coordination."""
    row = locked(pk, by)
    if not may_answer(by, offices_at(row, taken_on__isnull=False)):
        raise Refused("assign_signals")
    if row.withdrawn:
        raise NotNow(WITHDRAWN)
    row.closed_on = timezone.localdate() if closed else None
    row.save(update_fields=["closed_on"])


@transaction.atomic
def withdraw(*, pk: uuid.UUID, because: str, by: Member) -> None:
    """Whoever reported a Hinweis takes it back, with a reason if they like. What was written stays to be read.

    Raises ``Refused``, and ``NotNow`` once an office has taken it up or it is closed.
    """
    row = locked(pk, by)
    if row.author_id != by.user.pk:
        raise Refused("report_signals")
    if not may_withdraw(by, row):
        raise NotNow(WITHDRAWN if row.withdrawn else TAKEN)
    row.withdrawn, row.withdrawn_because, row.closed_on = True, because.strip(), timezone.localdate()
    row.save(update_fields=["withdrawn", "withdrawn_because", "closed_on"])


@transaction.atomic
def bring_before(*, pk: uuid.UUID, body: Body, title: str, by: Member) -> AgendaItem:
    """Puts a Hinweis on the agenda of a Gremium. ``title`` is read by all who read the Gremium, the link is not."""
    row = locked(pk, by)
    if is_outside(by):
        raise Refused("assign_signals")
    offices = offices_of(by)
    office = Office.objects.filter(pk=offices[0]).first() if len(offices) == 1 else None
    url = reverse("signal", args=[by.district.slug, row.pk])
    return put_on_agenda(body, title, url, subject=f"signal:{row.pk}", url_right="view_signals", office=office, by=by)
