"""The steps of an entry: Entwurf, eingereicht, freigegeben, archiviert, and the half-yearly confirmation.

The Stadtteilkoordination enters and confirms, the district checks and releases (DESIGN § 6, decision 19).
"""

import calendar
import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.refusals import NotNow, Refused, Unfit
from partners.models import Actor
from partners.states import ActorState

STALE = (
    "Der Eintrag hat sich inzwischen geändert. Es wurde nichts gespeichert. Sehen Sie sich den heutigen Stand an und "
    "entscheiden Sie dann."
)
#: What a submitted entry must say, and how the form calls it.
REQUIRED = {"kind": "die Art", "region": "die Region"}


def half_year_after(day: datetime.date) -> datetime.date:
    """The same day six months later, or the last of that month."""
    year, month = day.year + (day.month + 5) // 12, (day.month + 5) % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def missing(row: Actor) -> list[str]:
    """What is missing before ``row`` can be submitted, as words for a sentence."""
    return [words for name, words in REQUIRED.items() if getattr(row, f"{name}_id") is None]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does with an entry."""

    #: In the address: ``/akteure/<id>/<key>/``.
    key: str
    label: str
    right: str
    states: tuple[ActorState, ...]
    done: str
    #: Label of the words it needs; "" for a single click.
    words: str = ""
    #: What the page says before.
    intro: str = ""
    danger: bool = False
    #: A sentence where the state alone does not decide; "" lets pass.
    blocked: Callable[[Actor], str] = lambda row: ""

    def why_not(self, row: Actor) -> str:
        """Why ``row`` does not allow this step now, as a sentence; "" where it does."""
        if row.state not in self.states:
            return f"„{self.label}“ ist im Stand „{row.get_state_display()}“ nicht möglich."
        return self.blocked(row)


def _incomplete(row: Actor) -> str:
    found = missing(row)
    return f"Dazu fehlen noch: {' und '.join(found)}." if found else ""


def _unchanged(row: Actor) -> str:
    return "" if row.changed_on else "Seit der letzten Prüfung hat sich nichts geändert."


def _merged(row: Actor) -> str:
    return "Der Eintrag ist in einem anderen aufgegangen." if row.merged_into_id else ""


#: Step -> what it is. The order is the order of the buttons.
STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("einreichen", "Einreichen", "enter_actors", (ActorState.DRAFT,), "Der Eintrag ist eingereicht.",
             blocked=_incomplete),
        Step("freigeben", "Freigeben", "release_actors", (ActorState.DRAFT, ActorState.SUBMITTED),
             "Der Eintrag ist freigegeben.", blocked=_incomplete),
        Step("geprueft", "Änderungen geprüft", "release_actors", (ActorState.APPROVED, ActorState.ARCHIVED),
             "Die Änderungen sind als geprüft vermerkt.", blocked=_unchanged),
        Step("bestaetigen", "Angaben stimmen noch", "enter_actors", (ActorState.APPROVED,),
             "Die Angaben sind bestätigt."),
        Step("zurueckgeben", "Zurückgeben", "release_actors", (ActorState.SUBMITTED,), "Der Eintrag ist zurückgegeben.",
             words="Ihre Rückfrage", intro="Der Eintrag wird wieder ein Entwurf. Die Stadtteilkoordination liest Ihre "
             "Rückfrage und reicht ihn danach noch einmal ein."),
        Step("archivieren", "Archivieren", "enter_actors", tuple(ActorState.open()), "Der Eintrag ist archiviert.",
             words="Grund", intro="Archivierte Einträge stehen nicht mehr im Verzeichnis; ihr Verlauf bleibt. Löschen "
             "Sie vorher Ansprechpersonen, deren Angaben niemand mehr braucht.", danger=True),
        Step("wiederaufnehmen", "Wieder aufnehmen", "release_actors", (ActorState.ARCHIVED,),
             "Der Eintrag ist wieder ein Entwurf.", blocked=_merged),
    )
}  # fmt: skip


def may_keep(member: Member, row: Actor) -> bool:
    """True if ``row`` is one ``member`` enters and confirms: all for coordination, else those of the own regions."""
    if member.may("release_actors"):
        return True
    return member.may("enter_actors") and Actor.objects.kept_by(member).filter(pk=row.pk).exists()


def locked(*, actor_id: uuid.UUID, by: Member, right: str = "enter_actors", version: int | None = None) -> Actor:
    """The actor, locked, for somebody who holds ``right`` on it.

    Raises ``Refused``, and ``NotNow`` where ``version`` is not what is stored any more.
    """
    by.require(right)
    row = Actor.objects.kept_by(by).select_for_update(of=("self",)).filter(pk=actor_id).first()
    if row is None:
        raise Refused(right)
    if version is not None and row.version != version:
        raise NotNow(STALE)
    return row


def note_change(row: Actor, *, by: Member) -> None:
    """After a change of released data by somebody who does not release: coordination is asked to look (decision 19)."""
    if row.state in ActorState.settled() and not by.may("release_actors") and row.changed_on is None:
        row.changed_on = timezone.localdate()
        row.save(update_fields=["changed_on"])


@transaction.atomic
def take_step(key: str, *, actor_id: uuid.UUID, version: int, by: Member, text: str = "") -> Actor:
    """Takes one of ``STEPS``. Raises ``Refused``, ``NotNow`` and, where words are missing, ``Unfit``."""
    step = STEPS[key]
    row = locked(actor_id=actor_id, by=by, right=step.right, version=version)
    if sentence := step.why_not(row):
        raise NotNow(sentence)
    if step.words and not text.strip():
        raise Unfit({"text": "Bitte schreiben Sie einen Satz dazu."})
    today = timezone.localdate()
    changed: dict[str, object] = _EFFECTS[key](today, text.strip())
    if key == "archivieren" and row.state == ActorState.APPROVED and not by.may("release_actors"):
        changed["changed_on"] = today
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    return row


def _confirmed(today: datetime.date) -> dict[str, object]:
    return {"last_confirmed_on": today, "confirm_by": half_year_after(today)}


_EFFECTS: dict[str, Callable[[datetime.date, str], dict[str, object]]] = {
    "einreichen": lambda today, text: {"state": ActorState.SUBMITTED, "question": ""},
    "freigeben": lambda today, text: {
        "state": ActorState.APPROVED, "question": "", "released_on": today, "changed_on": None, **_confirmed(today)},
    "geprueft": lambda today, text: {"changed_on": None, "released_on": today},
    "bestaetigen": lambda today, text: _confirmed(today),
    "zurueckgeben": lambda today, text: {"state": ActorState.DRAFT, "question": text},
    "archivieren": lambda today, text: {
        "state": ActorState.ARCHIVED, "archived_because": text[:300], "question": "", "changed_on": None,
        "confirm_by": None},
    "wiederaufnehmen": lambda today, text: {"state": ActorState.DRAFT, "archived_because": "", "changed_on": None},
}  # fmt: skip
