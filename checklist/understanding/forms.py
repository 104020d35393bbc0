"""Forms of the understanding."""

from typing import Any

from django import forms
from django.utils import timezone

from checklist.models import Agreement, Understanding, Workshop
from districts.forms import PlausibleDateField, TenantForm, narrowed
from districts.models import Office


class UnderstandingForm(TenantForm):
    """The four texts and who moderated."""

    class Meta:
        model = Understanding
        fields = ["starting_point", "aims", "contents", "structures", "moderation"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 6}) for name in ("starting_point", "aims", "contents", "structures")
        }
        help_texts = {
            "starting_point": "Wo steht der Bezirk, was gibt es schon, was fehlt?",
            "aims": "Was soll sich ändern, für die Verwaltung und für die Bewohner/innen?",
            "contents": "Worum geht es im Einzelnen?",
            "structures": "Wer arbeitet wie zusammen, mit welchen Zuständigkeiten?",
            "moderation": "Leer lassen, wenn der Bezirk den Prozess selbst geführt hat.",
        }


class WorkshopForm(TenantForm):
    """A workshop with the offices that took part."""

    held_on = PlausibleDateField(label="Datum")
    offices = forms.ModelMultipleChoiceField(
        label="Beteiligte Ämter",
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Workshop
        fields = ["title", "held_on", "outcome"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrowed(self.fields["offices"], offices)


class AgreementForm(TenantForm):
    """Date and note of an office's agreement."""

    agreed_on = PlausibleDateField(label="Zugestimmt am", initial=timezone.localdate)

    class Meta:
        model = Agreement
        fields = ["agreed_on", "note"]
        help_texts = {"note": "Zum Beispiel, worauf sich die Zustimmung bezieht. Alle im Bezirk können das lesen."}
