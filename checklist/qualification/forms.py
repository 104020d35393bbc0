"""Forms of qualification."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from checklist.models import Qualification, QualificationOffice
from checklist.qualification.rules import STATES
from districts.forms import PlausibleDateField, TenantForm, narrowed
from districts.models import Office


class OfferForm(TenantForm):
    """An offer, planned or held."""

    starts_on = PlausibleDateField(label="Von")
    ends_on = PlausibleDateField(label="Bis", required=False, help_text="Leer lassen bei einem einzelnen Tag.")
    offices = forms.ModelMultipleChoiceField(
        label="Teilnehmende Ämter",
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Wie viele Personen teilnehmen, trägt danach jedes Amt selbst ein oder die Planungskoordination.",
    )

    class Meta:
        model = Qualification
        fields = ["kind", "title", "content", "audience", "starts_on", "ends_on", "took_place", "benefit"]
        widgets = {
            "content": forms.Textarea(attrs={"rows": 5}),
            "benefit": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"benefit": "Nach dem Angebot: Was hilft davon im Alltag der Ämter?"}

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrowed(self.fields["offices"], offices)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Das Ende liegt vor dem Anfang.")
        return data


class ParticipationForm(TenantForm):
    """With how many people an office takes part."""

    class Meta:
        model = QualificationOffice
        fields = ["people"]
        labels = {"people": "Zahl der Teilnehmenden"}
        help_texts = {
            "people": "Eine Zahl genügt, Namen werden nicht erfasst. Leer lassen, solange sie nicht feststeht."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        field.validators.append(MaxValueValidator(5000))
        field.widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    art = forms.ChoiceField(label="Art", required=False, choices=[("", "alle"), *Qualification.Kind.choices])
    stand = forms.ChoiceField(label="Stand", required=False, choices=list(STATES.items()))
    jahr = forms.CharField(
        label="Jahr", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
    )
