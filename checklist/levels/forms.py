"""Forms of the functional levels."""

from typing import Any

from django import forms

from checklist.models import FunctionalRole, FunctionLevel
from districts.forms import PlausibleDateField, TenantForm, narrowed
from districts.models import Region


class LevelForm(TenantForm):
    """The district's own name and mandate of a level."""

    class Meta:
        model = FunctionLevel
        fields = ["name", "mandate"]
        widgets = {"mandate": forms.Textarea(attrs={"rows": 8})}


class RoleForm(TenantForm):
    """A function with person, office, hours, powers and regions."""

    hours = forms.DecimalField(
        label="Stunden je Woche",
        required=False,
        min_value=0,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="Zum Beispiel 19,5.",
    )
    starts_on = PlausibleDateField(label="Von", required=False)
    ends_on = PlausibleDateField(label="Bis", required=False)
    regions = forms.ModelMultipleChoiceField(
        label="Zuständig für",
        queryset=Region.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ein Prognoseraum steht für alle seine Bezirksregionen.",
    )

    class Meta:
        model = FunctionalRole
        fields = ["level", "title", "person", "office", "hours", "powers", "starts_on", "ends_on"]
        widgets = {"powers": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, levels: Any, offices: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrowed(self.fields["level"], levels)
        narrowed(self.fields["office"], offices)
        narrowed(self.fields["regions"], regions)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Das Ende liegt vor dem Anfang.")
        return data
