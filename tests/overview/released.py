"""Freigaben as districts make them, laid down by hand; and what stands in a page."""

import csv
import datetime
import html
import io
import re
from collections.abc import Mapping
from typing import Any

from districts.models import District
from pruefsteine.models import Release, Round
from pruefsteine.scales import Change, Level, ReleaseState, RoundState

DAY = datetime.date(2026, 3, 2)


def stone(number: int, level: str = "", change: str = "", **values: Any) -> dict[str, Any]:
    """A Prüfstein as ``pruefsteine/releasing/picture.py`` freezes it."""
    return {
        "code": f"B4.{number}", "number": number, "title": f"Titel {number}", "text": "Die Ämter haben etwas.",
        "meaning": None, "level": level, "level_label": Level(level).label if level else "",
        "change": change, "change_label": Change(change).label if change else "", "reasons": "", "dissents": [],
        "spread": [],
    } | values  # fmt: skip


def meaning(text: str, version: int = 1) -> dict[str, Any]:
    return {"text": text, "version": version, "agreed": "2026-01-05", "body": "Ämterrunde",
            "indicators": [{"name": "Hinweise", "source": "Liste", "direction": "mehr ist besser"}]}  # fmt: skip


def release(
    district: District,
    *stones: Mapping[str, Any],
    name: str = "Runde",
    closed: str = "2026-02-01",
    on: datetime.date = DAY,
    state: ReleaseState = ReleaseState.RELEASED,
    chosen: Mapping[str, Any] | None = None,
    minimum: list[dict[str, str]] | None = None,
    picture: Mapping[str, Any] | None = None,
    is_baseline: bool = False,
) -> Release:
    """A Freigabe of a round of its own with these Prüfsteine; ``picture`` replaces all of it."""
    day = datetime.date.fromisoformat(closed)
    found, _ = Round.objects.get_or_create(
        district=district, name=name,
        defaults={"state": RoundState.CLOSED, "opens_on": day, "closes_on": day, "closed_on": day},
    )  # fmt: skip
    made = {
        "district": {"key": district.key, "name": district.name},
        "round": {"name": name, "is_baseline": is_baseline, "began": closed, "closed": closed},
        "covering": "", "stones": [dict(entry) for entry in stones], "minimum": minimum or [],
        "minimum_texts": bool((chosen or {}).get("texts")),
    }  # fmt: skip
    row: Release = Release.objects.create(
        district=district, round=found, state=state, chosen=dict(chosen or {}), released_on=on, prepared_on=on,
        comments_until=on, picture=made if picture is None else picture, withdrawn_on=on, withdrawal_reason="Fehler",
    )  # fmt: skip
    return row


def text_of(answer: Any) -> str:
    """The words of a page, without its markup."""
    assert answer.status_code == 200, answer.content[:500]
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def table_of(answer: Any) -> list[list[str]]:
    """The rows of the first table of a page, each a list of the words in its cells; a cell over several rows stands in
    each of them."""
    assert answer.status_code == 200, answer.content[:500]
    table = re.search(r'<table class="ql-table.*?</table>', answer.content.decode(), re.DOTALL)
    assert table, "no table"
    found: list[list[str]] = []
    below: dict[int, str] = {}
    for row in re.findall(r"<tr.*?</tr>", table[0], re.DOTALL):
        words: list[str] = []
        for attributes, cell in re.findall(r"<t[hd]\b([^>]*)>(.*?)</t[hd]>", row, re.DOTALL):
            while len(words) in below:
                words.append(below[len(words)])
            said = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            if "rowspan" in attributes:
                below[len(words)] = said
            words.append(said)
        while len(words) in below and len(words) < len(found[0] if found else words):
            words.append(below[len(words)])
        found.append(words)
    return found


def rows_of(answer: Any) -> list[list[str]]:
    """The rows of a CSV."""
    assert answer.status_code == 200, answer.content[:500]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
