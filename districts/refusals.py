"""What the rules say when they say no. Each becomes a page with a German sentence, never a 500."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied

from districts.roles import known_right


class Refused(PermissionDenied):
    """A right is missing inside the own district: 403, with who may do it and whom to ask."""

    def __init__(self, codename: str) -> None:
        self.codename = known_right(codename)
        super().__init__(codename)


class NotNow(Exception):
    """The thing is not in a state that allows this: 409 with the reason as a sentence."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed at once."""

    seen: object
    stored: object
    yours: object


@dataclass
class Conflict(Exception):
    """Somebody changed the same field meanwhile: 409 with both texts. ``clashes`` maps field name to the texts.

    ``moved`` maps the fields that only the others changed to what is stored now.
    """

    clashes: dict[str, Clash] = field(default_factory=dict)
    moved: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return "Jemand anderes hat dasselbe Feld inzwischen geändert: " + ", ".join(self.clashes)


class Unfit(Exception):
    """What was entered does not fit a rule: field name -> German sentence, shown at the fields (422)."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))
