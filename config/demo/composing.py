"""Composes the story of a district that is not worked out in depth, from a common stock of texts.

What a district takes from the stock, and how much, stands in ``texts/bezirke.yaml``; which of it falls to which point
is chosen by chance that always falls alike.
"""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from checklist.models import Progress
from checklist.states import State
from config.demo.story import Story, build

#: Days ago of the two target dates that have passed, in every district: nobody has more of them than anybody else.
OVERDUE = (24, 9)


def compose(
    *,
    settings: Mapping[str, Any],
    stock: Mapping[str, Any],
    names: Mapping[str, str],
    states: Mapping[str, State],
    rows: Iterable[Progress],
    seed: str,
) -> Story:
    """The story of one district.

    ``settings`` is its entry in ``bezirke.yaml``; ``names`` fills the placeholders of the stock (r1, r2, bezirk);
    ``states`` are dealt already and get the words they need.
    """
    chance = random.Random(seed)  # noqa: S311  (nothing secret hangs on it)
    set_aside = {code for code, state in states.items() if state in State.set_aside()}
    texts = _Stock(stock, names, chance, set_aside)
    began = settings["began"]
    points = _points(sorted(rows, key=lambda r: r.code), states, settings, texts, chance)
    raw = {
        "began": began,
        "contact": settings["contact"],
        "rooms": settings["rooms"],
        "regions": settings["regions"],
        "points": points,
        "own_points": [entry | {"day": began // 2} for entry in texts.some("own_points", 2)],
        "talks": [_early(entry, began) for entry in texts.some("talks", settings["talks"])],
        "proofs": [_early(entry, began) for entry in texts.some("proofs", settings["proofs"])],
        "examples": [_early(entry, began) for entry in texts.some("examples", settings["examples"])],
        "understanding": dict(list(texts.one("understanding").items())[: settings["parts"]]),
        "meetings": [_early(entry, began) for entry in texts.some("meetings", settings["meetings"])],
        "decisions": [_early(entry, began) for entry in texts.some("decisions", settings["decisions"])],
        "posts": [_early(entry, began) for entry in texts.some("posts", settings["posts"])],
        "courses": texts.some("courses", settings["courses"]),
        "fears": [_early(entry, began) for entry in texts.some("fears", settings["fears"])],
        "voices": texts.some("voices", settings["voices"]),
    }
    return build(raw)


def spread_days(codes: Iterable[str], *, began: int, seed: str) -> dict[str, tuple[int, ...]]:
    """For each code three days ago between the beginning and now, oldest first."""
    chance = random.Random(f"{seed}/days")  # noqa: S311  (nothing secret hangs on it)
    oldest = max(began - 12, 6)
    return {code: tuple(sorted(chance.sample(range(2, oldest + 1), 3), reverse=True)) for code in sorted(codes)}


class _Stock:
    """Takes entries from the stock, each with the district's names in it, in an order of the district's own."""

    def __init__(
        self, stock: Mapping[str, Any], names: Mapping[str, str], chance: random.Random, set_aside: set[str]
    ) -> None:
        self._names = names
        self._set_aside = set_aside
        self._lists: dict[str, list[Any]] = {}
        for key, value in stock.items():
            if isinstance(value, list):
                self._lists[key] = chance.sample(value, len(value))
        self.words: Mapping[str, str] = self._filled(stock["words"])
        self.answers: Mapping[str, str] = self._filled(stock["answers"])

    def some(self, key: str, count: int) -> list[Any]:
        """``count`` different entries (fewer where the stock has fewer), none about a point that was set aside."""
        fitting = [entry for entry in self._lists[key] if entry.get("code") not in self._set_aside]
        return [self._filled(entry) for entry in fitting[:count]]

    def one(self, key: str) -> Any:
        """The next entry; after the last one the first again."""
        entry = self._lists[key].pop(0)
        self._lists[key].append(entry)
        return self._filled(entry)

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            for name, text in self._names.items():
                value = value.replace("{" + name + "}", text)
            return value
        if isinstance(value, dict):
            return {key: self._filled(entry) for key, entry in value.items()}
        if isinstance(value, list):
            return [self._filled(entry) for entry in value]
        return value


def _points(
    rows: list[Progress],
    states: Mapping[str, State],
    settings: Mapping[str, Any],
    texts: _Stock,
    chance: random.Random,
) -> dict[str, dict[str, Any]]:
    points: dict[str, dict[str, Any]] = {}
    for row in rows:
        state = states[row.code]
        entry = points[row.code] = {}
        if state in State.set_aside():
            entry["reason"] = texts.one("postponed" if state == State.POSTPONED else "not_planned")
        elif state == State.ANCHORED:
            entry["anchored_by"] = texts.one("anchored")
        if row.kind == "question" and state != State.OPEN:
            entry["answer"] = texts.answers[row.code]
        if state != State.OPEN or chance.random() < settings["pace"]:
            entry["responsible"] = texts.one("offices")
    moving = [row.code for row in rows if states[row.code] in State.moving() and "responsible" in points[row.code]]
    for number, code in enumerate(chance.sample(moving, min(settings["dates"], len(moving)))):
        ahead = -(7 + int(number * 11 / settings["pace"]) % 330)
        points[code]["target"] = OVERDUE[number] if number < len(OVERDUE) else ahead
    worded = [code for code in texts.words if code not in points or states[code] != State.OPEN]
    for code in chance.sample(worded, min(settings["own"], len(worded))):
        points.setdefault(code, {})["own_text"] = texts.words[code]
    return points


def _early(entry: dict[str, Any], began: int) -> dict[str, Any]:
    """Days in the stock are per cent of the time since the beginning; here they become days ago."""
    found = dict(entry)
    for key in ("day", "done", "decided"):
        if found.get(key) is not None:
            found[key] = max(1, found[key] * began // 100)
    if "replies" in found:
        found["replies"] = [_early(reply, began) for reply in found["replies"]]
    return found
