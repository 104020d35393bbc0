"""The frozen picture of a round: what the Senate sees, made from what the district chose, and nothing that points back.

Preview, Stellungnahme, Freigabe and the Senate's page all show this one picture with this one renderer.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from checklist.models import Progress
from checklist.states import State
from districts.models import District
from lists.plots import Row, bar_plot
from pruefsteine.agreeing.plots import FILLS, LEGEND, in_words, parts_of
from pruefsteine.agreeing.table import Table, read_stones
from pruefsteine.models import Consensus, Dissent, Indicator, Rating, Round
from pruefsteine.scales import AnswerState, Change, Level

#: Fewer answers than these would give single offices away.
OFFICES_FOR_SPREAD = 5
#: What may go along: key in ``Release.chosen`` -> whether it does unless somebody says otherwise.
CHOICES: dict[str, bool] = {
    "levels": True,
    "reasons": True,
    "spread": False,
    "dissent": False,
    "minimum": True,
    "texts": False,
}


def chosen_or_usual(stored: Mapping[str, Any]) -> dict[str, Any]:
    """``stored`` with the usual choice for what it does not say, and the covering text."""
    return {key: bool(stored.get(key, usual)) for key, usual in CHOICES.items()} | {
        "covering": str(stored.get("covering", ""))
    }


def make_picture(*, table: Table, district: District, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What the Senate will see of the round on ``table``; plain values that can be stored as JSON.

    Offices are neither named nor told apart; a spread goes along only where five offices answered.
    """
    round_ = table.round
    wants = chosen_or_usual(chosen)
    agreed = {row.item_id: row for row in Consensus.objects.filter(round=round_)}
    stones = read_stones(table)
    indicators = _indicators([stone.meaning.pk for stone in stones if stone.meaning])
    dissents = _dissents(round_) if wants["dissent"] else {}
    counts = _counts(round_) if wants["spread"] else {}
    return {
        "district": {"key": district.key, "name": district.name},
        "round": {
            "name": round_.name,
            "is_baseline": round_.is_baseline,
            "began": _iso(round_.opens_on),
            "closed": _iso(round_.closed_on),
        },
        "covering": wants["covering"],
        "stones": [
            {
                "code": stone.item.code,
                "number": stone.number,
                "title": stone.title,
                "text": stone.text,
                "meaning": _meaning(stone.meaning, indicators) if stone.meaning else None,
                **_agreed(agreed.get(stone.item.pk), wants),
                "dissents": dissents.get(stone.item.pk, []),
                "spread": _spread(counts.get(stone.item.pk)),
            }
            for stone in stones
        ],
        "minimum_texts": wants["texts"],
        "minimum": _minimum(texts=wants["texts"]) if wants["minimum"] else [],
    }


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _agreed(row: Consensus | None, wants: Mapping[str, Any]) -> dict[str, str]:
    level, change = (row.level, row.change) if row and wants["levels"] else ("", "")
    return {
        "level": level,
        "level_label": Level(level).label if level else "",
        "change": change,
        "change_label": Change(change).label if change else "",
        "reasons": row.reasons if row and wants["reasons"] else "",
    }


def _meaning(meaning: Any, indicators: Mapping[Any, list[dict[str, str]]]) -> dict[str, Any]:
    return {
        "text": meaning.meaning,
        "version": meaning.version,
        "agreed": _iso(meaning.agreed_on),
        "body": meaning.body,
        "indicators": indicators.get(meaning.pk, []),
    }


def _indicators(meanings: list[Any]) -> dict[Any, list[dict[str, str]]]:
    found: dict[Any, list[dict[str, str]]] = defaultdict(list)
    for row in Indicator.objects.filter(operationalisation__in=meanings):
        found[row.operationalisation_id].append(
            {"name": row.name, "source": row.source, "direction": row.get_direction_display()}
        )
    return found


