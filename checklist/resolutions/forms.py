"""Forms of resolutions."""

from typing import Any

from django import forms

from checklist.models import Resolution
from checklist.resolutions.rules import STATES
from districts.forms import PlausibleDateField, TenantForm


class ResolutionForm(TenantForm):
    """A resolution or declaration."""

    decided_on = PlausibleDateField(
        label="Beschlossen am",
        required=False,
        help_text="Leer lassen, solange der Beschluss vorbereitet wird. Dann sehen ihn nur Verwaltungsspitze, ihr "
        "Büro und die Planungskoordination.",
    )

    class Meta:
        model = Resolution
        fields = ["kind", "title", "body", "decided_on", "printed_matter", "carried_by", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    art = forms.ChoiceField(label="Art", required=False, choices=[("", "alle"), *Resolution.Kind.choices])
    stand = forms.ChoiceField(label="Stand", required=False, choices=list(STATES.items()))

    def __init__(self, *args: Any, prepares: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not prepares:
            del self.fields["stand"]
