"""Who may stand in for a person, and entering it: rules of the own account.

The account belongs to no district, so each district's people are read inside its own wall, one district after another.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from districts.models import District, Membership
from districts.refusals import Unfit
from districts.roles import Role
from districts.wall.session import DatabaseRole, acting_as
from reminders.recipients import Staff

#: A deputy who was forgotten would receive somebody's reminders for ever.
LONGEST = datetime.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may stand in: the name, and as what („Jugendamt, Amtsleitung“; with several districts, where)."""

    person_id: uuid.UUID
    name: str
    places: tuple[str, ...]

    @property
    def label(self) -> str:
        """As a list shows it."""
        return f"{self.name} ({'; '.join(self.places)})"


@dataclass
class Around:
    """The people around one person, over all their districts."""

    candidates: dict[uuid.UUID, Candidate] = field(default_factory=dict)
    #: Whom the person stands in for today or later: name, from, until.
    stands_in_for: list[tuple[str, datetime.date, datetime.date]] = field(default_factory=list)
    #: „Anna Beispiel (Jugendamt, Amtsleitung)“: whoever leads the same office and is reminded as well, always.
    fellow_heads: list[str] = field(default_factory=list)


def around(person: uuid.UUID, districts: Iterable[District], today: datetime.date) -> Around:
    """Reads the people around ``person``, each district inside its own wall. Two queries per district."""
    found = Around()
    several = len(districts := list(districts)) > 1
    absent: dict[uuid.UUID, tuple[str, datetime.date, datetime.date]] = {}
    for district in districts:
        with acting_as(DatabaseRole.DISTRICT, district_id=district.pk, user_id=person):
            staff = Staff.read(today)
        beside = f", {district.name}" if several else ""
        for other, held in staff.members.items():
            user = held[0].user
            if other == person or not staff.may_stand_in(other, person):
                continue
            shared = [m for m in held if _alike(m, staff.members[person])]
            places = tuple(dict.fromkeys(_place(m, staff) + beside for m in shared))
            before = found.candidates.get(other)
            found.candidates[other] = Candidate(other, user.name, (before.places if before else ()) + places)
            if any(m.role == Role.OFFICE_HEAD for m in shared):
                own = {m.office_id for m in staff.members[person] if m.role == Role.OFFICE_HEAD}
                found.fellow_heads += [
                    f"{user.name} ({_place(m, staff)}{beside})"
                    for m in shared
                    if m.role == Role.OFFICE_HEAD and m.office_id in own
                ]
            if user.deputy_id == person and user.deputy_from and user.deputy_until and user.deputy_until >= today:
                absent[other] = (user.name, user.deputy_from, user.deputy_until)
    found.stands_in_for = sorted(absent.values(), key=lambda entry: (entry[1], entry[0]))
    found.candidates = dict(sorted(found.candidates.items(), key=lambda entry: entry[1].name.casefold()))
    return found


def _alike(membership: Membership, own: Iterable[Membership]) -> bool:
    return any(
        (m.office_id, m.area_id) == (membership.office_id, membership.area_id)
        and (m.office_id or m.area_id or m.role == membership.role == Role.COORDINATION)
        for m in own
    )


def _place(membership: Membership, staff: Staff) -> str:
    office = staff.offices.get(membership.office_id) if membership.office_id else None
    role = str(membership.get_role_display())
    return f"{office.name}, {role}" if office else role


@transaction.atomic
def name_deputy(
    *,
    user: User,
    deputy: uuid.UUID,
    first: datetime.date,
    last: datetime.date,
    candidates: Iterable[uuid.UUID],
    today: datetime.date,
) -> None:
    """Stores that ``deputy`` stands in for ``user`` from ``first`` to ``last``, both included.

    ``candidates`` are the keys of ``around``, read in the same transaction. Raises ``Unfit`` with a sentence per field.
    """
    problems = {}
    if deputy == user.pk:
        problems["deputy"] = "Sich selbst können Sie nicht vertreten."
    elif deputy not in set(candidates):
        problems["deputy"] = "Diese Person kann Sie nicht vertreten. Bitte wählen Sie jemanden aus der Liste."
    if last < first:
        problems["deputy_until"] = "Das Ende liegt vor dem Anfang."
    elif last < today:
        problems["deputy_until"] = "Dieser Tag ist schon vorbei."
    elif last - first > LONGEST:
        problems["deputy_until"] = "Eine Vertretung gilt höchstens ein Jahr. Danach tragen Sie sie neu ein."
    if problems:
        raise Unfit(problems)
    User.objects.filter(pk=user.pk).update(deputy=deputy, deputy_from=first, deputy_until=last)


def end_deputy(*, user: User) -> None:
    """From now on nobody stands in for ``user``. Harmless to repeat."""
    User.objects.filter(pk=user.pk).update(deputy=None, deputy_from=None, deputy_until=None)
