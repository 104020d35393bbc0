"""The history of one thing ("Verlauf"), as people may read it.

Triggers keep every change (``wall/tenancy.py``). Here the kept rows become sentences: what changed from what to what,
by which office, on which day. Outside the own office there is neither a name nor a clock time (DESIGN § 1, sentence 4),
and there is no way to ask for the changes of one person.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import User
from districts.member import Member, MemberRequest
from districts.models import Office
from districts.roles import Role

#: Entries shown; older ones stay in the database.
SHOWN = 20
#: Rows read per table: enough for ``SHOWN`` entries of several rows each.
_READ = 200
#: Longest text of one value; the full present text stands on the page itself.
_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its German label, the value before and after, ready to show. "" stands for nothing."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class Entry:
    """One step of the history: ``when`` and ``who`` as far as the reader may know them."""

    when: str
    who: str
    what: str
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to a thing, told in its history: ``Part(WorkshopOffice, "workshop", of="office")``.

    ``link`` names the foreign key to the thing, ``of`` the field that says what was added or removed, ``value`` a
    further field shown behind it (a number of people). ``named`` is the way to the name of what ``of`` points at
    ("theme__name"), where it is never removed: then it comes along, without a query for names.
    """

    model: type[models.Model]
    link: str
    of: str
    value: str = ""
    label: str = ""
    named: str = ""


@dataclass(slots=True)
class _Step:
    """A kept row with the row before it; ``before`` is None for what is new, ``after`` for what was removed."""

    event: Any
    before: Any
    after: Any
    part: Part | None


def history_of(
    instance: models.Model,
    member: Member,
    *,
    visible: models.Q | None = None,
    parts: Sequence[Part] = (),
    hidden: Collection[str] = (),
    created: str = "Angelegt",
) -> list[Entry]:
    """The latest changes of ``instance`` and its ``parts``, newest first, as ``member`` may read them.

    ``visible`` narrows the kept rows of ``instance`` where drafts are not for everybody: what was kept while the thing
    was a draft is then neither shown nor compared with, and the first visible row counts as the beginning. ``hidden``
    names fields of ``instance`` that are not for this reader. Call it only for an ``instance`` that ``member`` may see.
    Queries: one for the thing, one for all its parts, one per kind of row that values name.
    """
    own = _events(type(instance)).filter(pgh_obj_id=instance.pk)
    steps = _steps((own.filter(visible) if visible is not None else own)[: _READ + 1], None)
    for part, rows in _part_events(instance, parts):
        steps += _steps(rows, part)
    if visible is not None and parts:
        # Parts have no state of their own: before the thing was to be seen, neither were they.
        begin = min((s.event.pgh_created_at for s in steps if s.part is None), default=None)
        steps = [s for s in steps if begin is not None and s.event.pgh_created_at >= begin]
    groups = _by_request(steps)[:SHOWN]
    names = _Names(groups, member)
    entries = []
    for group in groups:
        entry = _entry(group, member, names, created, hidden)
        if entry:
            entries.append(entry)
    return entries


def history_if_asked(request: MemberRequest, instance: models.Model, **how: Any) -> list[Entry] | None:
    """``history_of`` once the reader has asked for it with ``?verlauf=ja``, before that None.

    Few who open a page want its history, and reading it costs as much as the rest of the page.
    """
    return history_of(instance, request.member, **how) if request.GET.get("verlauf") == "ja" else None


def _events(model: type[models.Model]) -> Any:
    event_model: Any = model._meta.get_field("events").related_model
    return event_model._base_manager.order_by("-pgh_created_at", "-pgh_id")


def _part_events(instance: models.Model, parts: Sequence[Part]) -> list[tuple[Part, list[Any]]]:
    """The kept rows of every part, newest first. One query: their columns differ, so each row travels as JSON."""
    asked: list[Any] = []
    for number, part in enumerate(parts):
        rows = _events(part.model).filter(**{f"{part.link}_id": instance.pk})
        columns = {item.attname: item.attname for item in rows.model._meta.local_concrete_fields}
        named = {"part_name": part.named} if part.named else {}
        place = models.Value(number, output_field=models.SmallIntegerField())
        asked.append(rows.values_list(place, JSONObject(**columns, **named))[: _READ + 1])
    found: list[tuple[Part, list[Any]]] = [(part, []) for part in parts]
    for number, data in asked[0].union(*asked[1:], all=True) if asked else ():
        part, rows = found[number]
        model = _events(part.model).model
        row = model(**{item.attname: item.to_python(data[item.attname]) for item in model._meta.local_concrete_fields})
        row.part_name = data.get("part_name")
        rows.append(row)
    for _, rows in found:
        rows.sort(key=lambda row: (row.pgh_created_at, row.pgh_id), reverse=True)
    return found


def _steps(events: Iterable[Any], part: Part | None) -> list[_Step]:
    """Pairs each kept row with the one before it, object by object."""
    rows = list(events)
    older: dict[Any, Any] = {}
    steps = []
    for row in reversed(rows):
        gone = row.pgh_label == "delete"
        steps.append(_Step(event=row, before=older.get(row.pgh_obj_id), after=None if gone else row, part=part))
        older[row.pgh_obj_id] = row
    # The oldest of a full reading has no predecessor here, so it could only pretend to be the beginning.
    return steps[1:] if len(rows) > _READ else steps


