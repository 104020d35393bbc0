"""One district over its rounds, against its own beginning and nobody else's."""

from collections.abc import Sequence
from typing import Any

from lists.plots import Series, profile_plot
from overview.pictures.reading import Picture
from overview.pictures.said import Said, level_said
from pruefsteine.agreeing.table import number_of
from pruefsteine.comparing.reading import LINES
from pruefsteine.scales import Level

HEADER = ["Runde", "Freigegeben am", "Nummer", "Prüfstein", "Einschätzung", "Seit der Ausgangslage", "Was gemeint ist"]
_RANKS = {level.value: rank for rank, level in enumerate(Level.scale())}
_MEANT_OTHERWISE = "anders gemeint als am Anfang"


def drawn(pictures: Sequence[Picture]) -> list[Picture]:
    """The beginning and the latest rounds, as many as can be told apart in a drawing."""
    return list(pictures) if len(pictures) <= LINES else [pictures[0], *pictures[1 - LINES :]]


def profile(pictures: Sequence[Picture], stones: Sequence[tuple[str, str]]) -> dict[str, object]:
    """The plot of ``pictures``, earliest first, and its table in words. Raises IndexError without pictures."""
    series = []
    for picture in pictures:
        found = [picture.part.get(code) for code, _ in stones]
        said = [level_said(picture, stone) for stone in found]
        words = [
            f"{cell.text}; {_MEANT_OTHERWISE}" if _meant_otherwise(pictures[0], stone, code) else cell.text
            for cell, stone, (code, _) in zip(said, found, stones, strict=True)
        ]
        series.append(Series(picture.released, [_rank(stone) for stone in found], words))
    return profile_plot(
        title="Einschätzungen über die Runden",
        columns=[(str(number_of(code)), f"{number_of(code)} {title}") for code, title in stones],
        steps=[level.label for level in Level.scale()],
        series=series,
    )


def _rank(stone: Any) -> int | None:
    return _RANKS.get(stone["level"]) if stone else None


def _meant_otherwise(beginning: Picture, stone: Any, code: str) -> bool:
    """True where "besser" meant something else in the first round: the levels cannot simply be laid side by side."""
    first = beginning.part.get(code)
    return bool(stone and first and stone["meant"] != first["meant"])


def rows_of(pictures: Sequence[Picture], stones: Sequence[tuple[str, str]]) -> list[list[Any]]:
    """What the page shows, for XLSX and CSV: a row per round and Prüfstein."""
    rows: list[list[Any]] = []
    for picture in pictures:
        for code, title in stones:
            stone = picture.part.get(code)
            said: Said = level_said(picture, stone)
            otherwise = _MEANT_OTHERWISE if _meant_otherwise(pictures[0], stone, code) else ""
            rows.append(
                [picture.round_name, picture.released_on, number_of(code), title, said.word, said.change, otherwise]
            )
    return rows
