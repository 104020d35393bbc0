"""Forms of Anfragen, and the filters of their list."""

from collections.abc import Sequence
from typing import Any

from django import forms

from districts.forms import PlainForm, PlausibleDateField, TenantForm, narrowed
from districts.models import BusinessArea, Office
from partners.choosing import regions_to_choose
from sozialraum.models import ServiceRequest
from sozialraum.requests_models import Duty, State

#: Filter by how it stands.
STANDS = {"": "alle", "offen": "bei der OE SPK", "rueckfrage": "Rückfrage offen",
          **{state.value: state.label for state in (State.ANSWERED, State.DECLINED, State.WITHDRAWN)}}  # fmt: skip


class RequestForm(TenantForm):
    """What is asked for, for what, where, until when; for whom, where somebody belongs to several."""

    wanted_by = PlausibleDateField(label="Gewünscht bis", required=False)

    class Meta:
        model = ServiceRequest
        fields = ["duty", "title", "text", "region", "wanted_by"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, askers: Sequence[Office | BusinessArea] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["duty"].choices = [("", "bitte wählen"), *Duty.choices]
        fields["region"].empty_label = "keine bestimmte"
        fields["region"].error_messages["invalid_choice"] = "Diese Region gibt es in Ihrem Bezirk nicht."
        narrowed(fields["region"], regions_to_choose().defer("geometry"))
        self._askers = {str(row.pk): row for row in askers}
        if len(askers) > 1:
            fields["asker"] = forms.ChoiceField(
                label="Für wen fragen Sie?", choices=[(key, row.name) for key, row in self._askers.items()]
            )

    def asker(self) -> Office | BusinessArea:
        """For whom it is asked. Only for a valid form with somebody to ask for."""
        chosen = self.cleaned_data.pop("asker", "")
        return self._askers[chosen] if chosen else next(iter(self._askers.values()))


class WordsForm(PlainForm):
    """The words of a step; without ``label`` it only asks."""

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["text"] = forms.CharField(
                label=label, max_length=5_000, widget=forms.Textarea(attrs={"rows": 6})
            )


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    aufgabe = forms.ChoiceField(label="Aufgabe der OE SPK", required=False, choices=[("", "alle"), *Duty.choices])
    stand = forms.ChoiceField(label="Stand", required=False, choices=list(STANDS.items()))

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"] = forms.ChoiceField(label="Region", required=False, choices=[("", "alle"), *regions])
