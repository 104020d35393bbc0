"""A list between its upload and its end: kept for its check, taken over in one go, or nothing of it."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from districts.member import Member
from districts.refusals import NotNow, Unfit
from lists.table_file import TableError, read_table
from partners.actors.editing import add_part, change, enter
from partners.importing.checking import Check, Fate, Outcome, added, changes, check
from partners.importing.columns import doubled, guess, plain
from partners.importing.values import Told
from partners.models import Actor, ActorTargetGroup, ActorTheme, ColumnMemory, Offer, PendingImport

#: A list of actors is far below it.
MOST_ROWS = 2_000
#: A table nobody took over goes with the next one that anybody reads in.
KEPT_FOR = datetime.timedelta(days=7)
MOVED = (
    "Das Verzeichnis hat sich inzwischen geändert. Es wurde nichts übernommen. Bitte sehen Sie sich die Prüfung noch "
    "einmal an."
)
#: Decision on a row that is only near to an entry; anything else is the key of the entry it belongs to.
LEAVE, ANEW = "", "neu"


@transaction.atomic
def keep_table(*, content: bytes, file_name: str, by: Member) -> PendingImport:
    """Reads a file and keeps its table for the check, instead of an earlier one of the same person.

    Nothing of the register changes. Raises ``Unfit`` at ``file`` for what is no table.
    """
    by.require("release_actors")
    try:
        table = read_table(content, most_rows=MOST_ROWS)
    except TableError as error:
        raise Unfit({"file": str(error)}) from error
    today = timezone.localdate()
    gone = Q(person=by.user) | Q(uploaded_on__lt=today - KEPT_FOR)
    PendingImport.objects.filter(gone).delete()
    remembered = dict(ColumnMemory.objects.values_list("heading", "field"))
    return PendingImport.objects.create(
        person=by.user,
        file_name=file_name[:200],
        header=list(table.header),
        rows=[[row.number, list(row.cells), row.faults] for row in table.rows],
        notes=list(table.notes),
        fields=guess(table.header, remembered),
        uploaded_on=today,
    )


@transaction.atomic
def choose_columns(*, pending: PendingImport, fields: list[str], by: Member) -> None:
    """Takes the columns as ``fields`` and remembers it for the next list. ``Unfit`` where one stands twice."""
    by.require("release_actors")
    if "name" not in fields:
        raise Unfit({"": "Bitte wählen Sie, in welcher Spalte der Name steht."})
    if twice := doubled(fields):
        raise Unfit({"": f"Mehr als eine Spalte ist als „{twice[0]}“ gewählt. Bitte wählen Sie eine davon."})
    pending.fields = fields
    pending.save(update_fields=["fields"])
    for heading, name in zip(pending.header, fields, strict=True):
        if word := plain(heading):
            ColumnMemory.objects.update_or_create(heading=word, defaults={"field": name})


@transaction.atomic
def take_over(
    *, pending_id: UUID, mark: str, decisions: Mapping[int, str], leave_faults: bool, by: Member
) -> dict[str, int]:
    """Writes what the check with this ``mark`` showed and removes the table. Returns how many were new and changed.

    ``decisions``: number of a row that is near to an entry -> ``LEAVE``, ``ANEW`` or the key of that entry. Raises
    ``NotNow`` where something changed since, ``Unfit`` where rows have faults and are not to be left out.
    """
    by.require("release_actors")
    pending = PendingImport.objects.select_for_update().filter(pk=pending_id, person=by.user).first()
    if pending is None:
        raise NotNow("Diese Liste ist schon übernommen oder verworfen.")
    found: Check = check(pending.rows, pending.fields, by)
    if found.mark != mark:
        raise NotNow(MOVED)
    faults = found.of(Fate.FAULT)
    if faults and not leave_faults:
        raise Unfit({"": "Einige Zeilen haben Fehler. Bessern Sie die Datei aus oder lassen Sie diese Zeilen aus."})
    done = {"new": 0, "changed": 0, "left": len(faults)}
    for outcome in found.outcomes:
        actor = outcome.actor
        if outcome.fate == Fate.TWIN:
            decision = decisions.get(outcome.number, LEAVE)
            actor = next((twin for twin in outcome.twins if str(twin.pk) == decision), None)
            if actor is None and decision != ANEW:
                done["left"] += 1
                continue
        if actor is not None and outcome.fate in (Fate.TWIN, Fate.CHANGED):
            done["changed"] += _change(actor, outcome.told, by)
        elif outcome.fate in (Fate.NEW, Fate.TWIN):
            _enter(outcome, by)
            done["new"] += 1
    pending.delete()
    return done


def _enter(outcome: Outcome, by: Member) -> None:
    told = outcome.told
    values: dict[str, Any] = {"region": told.placed} | told.values
    if told.unknown:
        values["notes"] = "\n".join(told.unknown)
    row = enter(values=values, themes=told.chosen["themes"], target_groups=told.chosen["target_groups"], by=by)
    for title in told.offers:
        add_part(Offer, actor_id=row.pk, values={"title": title}, by=by)


def _change(actor: Actor, told: Told, by: Member) -> int:
    new, more = changes(actor, told), added(actor, told)
    if not new and not any(more.values()):
        return 0
    held: Any = actor
    ties: dict[Any, Any] = {ActorTheme: "themes", ActorTargetGroup: "target_groups"}
    chosen = {
        model: (held_keys := set(getattr(held, f"{name}_held")), held_keys | {one.pk for one in more[name]})
        for model, name in ties.items()
    }
    change(actor_id=actor.pk, seen={name: getattr(actor, name) for name in new}, new=new, chosen=chosen, by=by)
    for title in more["offers"]:
        add_part(Offer, actor_id=actor.pk, values={"title": title}, by=by)
    return 1
