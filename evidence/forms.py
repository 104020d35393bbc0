"""The form that adds evidence: a file or a link."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from districts.forms import PlainForm
from evidence.storing import ALLOWED, ALLOWED_SENTENCE


class EvidenceForm(PlainForm):
    """Either a file or an address, with a title."""

    title = forms.CharField(label="Bezeichnung", max_length=200)
    file = forms.FileField(
        label="Datei",
        required=False,
        help_text=f"{ALLOWED_SENTENCE} Höchstens 20 MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ALLOWED)}),
    )
    url = forms.CharField(
        label="oder Adresse im Netz",
        required=False,
        max_length=1000,
        validators=[URLValidator(schemes=["http", "https"], message="Bitte geben Sie eine Adresse mit https:// ein.")],
    )
    confidential = forms.BooleanField(
        label="vertraulich",
        required=False,
        help_text="Vertrauliche Nachweise öffnen nur Planungskoordination, Verwaltungsspitze und das eigene Amt.",
    )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data is not None and not self.errors and bool(data.get("file")) == bool(data.get("url")):
            self.add_error("file", "Bitte wählen Sie entweder eine Datei oder geben Sie eine Adresse ein.")
        return data
