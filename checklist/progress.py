"""Rules of working on a point: save, add an own point, order, attach evidence and discussion."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from checklist.models import Contribution, Kind, Progress, ProgressEvidence, ProgressThread
from checklist.states import State, kinds_with_states, states_for
from discussions.models import Thread
from discussions.talking import open_thread
from districts.member import Member
from districts.merge import merge
from districts.models import District, Office
from districts.refusals import NotNow, Refused, Unfit
from evidence.models import Evidence
from evidence.storing import discard

#: Kinds of points a district may add itself.
OWN_KINDS = (Kind.DECISION, Kind.STEP, Kind.QUESTION, Kind.CORNERSTONE, Kind.BENEFIT)
#: What a district writes beside the common text.
_WORDS = {"own_text", "answer"}


@transaction.atomic
def save_progress(*, code: str, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> list[str]:
    """Merges ``new`` into the point ``code`` field by field and returns the names of the changed fields.

    ``seen`` is what the form showed. Raises ``Refused``; ``Conflict`` where somebody changed the same field meanwhile;
    ``Unfit`` where the result breaks a rule of DESIGN § 6. In all these cases nothing is stored.
    """
    by.require("edit_checklist")
    row = Progress.objects.select_for_update(of=("self",)).select_related("item").get(code=code)
    changed = merge(row, seen=seen, new=new)
    if not changed:
        return []
    problems = complaints(row)
    if problems:
        raise Unfit(problems)
    # Words that nobody touched keep standing beside the wording they were written beside.
    if row.item and _WORDS & set(changed) and not any(getattr(row, name) for name in _WORDS - set(changed)):
        row.text_version = row.item.version
    row.changed_at = timezone.now()
    row.save(update_fields=[*changed, "text_version", "changed_at"])
    return changed


@transaction.atomic
def leave_words(*, code: str, version: int, by: Member) -> None:
    """The district has read ``version`` of the common text and leaves its own words as they are. Nothing else changes.

    Raises ``Refused``; ``NotNow`` where the common text has changed once more since it was read.
    """
    by.require("edit_checklist")
    row = Progress.objects.select_for_update(of=("self",)).select_related("item").get(code=code)
    if row.item is None or row.item.version != version:
        raise NotNow("Der gemeinsame Text hat sich seitdem noch einmal geändert. Bitte lesen Sie die neue Fassung.")
    row.text_version = version
    row.save(update_fields=["text_version"])


def complaints(row: Progress) -> dict[str, str]:
    """What the rules of DESIGN § 6 object to, field name -> sentence; empty where all fits."""
    allowed = states_for(row.kind, minimum=row.minimum)
    if row.state not in allowed and (row.state or allowed):
        return {"state": "Diesen Stand gibt es für diese Art von Punkt nicht."}
    if row.state in State.set_aside() and not row.reason.strip():
        return {"reason": f"Für „{State(row.state).label}“ ist eine Begründung nötig."}
    if row.state == State.ANCHORED and not row.anchored_by.strip() and not _has_evidence(row):
        return {"anchored_by": "Für „verankert“ braucht es einen Satz, woran man es erkennt, oder einen Nachweis."}
    return {}


def _has_evidence(row: Progress) -> bool:
    return ProgressEvidence.objects.filter(progress=row).exists()


@transaction.atomic
def add_own_point(*, chapter: str, kind: str, title: str, by: Member) -> Progress:
    """A point of the district beside the common ones, at the end of its chapter, with the next free code (E1, E2 …)."""
    by.require("edit_checklist")
    if kind not in OWN_KINDS:
        raise Unfit({"kind": "Diese Art von Punkt gibt es für eigene Punkte nicht."})
    # One lock for the district: two people adding at once get two codes.
    District.objects.select_for_update(of=("self",)).get(pk=by.district.pk)
    rows = list(Progress.objects.values_list("code", "chapter", "position"))
    numbers = [int(match[1]) for code, _, _ in rows if (match := re.fullmatch(r"E(\d+)", code))]
    positions = [position for _, in_chapter, position in rows if in_chapter == chapter]
    return Progress.objects.create(
        code=f"E{max(numbers, default=0) + 1}",
        chapter=chapter,
        kind=kind,
        own_title=title,
        state=State.OPEN if kind in kinds_with_states() else "",
        position=max(positions, default=0) + 1,
    )


@transaction.atomic
def remove_own_point(*, code: str, by: Member) -> None:
    """Takes an own point away; its history stays. Common points cannot be removed, only set aside."""
    by.require("edit_checklist")
    row = Progress.objects.select_for_update(of=("self",)).get(code=code)
    if not row.is_own:
        raise NotNow(
            "Gemeinsame Punkte lassen sich nicht entfernen. Sie können sie als nicht vorgesehen kennzeichnen oder "
            "zurückstellen."
        )
    if Contribution.objects.filter(progress=row).exists() or ProgressThread.objects.filter(progress=row).exists():
        raise NotNow("Zu diesem Punkt gibt es schon Beiträge oder Gespräche. Deshalb bleibt er stehen.")
    ties = ProgressEvidence.objects.filter(progress=row).values("evidence_id")
    evidence = list(Evidence.objects.filter(pk__in=ties))
    row.delete()
    discard(evidence)


@transaction.atomic
def move(*, code: str, up: bool, by: Member) -> None:
    """Moves a point one place up or down within its chapter: every district has its own order (B1.2)."""
    by.require("edit_checklist")
    chapter = Progress.objects.values_list("chapter", flat=True).get(code=code)
    # Locked in one order, so that two people moving at once wait for each other instead of blocking.
    locked = list(Progress.objects.select_for_update(of=("self",)).filter(chapter=chapter).order_by("pk"))
    rows = sorted(locked, key=lambda r: (r.position, r.code))
    here = next(n for n, row in enumerate(rows) if row.code == code)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        raise NotNow("Weiter geht es in diesem Kapitel nicht.")
    places = sorted({row.position for row in rows})
    if len(places) < len(rows):
        places = [places[0] + n for n in range(len(rows))]
    rows[here], rows[there] = rows[there], rows[here]
    for row, place in zip(rows, places, strict=True):
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])


def attach_evidence(*, progress: Progress, evidence: Evidence) -> None:
    """Ties evidence to a point."""
    ProgressEvidence.objects.create(progress=progress, evidence=evidence)


@transaction.atomic
def discuss(*, progress: Progress, title: str, text: str, by: Member) -> Thread:
    """Opens a thread about a point."""
    by.require("discuss_checklist")
    thread = open_thread(title=title, text=text, by=by)
    ProgressThread.objects.create(progress=progress, thread=thread)
    return thread


@transaction.atomic
def contribute(*, progress: Progress, office: Office | None, title: str, text: str, shared: bool, by: Member) -> None:
    """Adds a local example or explanation: of an office by its people, of the whole district by coordination."""
    require_pen(office, by)
    Contribution.objects.create(
        progress=progress, office=office, title=title, text=text, shared=shared or office is None
    )


@transaction.atomic
def change_contribution(
    *, contribution: Contribution, seen: Mapping[str, object], new: Mapping[str, object], by: Member
) -> None:
    """Merges a changed contribution; only its office (or coordination for the district's) may."""
    row = Contribution.objects.select_for_update(of=("self",)).select_related("office").get(pk=contribution.pk)
    require_pen(row.office, by)
    changed = merge(row, seen=seen, new=new)
    if row.office is None and not row.shared:
        raise Unfit({"shared": "Was die Planungskoordination für den Bezirk schreibt, ist immer sichtbar."})
    if changed:
        row.save(update_fields=changed)


@transaction.atomic
def remove_contribution(*, contribution: Contribution, by: Member) -> None:
    """Takes a contribution away. Errors as in ``change_contribution``."""
    row = Contribution.objects.select_for_update(of=("self",)).select_related("office").get(pk=contribution.pk)
    require_pen(row.office, by)
    row.delete()


def writes_for(member: Member, office_id: UUID | None) -> bool:
    """True if ``member`` writes for the office, or (None) for the whole district."""
    return member.may("edit_checklist") if office_id is None else member.may("prepare_office", office_id)


def require_pen(office: Office | None, by: Member) -> None:
    """Raises ``Refused`` unless ``by`` writes for ``office`` (None: for the whole district)."""
    if not writes_for(by, office.pk if office else None):
        raise Refused("edit_checklist" if office is None else "prepare_office")
