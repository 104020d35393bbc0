"""The matrix office × Leitfrage (B3.1 a–d and h): what offices have shared, for page, export and checklist."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from districts.member import Member
from districts.member_query import MemberQuery
from districts.models import Office, Region
from districts.navigation import thing_address
from lists.compiled import CompiledQuery, rows_together
from lists.export import Cell
from sozialraum.models import OfficeProfile
from sozialraum.offered import uses_sozialraum

#: The question of where it is sensible and where not.
SENSIBLE = "B3.1d"
#: Leitfragen each office answers for itself -> how they are called in a narrow column.
QUESTIONS: dict[str, str] = {
    "B3.1a": "Ansätze und Erfahrungen",
    "B3.1b": "Sozialraum in der Arbeit",
    "B3.1c": "Standorte im Quartier",
    SENSIBLE: "Wo sinnvoll, wo nicht",
    "B3.1h": "Folgen für die Arbeit",
}
HEADER = ["Amt/OE", "Profil", *(f"{code} {label}" for code, label in QUESTIONS.items())]


@dataclass(frozen=True, slots=True)
class Said:
    """What one office has shared: its answers by code, and where its page is ("" where the room is off)."""

    office_id: uuid.UUID
    name: str
    state: str
    shared: bool
    url: str
    not_sensible: str
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> list[str]:
        """Its answers in the order of ``QUESTIONS``."""
        return [self.answers.get(code, "") for code in QUESTIONS]


_MIRRORS, _LEVELS = dict(OfficeProfile.Mirrors.choices), dict(Region.Level.choices)


def _answers_of(profile: Mapping[str, Any] | None, not_sensible: str) -> dict[str, str]:
    """Code -> answer in words, only what was answered. ``not_sensible`` is read by everybody, shared or not."""
    found: dict[str, str] = {}
    if profile is not None:
        found = {
            "B3.1a": profile["approaches"],
            "B3.1b": _mirrored(profile),
            "B3.1c": profile["sites"],
            SENSIBLE: profile["sensible"],
            "B3.1h": profile["meaning"],
        }
    if not_sensible:
        found[SENSIBLE] = "\n\n".join(filter(None, [f"Nicht sinnvoll: {not_sensible}", found.get(SENSIBLE, "")]))
    return {code: text for code, text in found.items() if text}


def _mirrored(profile: Mapping[str, Any]) -> str:
    level = _LEVELS.get(profile["mirrors_level"])
    short = ", ".join(filter(None, [_MIRRORS.get(profile["mirrors"]), f"Ebene: {level}" if level else ""]))
    return "\n\n".join(filter(None, [short, profile["mirrors_how"]]))


_OFFICES: CompiledQuery[Any] = CompiledQuery(
    lambda: Office.objects.filter(is_active=True).order_by("sort_key").values("pk", "name", "not_sensible_because")
)


def _shared(member: Member) -> QuerySet[Any, dict[str, Any]]:
    asked = ("approaches", "mirrors", "mirrors_level", "mirrors_how", "sites", "sensible", "meaning")
    found: QuerySet[Any, dict[str, Any]] = OfficeProfile.objects.visible_to(member).shared()
    return found.values("office_id", "shared_on", *asked)


_SHARED: MemberQuery[dict[str, Any]] = MemberQuery(_shared)


def read_answers(member: Member) -> list[Said]:
    """Every office that exists, with what it has shared; nobody's words that are not shared. One query."""
    used = uses_sozialraum(member, "view_checklist")
    asked = [_OFFICES.asked(), *([_SHARED.asked_for(member)] if used else [])]
    offices, *shared = rows_together(asked)
    profiles = {row["office_id"]: row for rows in shared for row in rows}
    return [_said(office, profiles.get(office["pk"]), member.district.slug if used else "") for office in offices]


def _said(office: Mapping[str, Any], profile: Mapping[str, Any] | None, slug: str) -> Said:
    return Said(
        office_id=uuid.UUID(office["pk"]),
        name=office["name"],
        state=f"geteilt am {profile['shared_on']:%d.%m.%Y}" if profile else "noch nicht geteilt",
        shared=profile is not None,
        url=thing_address("office_profile", slug, pk=office["pk"]) if slug else "",
        not_sensible=office["not_sensible_because"],
        answers=_answers_of(profile, office["not_sensible_because"]),
    )


def answers_to(code: str, said: list[Said]) -> list[tuple[str, str, str]]:
    """Name, answer and page of each office that has answered ``code``."""
    return [(one.name, one.answers[code], one.url) for one in said if code in one.answers]


def matrix_rows(said: list[Said]) -> list[list[Cell]]:
    """The matrix as XLSX and CSV hold it, in full length."""
    return [[one.name, one.state, *one.cells] for one in said]
