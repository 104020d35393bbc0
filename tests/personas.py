"""Who is sent against every URL. Seen from Mitte, whose pages are asked for; ``foreign`` coordinates Pankow."""

from collections.abc import Callable

from accounts.models import User
from districts.roles import Role
from tests.factories import World

#: The roles inside Mitte, and a second head and member of the Bezirksamt, of another office and another area.
MEMBERS = frozenset([*(str(role.value) for role in Role), "second_head", "second_leadership"])
SIGNED_IN = MEMBERS | {"foreign", "outsider", "senate", "editor", "operator", "superuser"}
#: A deactivated person is nobody: signing in does not hold.
NOBODY = frozenset(["anonymous", "inactive"])
ANYONE = SIGNED_IN | NOBODY

COORDINATION = frozenset(["coordination"])
LEADERSHIP = frozenset(["leadership", "second_leadership"])
LEADERSHIP_STAFF = frozenset(["leadership_staff"])
HEADS = frozenset(["office_head", "second_head"])
OFFICES = HEADS | {"office_staff"}
SENATE = frozenset(["senate", "editor"])
EDITOR = frozenset(["editor"])
OPERATOR = frozenset(["operator"])
NONE: frozenset[str] = frozenset()

#: In the order in which somebody is chosen to look at a page on behalf of all who may.
PERSONAS: tuple[str, ...] = (
    *("coordination", "leadership", "leadership_staff", "office_head", "office_staff", "data", "neighbourhood"),
    *("reader", "second_head", "second_leadership"),
    *("operator", "editor", "senate", "outsider", "foreign", "superuser", "anonymous", "inactive"),
)

_BESIDE: dict[str, Callable[[World], User | None]] = {
    "foreign": lambda world: world.pankow.people["coordination"],
    "outsider": lambda world: world.outsider,
    "inactive": lambda world: world.inactive,
    "senate": lambda world: world.senate,
    "editor": lambda world: world.editor,
    "operator": lambda world: world.operator,
    "superuser": lambda world: world.superuser,
    "anonymous": lambda world: None,
}


def person(world: World, persona: str) -> User | None:
    """The user behind ``persona``; None for somebody who has not signed in."""
    return _BESIDE[persona](world) if persona in _BESIDE else world.mitte.people[persona]


def rights_of(*roles: Role | str) -> frozenset[str]:
    """Personas by role, the second head and second leadership with their role."""
    chosen = {str(getattr(role, "value", role)) for role in roles}
    seconds = {f"second_{short}" for role, short in (("office_head", "head"), ("leadership", "leadership"))
               if role in chosen}  # fmt: skip
    return frozenset(chosen | seconds)
