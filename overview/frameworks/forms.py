"""Forms of Rahmenvorgaben."""

from collections.abc import Collection
from typing import Any

from django import forms

from districts.forms import PlainForm, PlausibleDateField, TenantForm
from overview.codes import CodesField
from overview.models import Framework


class FrameworkForm(TenantForm):
    """Text, points and day of a version; the Ressort where somebody edits for several."""

    valid_from = PlausibleDateField(label="Gültig ab")
    codes = CodesField()

    class Meta:
        model = Framework
        fields = ["department", "title", "text", "codes", "valid_from"]
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}

    def __init__(self, *args: Any, departments: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = forms.ChoiceField(
            label="Ressort", choices=[(name, name) for name in sorted(departments)], show_hidden_initial=True
        )


class EndForm(PlainForm):
    """The last day of a version."""

    ends_on = PlausibleDateField(
        label="Gilt bis einschließlich", required=False,
        help_text="Leer: bis eine neue Fassung sie ablöst. Die Bezirke sehen den Tag sofort.",
    )  # fmt: skip