def _dissents(round_: Round) -> dict[Any, list[str]]:
    """Only sentences whose office agrees, without its name, in an order that tells nothing."""
    found: dict[Any, list[str]] = defaultdict(list)
    rows = Dissent.objects.filter(consensus__round=round_, may_go_further=True).values_list("consensus__item", "text")
    for item_id, text in sorted(rows, key=lambda row: row[1]):
        found[item_id].append(text)
    return found


def _counts(round_: Round) -> dict[Any, Counter[str]]:
    found: dict[Any, Counter[str]] = defaultdict(Counter)
    rows = Rating.objects.filter(assessment__round=round_, assessment__state=AnswerState.SUBMITTED).exclude(level="")
    for row in rows.values("item_id", "level").annotate(count=Count("pk")).order_by():
        found[row["item_id"]][row["level"]] = row["count"]
    return found


def _spread(counts: Counter[str] | None) -> list[dict[str, Any]]:
    if counts is None or counts.total() < OFFICES_FOR_SPREAD:
        return []
    return [{"level": level, "count": counts[level]} for level in Level.values if counts[level]]


def _minimum(*, texts: bool) -> list[dict[str, str]]:
    rows = Progress.objects.filter(item__minimum=True).select_related("item").order_by("chapter", "position")
    return [
        {
            "code": row.code,
            "title": row.title,
            "state": row.state,
            "state_label": State(row.state).label if row.state else "",
            "own_text": row.own_text if texts else "",
            "reason": row.reason if texts and row.state in State.set_aside() else "",
        }
        for row in rows
    ]


def dissents_in(picture: Mapping[str, Any]) -> Counter[tuple[str, str]]:
    """(Prüfstein, sentence) of every dissent in ``picture``."""
    return Counter((stone["code"], text) for stone in picture.get("stones", []) for text in stone["dissents"])


def shown(picture: Mapping[str, Any]) -> dict[str, Any]:
    """Context of ``pruefsteine/releasing/picture.html``: the one renderer of preview and Senate."""
    stones = picture.get("stones", [])
    rows = []
    for stone in stones:
        counts = {entry["level"]: entry["count"] for entry in stone["spread"]}
        if counts:
            rows.append(Row(f"{stone['number']} {stone['title']}", in_words(counts), parts_of(counts)))
    plot = bar_plot(title="Streuung der Einschätzungen", head="Prüfstein", value_head="Einschätzungen der Ämter",
                    rows=rows, legend=LEGEND) if rows else None  # fmt: skip
    return {
        "picture": picture,
        "stones": [
            stone
            | {
                "badge": FILLS[Level(stone["level"])] if stone["level"] else "",
                "meant_on": _day(stone["meaning"]["agreed"]) if stone["meaning"] else "",
            }
            for stone in stones
        ],
        "spread_plot": plot,
        "round_days": " bis ".join(filter(None, [_day(picture["round"]["began"]), _day(picture["round"]["closed"])]))
        if "round" in picture
        else "",
    }


def _day(iso: str) -> str:
    return datetime.date.fromisoformat(iso).strftime("%d.%m.%Y") if iso else ""


#: What an export of a picture holds.
EXPORT_HEADER = ["Teil", "Nummer", "Titel", "Stand oder Einschätzung", "Seit der Ausgangslage", "Begründung oder Text",
                 "Operationalisierung", "Abweichende Meinungen", "Streuung"]  # fmt: skip


def export_rows(picture: Mapping[str, Any]) -> list[list[Any]]:
    """The picture as rows, for XLSX and CSV."""
    rows: list[list[Any]] = []
    for stone in picture.get("stones", []):
        counts = {entry["level"]: entry["count"] for entry in stone["spread"]}
        rows.append(
            ["Prüfstein", stone["number"], stone["title"], stone["level_label"], stone["change_label"],
             stone["reasons"], stone["meaning"]["text"] if stone["meaning"] else "", "\n".join(stone["dissents"]),
             in_words(counts) if counts else ""]
        )  # fmt: skip
    for point in picture.get("minimum", []):
        text = "\n".join(filter(None, [point["own_text"], point["reason"]]))
        rows.append(["Mindestmaß", point["code"], point["title"], point["state_label"], "", text, "", "", ""])
    return rows
