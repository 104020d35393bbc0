"""The cast: the same people by their part in every district, and three beside the districts.

Names are put together from first names and words nobody is called by, so that nobody real is meant.
"""

import datetime
from dataclasses import dataclass
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from config.demo.diary import Diary
from config.demo.story import Story
from districts.member import Holding, Member
from districts.membership import start_membership
from districts.models import BusinessArea, Office, Region, StatewideMembership
from districts.rights import read_rights
from districts.roles import Role, StatewideRole
from districts.wall.session import DatabaseRole, acting_as

PASSWORD = "querlinie-demo"  # noqa: S105  (invented data: everybody may sign in)
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Part:
    """One part of the cast: first part of the address, role, and the office or area (by position) that goes with it."""

    name: str
    role: Role
    office: str = ""
    area: int = 0


PARTS = (
    Part("planung", Role.COORDINATION),
    Part("spitze", Role.LEADERSHIP, area=1),
    Part("stadtrat2", Role.LEADERSHIP, area=2),
    Part("buero", Role.LEADERSHIP_STAFF, area=1),
    Part("daten", Role.DATA),
    Part("jugendamt", Role.OFFICE_HEAD, office="JUG"),
    Part("soziales", Role.OFFICE_HEAD, office="SOZ"),
    Part("stadtentwicklung", Role.OFFICE_HEAD, office="STAPL"),
    Part("mitarbeit.jugendamt", Role.OFFICE_STAFF, office="JUG"),
    Part("stadtteil", Role.NEIGHBOURHOOD),
    Part("lesen", Role.READER),
)
#: Head of an office that says the approach is not sensible for it (B3.1d), so that this is seen, too.
NOT_SENSIBLE = Part("personal", Role.OFFICE_HEAD, office="SE-PERS")
#: First part of the address -> role, Ressort.
STATEWIDE = {
    "senat": (StatewideRole.SENATE, "Senatsverwaltung für Stadtentwicklung (Demo)"),
    "redaktion.senat": (StatewideRole.SENATE_EDITOR, "Senatsverwaltung für Stadtentwicklung (Demo)"),
    "betrieb": (StatewideRole.OPERATOR, ""),
    "jugend.senat": (StatewideRole.SENATE, "Senatsverwaltung für Jugend (Demo)"),
}

_FIRST = [
    "Aylin",
    "Bernd",
    "Charlie",
    "Dörte",
    "Emre",
    "Frauke",
    "Gülay",
    "Henning",
    "Imke",
    "Jannis",
    "Katharina",
    "Lenny",
    "Marlies",
    "Nuri",
    "Olga",
    "Paul",
    "Quirin",
    "Renate",
    "Samir",
    "Toni",
    "Ute",
    "Viktor",
    "Wiebke",
    "Yusuf",
    "Kim",
    "Alex",
    "Robin",
    "Sascha",
    "Noa",
]
_LAST = [
    "Beispiel",
    "Muster",
    "Probe",
    "Platzhalter",
    "Testmann",
    "Schablone",
    "Vorlage",
    "Entwurf",
    "Musterstein",
    "Beispielhaus",
    "Fantasie",
    "Erfunden",
]


def invented_name(number: int) -> str:
    """The name number ``number``; repeats only after all pairs were used."""
    turn, first = divmod(number, len(_FIRST))
    return f"{_FIRST[first]} {_LAST[(turn + 5 * first) % len(_LAST)]}"


def address(part: str, slug: str = "") -> str:
    """``planung.mitte@demo.example``; without a slug somebody beside the districts."""
    return f"{part}.{slug}@{DOMAIN}" if slug else f"{part}@{DOMAIN}"


def parts_of(story: Story) -> list[Part]:
    """The cast of a district: the parts of every district, and heads of further offices where the story has some."""
    return [*PARTS, NOT_SENSIBLE, *(Part(name, Role.OFFICE_HEAD, office=short) for name, short in story.heads.items())]


@cache
def _hashed_password() -> str:
    # Slow on purpose, 0.2 s a time: one hash for all.
    return make_password(PASSWORD)


def make_people(names: dict[str, str]) -> dict[str, User]:
    """Creates the accounts ``address -> name`` with confirmed addresses."""
    password = _hashed_password()
    people = User.objects.bulk_create(
        [User(email=email, name=name, password=password) for email, name in names.items()]
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people
    )
    return {user.email: user for user in people}


def make_statewide() -> User:
    """The people beside the districts, where they are missing; returns the operator. As owner."""
    held = dict(User.objects.filter(email__in=[address(part) for part in STATEWIDE]).values_list("email", "pk"))
    names = {address(part): invented_name(300 + n) for n, part in enumerate(STATEWIDE) if address(part) not in held}
    people = make_people(names)
    for part, (role, department) in STATEWIDE.items():
        if address(part) in people:
            StatewideMembership.objects.create(user=people[address(part)], role=role, department=department)
    return User.objects.get(email=address("betrieb"))


def make_members(*, diary: Diary, story: Story, operator: User) -> dict[str, Member]:
    """The cast of a district with accounts and memberships since its beginning: part -> member.

    As owner; the memberships are the operator's doing.
    """
    district, starts_on = diary.district, diary.day(story.began)
    number = int(district.key)
    parts = parts_of(story)
    users = make_people({address(p.name, district.slug): invented_name(number * 17 + n) for n, p in enumerate(parts)})
    offices = {office.short_name: office for office in Office.objects.filter(district=district)}
    areas = {area.position: area for area in BusinessArea.objects.filter(district=district)}
    regions = list(Region.objects.filter(district=district, key__in=story.regions))
    members = {}
    doing = {"user": str(operator.pk), "roles": StatewideRole.OPERATOR.value, "offices": ""}
    with acting_as(DatabaseRole.DISTRICT, district_id=district.pk, user_id=operator.pk, context=doing):
        diary.happens_at_the_beginning()
        for part in parts:
            held = start_membership(
                district=district,
                user=users[address(part.name, district.slug)],
                role=part.role,
                office=offices.get(part.office),
                area=areas.get(part.area),
                regions=regions if part.role == Role.NEIGHBOURHOOD else (),
                starts_on=starts_on,
            )
            holding = Holding(district.pk, part.role, held.office_id, held.area_id)
            rights = read_rights(user_id=held.user_id, district_id=district.pk, day=timezone.localdate())
            members[part.name] = Member(held.user, district, rights, (holding,))
    return members


def tell_wishes(people: dict[str, Member], *, today: datetime.date) -> None:
    """Two of the cast have arranged their reminders: one reads mail twice a week, one will be away. As owner."""
    weekly, away = people["stadtentwicklung"].user, people["mitarbeit.jugendamt"].user
    User.objects.filter(pk=weekly.pk).update(mail_wish=User.MailWish.DAYS, mail_days=[0, 3])
    User.objects.filter(pk=away.pk).update(
        deputy=people["jugendamt"].user.pk,
        deputy_from=today + datetime.timedelta(days=21),
        deputy_until=today + datetime.timedelta(days=34),
    )
