"""Rules of a Freigabe: prepare, ask the offices, release, withdraw (DESIGN § 6)."""

import uuid
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.utils import timezone

from checklist.models import Resolution
from districts.member import Member
from districts.merge import merge, merge_and_save
from districts.models import BusinessArea, Office
from districts.refusals import NotNow, Unfit
from pruefsteine.agreeing.table import Table, read_stones
from pruefsteine.models import Release, Round, SelfAssessment, Statement
from pruefsteine.releasing.picture import chosen_or_usual, dissents_in, make_picture
from pruefsteine.scales import ReleaseState, RoundState
from reminders.calendar import working_days_after

#: Working days the offices have for their Stellungnahme.
COMMENT_DAYS = 10
STALE = (
    "Die Freigabe hat sich inzwischen geändert. Es wurde nichts gespeichert. Sehen Sie sich den heutigen Stand an und "
    "entscheiden Sie dann."
)
AT_WITHDRAWAL = "Bereits exportierte Dateien sind davon nicht erfasst."


def _locked(release_id: uuid.UUID, version: int | None, *states: ReleaseState) -> Release:
    """The release, locked, in one of ``states``; ``version`` guards a step against two people at once."""
    rows = Release.objects.select_for_update(of=("self",)).select_related("round")
    row: Release = rows.get(pk=release_id)
    if row.state not in states:
        raise NotNow(f"Die Freigabe ist {row.get_state_display()}. Dieser Schritt geht dann nicht.")
    if version is not None and row.version != version:
        raise NotNow(STALE)
    return row


def _picture(row: Release, by: Member) -> dict[str, Any]:
    return make_picture(table=Table(by, row.round, sees_all=True), district=by.district, chosen=row.chosen)


def _step(row: Release, state: ReleaseState, *fields: str) -> Release:
    row.state = state
    row.version += 1
    row.save(update_fields=["state", "version", *fields])
    return row


@transaction.atomic
def prepare_release(*, round_id: uuid.UUID, chosen: Mapping[str, Any], by: Member) -> Release:
    """A release of a closed round with its picture. Raises ``Refused``, ``NotNow``.

    One at a time: while one is being prepared or commented on, there is no second of the same round.
    """
    by.require("prepare_release")
    found: Round = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    if found.state != RoundState.CLOSED:
        raise NotNow(f"Die Runde ist {found.get_state_display()}. Freigegeben wird, was abgeschlossen ist.")
    under_way = [ReleaseState.PREPARED, ReleaseState.COMMENTING]
    if Release.objects.filter(round=found, state__in=under_way).exists():
        raise NotNow("Zu dieser Runde wird schon eine Freigabe vorbereitet.")
    row = Release(round=found, chosen=chosen_or_usual(chosen), prepared_on=timezone.localdate())
    stones = read_stones(Table(by, found, sees_all=True))
    row.catalogue_version = max((stone.item.version for stone in stones), default=1)
    row.picture = _picture(row, by)
    row.save()
    return row