def _by_request(steps: Iterable[_Step]) -> list[list[_Step]]:
    """What one request changed is one entry. Newest first; inside an entry the thing itself comes first."""
    groups: dict[Any, list[_Step]] = defaultdict(list)
    for step in steps:
        key = step.event.pgh_context_id or (step.event.pgh_created_at, step.part is None and step.event.pgh_id)
        groups[key].append(step)
    for group in groups.values():
        group.sort(key=lambda s: (s.part is not None, s.event.pgh_created_at, s.event.pgh_id))
    # Turned round afterwards, so that of two of the same moment the one written later comes first.
    return sorted(groups.values(), key=lambda g: max(s.event.pgh_created_at for s in g))[::-1]


def _entry(group: list[_Step], member: Member, names: "_Names", created: str, hidden: Collection[str]) -> Entry | None:
    event = group[0].event
    when, who = _when_and_who(event, member, names)
    if any(s.part is None and s.before is None for s in group):
        return Entry(when, who, created)
    changes = [change for step in group for change in _changes(step, names, hidden)]
    return Entry(when, who, "Geändert", changes) if changes else None


def _changes(step: _Step, names: "_Names", hidden: Collection[str]) -> list[Change]:
    if step.part is not None:
        return _part_changes(step, step.part, names)
    found = []
    for item in _told_fields(type(step.event)):
        if item.name in hidden:
            continue
        before, after = _value(item, step.before, names), _value(item, step.after, names)
        if before != after:
            found.append(Change(_label(item), before, after))
    return found


def _part_changes(step: _Step, part: Part, names: "_Names") -> list[Change]:
    meta = type(step.event)._meta
    of = meta.get_field(part.of)

    def told(row: Any) -> str:
        if row is None:
            return ""
        name = row.part_name if part.named else _value(of, row, names)
        number = _value(meta.get_field(part.value), row, names) if part.value else ""
        return f"{name}: {number}" if number else name

    before, after = told(step.before), told(step.after)
    return [Change(part.label or _label(of), before, after)] if before != after else []


def _told_fields(event_model: type[models.Model]) -> list[Any]:
    """Fields of a kept row that people edit. Numbers of versions, orders and times of saving tell nobody anything."""
    return [
        f
        for f in event_model._meta.local_concrete_fields
        if not f.name.startswith("pgh_") and f.name not in ("id", "district") and f.editable
    ]


def _target(item: Any) -> type[models.Model]:
    found: type[models.Model] = item.related_model
    return found


def _label(item: Any) -> str:
    label = str(item.verbose_name)
    return label[:1].upper() + label[1:]


def _value(item: Any, row: Any, names: "_Names") -> str:
    """The value of one field of a kept row as a German reader expects it."""
    raw = None if row is None else getattr(row, item.attname)
    if raw is None or raw == "":
        return ""
    if isinstance(item, models.ForeignKey):
        return names.of(_target(item), raw)
    if item.choices:
        return str(dict(item.flatchoices).get(raw, raw))
    if isinstance(raw, bool):
        return "ja" if raw else "nein"
    if isinstance(raw, datetime.datetime):
        return timezone.localtime(raw).strftime("%d.%m.%Y")
    if isinstance(raw, datetime.date):
        return raw.strftime("%d.%m.%Y")
    if isinstance(raw, Decimal | float):
        return f"{raw}".replace(".", ",")
    text = str(raw)
    return text if len(text) <= _LENGTH else text[:_LENGTH].rstrip() + " …"


def _when_and_who(event: Any, member: Member, names: "_Names") -> tuple[str, str]:
    """Day and office; inside the own office also the name and the clock time."""
    at = timezone.localtime(event.pgh_created_at)
    context = _context(event)
    roles, offices = context["roles"], context["offices"]
    if context["user"] and offices & member.office_ids:
        return at.strftime("%d.%m.%Y, %H:%M Uhr"), names.of(User, context["user"])
    # The same order as in a discussion: somebody who coordinates speaks as coordination.
    first = next((role for role in Role if role.value in roles), None)
    if first in (Role.OFFICE_HEAD, Role.OFFICE_STAFF) or (first is None and offices):
        who = ", ".join(sorted(names.of(Office, office) for office in offices))
    else:
        who = first.label if first else ""
    return at.strftime("%d.%m.%Y"), who


def _context(event: Any) -> dict[str, Any]:
    """Who acted, as the wall noted it: user, roles, offices. Empty for what the installation itself wrote."""
    raw = event.pgh_context if isinstance(event.pgh_context, Mapping) else {}
    return {
        "user": uuid.UUID(raw["user"]) if raw.get("user") else None,
        "roles": set(filter(None, str(raw.get("roles", "")).split(","))),
        "offices": {uuid.UUID(part) for part in str(raw.get("offices", "")).split(",") if part},
    }


class _Names:
    """Names of the rows that the shown entries mention, with one query per kind of row."""

    def __init__(self, groups: list[list[_Step]], member: Member) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for step in (s for group in groups for s in group):
            context = _context(step.event)
            wanted[Office] |= context["offices"]
            if context["offices"] & member.office_ids:
                wanted[User].add(context["user"])
            if step.part is None and step.before is None:
                continue
            # The thing itself is never named in its own history, nor what came along with its name.
            part = step.part
            known = {part.link, part.of if part.named else part.link} if part else set()
            told = [item for item in _told_fields(type(step.event)) if item.name not in known]
            for row in (step.before, step.after):
                for item in told if row is not None else ():
                    if isinstance(item, models.ForeignKey) and getattr(row, item.attname) is not None:
                        wanted[_target(item)].add(getattr(row, item.attname))
        self._names = {
            model: {row.pk: str(row) for row in model._base_manager.filter(pk__in=keys)}
            for model, keys in wanted.items()
            if keys
        }

    def of(self, model: type[models.Model], key: Any) -> str:
        """The name of a row; a removed one is said to be that."""
        return self._names.get(model, {}).get(key, "(nicht mehr vorhanden)")
