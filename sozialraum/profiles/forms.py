"""Forms of the profile of an office: one short form per subject, so that nobody needs an hour for it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models

from districts.forms import PlausibleDateField, TenantForm
from districts.models import Office
from sozialraum.models import OfficeProfile


@dataclass(frozen=True, slots=True)
class Section:
    """One subject of the profile: heading, what belongs there, its fields, and how long answering takes."""

    key: str
    title: str
    code: str
    hint: str
    fields: tuple[str, ...]
    minutes: int


SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        Section(
            "leitfragen", "Leitfragen zur Einführung", "B3.1",
            "Ihre Antworten stehen bei den Leitfragen neben der gemeinsamen Antwort des Bezirks.",
            ("approaches", "mirrors", "mirrors_level", "mirrors_how", "sites", "sensible", "meaning"), 15,
        ),
        Section(
            "rolle", "Rolle und Aufgaben", "B4.1",
            "Was Ihr Amt in der ämterübergreifenden Sozialraumorientierung tut, und wo das festgelegt ist.",
            ("role", "role_fixed_on", "role_fixed_by"), 5,
        ),
        Section(
            "vorgabe", "Vorgabe der Leitung", "B4.2",
            "Was die Leitung den Mitarbeiter/innen verbindlich gesagt hat.",
            ("direction", "direction_on"), 3,
        ),
        Section(
            "beginn", "Womit wir beginnen möchten", "B3.5",
            "Freiwillig. Wer hier nichts schreibt, wird nirgends aufgeführt.",
            ("begin_with", "begin_needs"), 5,
        ),
    )
}  # fmt: skip
_DATES = {"role_fixed_on", "direction_on"}


class ProfileForm(TenantForm):
    """The fields of one section."""

    class Meta:
        model = OfficeProfile
        fields = [name for section in SECTIONS.values() for name in section.fields]

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in section.fields:
                del self.fields[name]
                continue
            column = OfficeProfile._meta.get_field(name)
            if isinstance(column, models.TextField):
                self.fields[name].widget.attrs["rows"] = 5
            if name in _DATES:
                label = str(self.fields[name].label)
                self.fields[name] = PlausibleDateField(label=label, required=False, show_hidden_initial=True)


class SensibleForm(TenantForm):
    """B3.1d of one office: "not sensible" is a full answer, with its reason."""

    class Meta:
        model = Office
        fields = ["not_sensible_because"]
        widgets = {"not_sensible_because": forms.Textarea(attrs={"rows": 4})}
        labels = {"not_sensible_because": "Warum ist es für Ihr Amt nicht sinnvoll?"}
        help_texts = {"not_sensible_because": "Leer heißt: Für Ihr Amt ist es sinnvoll, und es wird gefragt."}
