"""Forms of the operator: districts, roles beside them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from districts.forms import PlainForm, TenantForm
from districts.models import District
from districts.roles import StatewideRole


class DistrictForm(TenantForm):
    """A district as the operator sees it: key, name, address, open or closed."""

    class Meta:
        model = District
        fields = ["key", "name", "slug", "is_active"]
        help_texts = {
            "key": "Zwei Ziffern, zum Beispiel „01“. Ordnet die Bezirke und beginnt die Schlüssel ihrer Regionen.",
            "slug": "Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel „treptow-koepenick“.",
            "is_active": "Sonst ist der Bezirk für seine Mitglieder verschlossen; nichts geht verloren.",
        }

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not re.fullmatch(r"[0-9]{2}", key):
            raise ValidationError("Der Schlüssel hat genau zwei Ziffern.")
        return key

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise ValidationError("Nur Kleinbuchstaben, Ziffern und einzelne Bindestriche dazwischen.")
        return slug


class DistrictEditForm(DistrictForm):
    """A district that exists: its key stays, the keys of its regions begin with it."""

    class Meta(DistrictForm.Meta):
        fields = ["name", "slug", "is_active"]
        help_texts = {
            **DistrictForm.Meta.help_texts,
            "slug": "Achtung: Damit ändern sich alle Adressen des Bezirks; alte Links gelten nicht mehr.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("key", None)

    clean_key = None  # type: ignore[assignment]


class StatewideForm(PlainForm):
    """A role beside the districts for somebody, known here or not."""

    email = forms.EmailField(label="E-Mail-Adresse", max_length=254)
    name = forms.CharField(
        label="Name", max_length=200, help_text="Gilt nur, wenn es zu dieser Adresse noch kein Konto gibt."
    )
    role = forms.ChoiceField(label="Rolle", choices=StatewideRole.choices, widget=forms.RadioSelect)
    department = forms.CharField(
        label="Ressort", max_length=160, required=False, help_text="Bei Rollen der Senatsverwaltung: welches Ressort."
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        role = values.get("role")
        if role and role != StatewideRole.OPERATOR and not values.get("department"):
            self.add_error("department", "Bitte nennen Sie das Ressort: Es gibt mehrere Senatsverwaltungen.")
        if role == StatewideRole.OPERATOR:
            values["department"] = ""
        if role:
            values["role"] = StatewideRole(role)
        return values