@transaction.atomic
def choose(*, release_id: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> Release:
    """Chooses anew what goes along, while it is being prepared; different choices of two people merge."""
    by.require("prepare_release")
    row = _locked(release_id, None, ReleaseState.PREPARED)
    stored: Any = SimpleNamespace(**chosen_or_usual(row.chosen))
    merge(stored, seen=seen, new=new)
    row.chosen = vars(stored)
    row.picture = _picture(row, by)
    row.save(update_fields=["chosen", "picture"])
    return row


@transaction.atomic
def discard(*, release_id: uuid.UUID, by: Member) -> None:
    """Takes away what was only prepared. Raises ``NotNow`` for anything the offices have seen."""
    by.require("prepare_release")
    row = _locked(release_id, None, ReleaseState.PREPARED)
    if row.comments_until is not None:
        raise NotNow("Die Ämter haben diese Freigabe schon gesehen. Sie bleibt erhalten.")
    row.delete()


@transaction.atomic
def ask_offices(*, release_id: uuid.UUID, version: int, by: Member) -> Release:
    """Lays the picture before the offices taking part, as it is today; from now on it is frozen."""
    by.require("prepare_release")
    row = _locked(release_id, version, ReleaseState.PREPARED)
    row.picture = _picture(row, by)
    row.save(update_fields=["picture"])
    row.comments_until = working_days_after(timezone.localdate(), COMMENT_DAYS)
    return _step(row, ReleaseState.COMMENTING, "comments_until")


@transaction.atomic
def take_back(*, release_id: uuid.UUID, version: int, by: Member) -> Release:
    """Back to coordination, to be changed after what the offices said. Their Stellungnahmen stay."""
    by.require("prepare_release")
    row = _locked(release_id, version, ReleaseState.COMMENTING)
    return _step(row, ReleaseState.PREPARED)


@transaction.atomic
def comment(
    *, release_id: uuid.UUID, office: Office, seen: Mapping[str, object], new: Mapping[str, object], by: Member
) -> Statement:
    """The Stellungnahme of an office taking part, within the days it has. Raises ``Refused``, ``NotNow``,
    ``Conflict``."""
    by.require("represent_office", office.pk)
    row = _locked(release_id, None, ReleaseState.COMMENTING)
    today = timezone.localdate()
    if row.comments_until and row.comments_until < today:
        raise NotNow(f"Die Frist für Stellungnahmen ist am {row.comments_until:%d.%m.%Y} abgelaufen.")
    if not SelfAssessment.objects.filter(round=row.round_id, office=office).exists():
        raise NotNow("Ihr Amt hat an dieser Runde nicht teilgenommen.")
    found: Statement | None = (
        Statement.objects.select_for_update(of=("self",)).filter(release=row, office=office).first()
    )
    if found is None:
        return Statement.objects.create(release=row, office=office, said_on=today, **new)
    if merge_and_save(found, seen=seen, new=new):
        found.said_on = today
        found.save(update_fields=["said_on"])
    return found


def releases_alone(member: Member) -> bool:
    """True for the Bezirksbürgermeister/in; any other member of the Bezirksamt needs a Beschluss."""
    return BusinessArea.objects.filter(pk__in=member.led_area_ids, is_mayors=True).exists()


def still_commenting(row: Release) -> bool:
    """True while offices may still comment and not all of them have."""
    if row.comments_until is None or row.comments_until < timezone.localdate():
        return False
    asked = SelfAssessment.objects.filter(round=row.round_id, office__is_active=True).values_list(
        "office_id", flat=True
    )
    said = Statement.objects.filter(release=row).values_list("office_id", flat=True)
    return bool(set(asked) - set(said))


@transaction.atomic
def release(*, release_id: uuid.UUID, version: int, resolution: Resolution | None, by: Member) -> Release:
    """Leadership releases exactly what the offices saw: the Bezirksbürgermeister/in, or on a Beschluss des Bezirksamts.

    Raises ``Refused``; ``Unfit`` without a Beschluss; ``NotNow`` while offices may still comment, where another
    release of the round is in force, or where an office took back its consent to its dissent.
    """
    by.require("release_to_senate")
    row = _locked(release_id, version, ReleaseState.COMMENTING)
    taken = resolution and resolution.kind == Resolution.Kind.BOARD and resolution.decided_on
    if resolution and not taken:
        raise Unfit({"resolution": "Das ist kein gefasster Beschluss des Bezirksamts."})
    if not taken and not releases_alone(by):
        raise Unfit(
            {"resolution": "Freigeben kann die Bezirksbürgermeisterin oder der Bezirksbürgermeister. Alle anderen "
             "Mitglieder des Bezirksamts nennen hier den Beschluss des Bezirksamts."}
        )  # fmt: skip
    if still_commenting(row):
        raise NotNow(f"Die Ämter können noch bis zum {row.comments_until:%d.%m.%Y} Stellung nehmen.")
    if Release.objects.filter(round=row.round_id, state=ReleaseState.RELEASED).exists():
        raise NotNow("Zu dieser Runde gilt schon eine Freigabe. Ziehen Sie diese zuerst zurück.")
    today_chosen = {**row.chosen, "dissent": True}
    agreed = make_picture(table=Table(by, row.round, sees_all=True), district=by.district, chosen=today_chosen)
    if dissents_in(row.picture) - dissents_in(agreed):
        raise NotNow(
            "Ein Amt hat inzwischen die Zustimmung zur Weitergabe seiner abweichenden Meinung zurückgenommen. Die "
            "Planungskoordination muss die Freigabe überarbeiten."
        )
    row.released_on, row.resolution = timezone.localdate(), resolution
    return _step(row, ReleaseState.RELEASED, "released_on", "resolution")


@transaction.atomic
def withdraw(*, release_id: uuid.UUID, version: int, reason: str, by: Member) -> Release:
    """Takes a release out of view at once, with a reason. What others exported is beyond reach (``AT_WITHDRAWAL``).

    By the Bezirksbürgermeister/in; what was released on a Beschluss by any member of the Bezirksamt.
    """
    by.require("release_to_senate")
    row = _locked(release_id, version, ReleaseState.RELEASED)
    if not reason.strip():
        raise Unfit({"reason": "Bitte nennen Sie den Grund."})
    if row.resolution_id is None and not releases_alone(by):
        raise NotNow("Zurückziehen kann diese Freigabe die Bezirksbürgermeisterin oder der Bezirksbürgermeister.")
    row.withdrawn_on, row.withdrawal_reason = timezone.localdate(), reason.strip()
    return _step(row, ReleaseState.WITHDRAWN, "withdrawn_on", "withdrawal_reason")
