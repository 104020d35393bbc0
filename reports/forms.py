"""The form of the Sachstandsbericht. It is sent by GET, so that a report can be linked; nothing is stored."""

from typing import Any

from django import forms

from districts.forms import PlainForm, PlausibleDateField
from districts.report_links import LABELS


class StandingForm(PlainForm):
    """Which parts, to whom, and in which form. Nothing has to be filled in."""

    teile = forms.MultipleChoiceField(
        label="Teile", required=False, widget=forms.CheckboxSelectMultiple, help_text="Ohne Auswahl: alle."
    )
    an = forms.CharField(
        label="An", required=False, max_length=200, help_text="Zum Beispiel: Bezirksamt, BVV, Ausschuss."
    )
    drucksache = forms.CharField(
        label="Drucksache", required=False, max_length=80, help_text="Für die BVV, wie in deren Verzeichnis."
    )
    datum = PlausibleDateField(
        label="Datum des Berichts",
        required=False,
        help_text="Zum Beispiel der Tag der Sitzung. Die Angaben sind immer von heute, und der Bericht sagt das. "
        "Leer heißt: heute.",
    )
    form = forms.ChoiceField(label="Als", required=False, choices=list(LABELS.items()))

    def __init__(self, *args: Any, chapters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["teile"].choices = chapters
