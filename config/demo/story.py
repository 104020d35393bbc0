"""What a story of one district may hold, and how it is read from ``texts/``.

All days are "days ago", counted back from the day of loading; negative ones lie ahead. People are named by the first
part of their address ("jugendamt"), offices by their short name ("JUG").
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from districts.strict_yaml import load_mapping

TEXTS = Path(__file__).resolve().parent / "texts"


class StoryError(ValueError):
    """A file in ``texts/`` that cannot be read; the sentence names it."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """What the district makes of one point. ``days`` are those of the changes of its state, oldest first."""

    state: str = ""
    own_text: str = ""
    answer: str = ""
    reason: str = ""
    anchored_by: str = ""
    responsible: str = ""
    target: int | None = None
    days: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OwnPoint:
    """A point of the district's own; ``point`` says where it stands."""

    chapter: str
    kind: str
    title: str
    day: int
    point: Point = Point()


@dataclass(frozen=True, kw_only=True)
class Said:
    """One contribution to a thread."""

    by: str
    day: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A thread about a point; called done by whoever opened it on the day ``done``."""

    code: str
    by: str
    day: int
    title: str
    text: str
    replies: tuple[Said, ...] = ()
    done: int | None = None


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Evidence for a point (``code``) or a resolution (its title): a link, or a file with ``text`` in it."""

    by: str
    day: int
    title: str
    code: str = ""
    resolution: str = ""
    url: str = ""
    file: str = ""
    text: str = ""
    confidential: bool = False


@dataclass(frozen=True, kw_only=True)
class Example:
    """A local example or explanation of an office; without ``office`` coordination writes for the district."""

    code: str
    by: str
    day: int
    title: str
    text: str
    office: str = ""
    shared: bool = True


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A workshop of the Verständigung."""

    title: str
    day: int
    offices: tuple[str, ...]
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """An office that agreed to the understanding, by its head."""

    by: str
    office: str
    day: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A resolution or declaration; without ``decided`` it is in preparation."""

    kind: str
    title: str
    body: str
    by: str
    day: int
    decided: int | None = None
    printed_matter: str = ""
    carried_by: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Level:
    """What the district calls a functional level and what it charges it with."""

    code: str
    name: str
    mandate: str = ""


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post on a level; without ``person`` it is vacant, without ``hours`` these are still open."""

    level: str
    title: str
    office: str
    day: int
    person: str = ""
    hours: str | None = None
    powers: str = ""
    regions: tuple[str, ...] = ()
    ends: int | None = None


@dataclass(frozen=True, kw_only=True)
class Course:
    """An offer of the plan of qualification: begins ``starts`` days ago; ``offices`` with numbers of participants."""

    kind: str
    title: str
    starts: int
    ends: int | None = None
    content: str = ""
    audience: str = ""
    took_place: bool = False
    benefit: str = ""
    offices: dict[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fear:
    """The district's answer to one of the fears of A 4, or (with ``title``) one of its own."""

    answer: str
    day: int
    item: str = ""
    title: str = ""
    text: str = ""
    published: bool = True
    echo: int = 0


@dataclass(frozen=True, kw_only=True)
class Voice:
    """An anonymous text: how many months ago, in which batch (0: waits), bundled in which topic (its title)."""

    text: str
    months: int = 0
    batch: int = 0
    topic: str = ""


@dataclass(frozen=True, kw_only=True)
class Invited:
    """An invitation: sent ``day`` days ago, open, expired by itself, or revoked."""

    email: str
    role: str
    by: str
    day: int
    office: str = ""
    regions: tuple[str, ...] = ()
    revoked: bool = False


@dataclass(frozen=True, kw_only=True)
class Story:
    """Everything that happened in one district."""

    began: int
    contact: str
    rooms: tuple[str, ...]
    regions: tuple[str, ...]
    points: dict[str, Point] = field(default_factory=dict)
    own_points: tuple[OwnPoint, ...] = ()
    #: Codes moved up by one place, on which day.
    moved_up: dict[str, int] = field(default_factory=dict)
    talks: tuple[Talk, ...] = ()
    proofs: tuple[Proof, ...] = ()
    examples: tuple[Example, ...] = ()
    understanding: dict[str, str] = field(default_factory=dict)
    meetings: tuple[Meeting, ...] = ()
    consents: tuple[Consent, ...] = ()
    decisions: tuple[Decision, ...] = ()
    levels: tuple[Level, ...] = ()
    posts: tuple[Post, ...] = ()
    courses: tuple[Course, ...] = ()
    fears: tuple[Fear, ...] = ()
    voices: tuple[Voice, ...] = ()
    invited: tuple[Invited, ...] = ()
    heads: dict[str, str] = field(default_factory=dict)


def _many(kind: type[Any], entries: list[dict[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**entry) for entry in entries)


def build(raw: dict[str, Any]) -> Story:
    """A story from plain data. Raises ``TypeError`` for a key that does not exist or is missing."""
    lists: dict[str, type[Any]] = {
        "proofs": Proof,
        "examples": Example,
        "meetings": Meeting,
        "consents": Consent,
        "decisions": Decision,
        "levels": Level,
        "posts": Post,
        "courses": Course,
        "fears": Fear,
        "voices": Voice,
        "invited": Invited,
    }
    values = dict(raw)
    for name, kind in lists.items():
        values[name] = _many(kind, values.get(name, []))
    values["points"] = {code: Point(**entry) for code, entry in values.get("points", {}).items()}
    values["own_points"] = tuple(
        OwnPoint(**entry | {"point": Point(**entry.get("point", {}))}) for entry in values.get("own_points", [])
    )
    values["talks"] = tuple(
        Talk(**entry | {"replies": _many(Said, entry.get("replies", []))}) for entry in values.get("talks", [])
    )
    return Story(**values)


def read_story(folder: str) -> Story:
    """The story in ``texts/<folder>/``: the files of the folder put together. Raises ``StoryError``."""
    raw: dict[str, Any] = {}
    for path in sorted((TEXTS / folder).glob("*.yaml")):
        content = load_mapping(path, StoryError)
        twice = raw.keys() & content.keys()
        if twice:
            raise StoryError(f"{path.name}: {', '.join(sorted(twice))} stands in another file of the folder, too.")
        raw |= content
    try:
        return build(raw)
    except TypeError as error:
        raise StoryError(f"{folder}: {error}") from error


def read_stock(name: str) -> dict[str, Any]:
    """The content of ``texts/<name>.yaml``. Raises ``StoryError``."""
    return load_mapping(TEXTS / f"{name}.yaml", StoryError)
