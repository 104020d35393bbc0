"""What stands in a cell: the level of a Prüfstein or the state of a point, as word and shape; and why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from checklist.overview import BADGES
from overview.pictures.reading import Picture
from pruefsteine.agreeing.plots import FILLS
from pruefsteine.scales import Change

#: A state of its own, and no fault of anybody.
NOT_RELEASED = "nicht freigegeben"
LEFT_OUT = "nicht mit freigegeben"
NOT_AGREED = "nicht vereinbart"
NOT_ASKED = "nicht Teil der Runde"
NOT_PART = "nicht Teil der Freigabe"
#: Shapes of cells without a level.
WITHHELD, WITHOUT = "withheld", "without"

_CHANGES = {change.label: change.value.replace("_", "-") for change in Change}


@dataclass(frozen=True, slots=True)
class Said:
    """One cell: its word, the class that gives it a shape, and how things moved since the Ausgangslage, if asked."""

    word: str
    badge: str
    change: str = ""
    #: Whose shapes: those of levels, or those of states.
    family: str = "level"

    @property
    def text(self) -> str:
        """The cell in words alone, for exports and plots."""
        return f"{self.word}, seit der Ausgangslage {self.change}" if self.change else self.word

    @property
    def html(self) -> SafeString:
        """The cell as the pages show it."""
        return _html(self)


# A picture's words are frozen with it, so there are few different cells, yet no more than this many are kept.
@lru_cache(maxsize=512)
def _html(said: Said) -> SafeString:
    found = f'<span class="ql-{said.family} ql-{said.family}--{said.badge}">{escape(said.word)}</span>'
    if said.change:
        shape = _CHANGES.get(said.change, "")
        found += f'<span class="ql-change ql-change--{shape}"><span>seither </span>{escape(said.change)}</span>'
    return SafeString(found)


def level_said(picture: Picture | None, stone: Mapping[str, Any] | None) -> Said:
    """The level of ``stone``, as ``picture`` holds it; each reason for having none reads differently."""
    if picture is None:
        return Said(NOT_RELEASED, WITHHELD)
    if not stone:
        return Said(NOT_ASKED, WITHOUT)
    if not picture.has("levels"):
        return Said(LEFT_OUT, WITHHELD)
    if not stone["level"]:
        return Said(NOT_AGREED, WITHOUT)
    # The word is the one of the day of release; only its shape is of today.
    return Said(stone["level_label"], FILLS.get(stone["level"], "level-none"), stone["change_label"])


def state_said(picture: Picture | None, point: Mapping[str, Any] | None) -> Said:
    """The state of a point of the Mindestmaß, with the class of its badge."""
    if picture is None:
        return Said(NOT_RELEASED, WITHHELD)
    if not picture.has("minimum"):
        return Said(LEFT_OUT, WITHHELD)
    if not point:
        # It came to the Mindestmaß later.
        return Said(NOT_PART, WITHOUT)
    if not point["state"]:
        return Said("ohne Angabe", WITHOUT)
    return Said(point["state_label"], BADGES.get(point["state"], "open"), family="state")
