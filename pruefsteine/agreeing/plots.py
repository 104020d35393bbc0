"""The plots of the table: how the offices spread over the five levels."""

from collections.abc import Iterable, Mapping

from lists.plots import Row, bar_plot
from pruefsteine.agreeing.table import Stone, Voice
from pruefsteine.scales import Level

#: Fill of each level, from light to dark; "nicht beurteilbar" is none of them.
FILLS: dict[Level, str] = {level: f"level-{rank}" for rank, level in enumerate(Level.scale(), start=1)} | {
    Level.NOT_ASSESSABLE: "level-none"
}
LEGEND = {fill: level.label for level, fill in FILLS.items()}


def parts_of(counts: Mapping[str, int]) -> list[tuple[str, float]]:
    """The parts of a bar, in the order of the scale."""
    return [(fill, counts[level]) for level, fill in FILLS.items() if counts.get(level)]


def in_words(counts: Mapping[str, int]) -> str:
    """ "2 × noch nicht, 1 × teilweise"; "keine Angabe" where nobody answered."""
    found = [f"{counts[level]} × {level.label}" for level in FILLS if counts.get(level)]
    return ", ".join(found) or "keine Angabe"


def spread_plot(stones: Iterable[Stone]) -> dict[str, object]:
    """One bar per Prüfstein: how many offices say what."""
    return bar_plot(
        title="Wie die Ämter einschätzen",
        head="Prüfstein",
        value_head="Einschätzungen",
        rows=[Row(f"{s.number} {s.title}", in_words(s.counts), parts_of(s.counts)) for s in stones],
        legend=LEGEND,
    )


def level_plot(voices: Iterable[Voice]) -> dict[str, object]:
    """One bar per level of one Prüfstein, with the offices that say so."""
    said: dict[str, list[str]] = {}
    for voice in voices:
        said.setdefault(voice.level, []).append(voice.short_name or voice.office)
    rows = [
        Row(level.label, ", ".join(said.get(level, [])) or "–", [(fill, len(said.get(level, [])))])
        for level, fill in FILLS.items()
    ]
    return bar_plot(
        title="Streuung", head="Einschätzung", value_head="Ämter", rows=rows, maximum=sum(map(len, said.values())) or 1
    )
