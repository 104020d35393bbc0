"""The matrix office × Leitfrage (B3.1 a–d and h): what offices have shared, for page, export and checklist."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from districts.member import Member
from districts.models import Office
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


def answers_of(profile: OfficeProfile | None, not_sensible: str = "") -> dict[str, str]:
    """Code -> answer in words, only what was answered. ``not_sensible`` is read by everybody, shared or not."""
    found: dict[str, str] = {}
    if profile is not None:
        found = {
            "B3.1a": profile.approaches,
            "B3.1b": _mirrored(profile),
            "B3.1c": profile.sites,
            SENSIBLE: profile.sensible,
            "B3.1h": profile.meaning,
        }
    if not_sensible:
        found[SENSIBLE] = "\n\n".join(filter(None, [f"Nicht sinnvoll: {not_sensible}", found.get(SENSIBLE, "")]))
    return {code: text for code, text in found.items() if text}


def _mirrored(profile: OfficeProfile) -> str:
    level = profile.get_mirrors_level_display()
    short = ", ".join(filter(None, [profile.get_mirrors_display(), f"Ebene: {level}" if level else ""]))
    return "\n\n".join(filter(None, [short, profile.mirrors_how]))


def read_answers(member: Member) -> list[Said]:
    """Every office that exists, with what it has shared; nobody's words that are not shared. Two queries at most."""
    used = uses_sozialraum(member, "view_checklist")
    shared = OfficeProfile.objects.visible_to(member).shared() if used else OfficeProfile.objects.none()
    profiles = {row.office_id: row for row in shared}
    slug = member.district.slug
    return [
        Said(
            office_id=office.pk,
            name=office.name,
            state=_state(profiles.get(office.pk)),
            shared=office.pk in profiles,
            url=reverse("office_profile", args=[slug, office.pk]) if used else "",
            not_sensible=office.not_sensible_because,
            answers=answers_of(profiles.get(office.pk), office.not_sensible_because),
        )
        for office in Office.objects.filter(is_active=True).order_by("sort_key")
    ]


def _state(profile: OfficeProfile | None) -> str:
    return f"geteilt am {profile.shared_on:%d.%m.%Y}" if profile and profile.shared_on else "noch nicht geteilt"


def answers_to(code: str, said: list[Said]) -> list[tuple[str, str, str]]:
    """Name, answer and page of each office that has answered ``code``."""
    return [(one.name, one.answers[code], one.url) for one in said if code in one.answers]


def matrix_rows(said: list[Said]) -> list[list[Cell]]:
    """The matrix as XLSX and CSV hold it, in full length."""
    return [[one.name, one.state, *one.cells] for one in said]
