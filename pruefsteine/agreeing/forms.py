"""Forms of the Abstimmung."""

from typing import Any

from django import forms

from checklist.models import Item
from districts.forms import PlausibleDateField, TenantForm
from pruefsteine.models import ActorView, Consensus, Dissent
from pruefsteine.scales import Change, Level


class AgreeForm(TenantForm):
    """The level agreed on and why."""

    level = forms.ChoiceField(
        label="Gemeinsame Einschätzung",
        choices=[("", "noch keine"), *Level.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    change = forms.ChoiceField(
        label="Seit der Ausgangslage",
        choices=[("", "keine Angabe"), *Change.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    agreed_on = PlausibleDateField(
        label="Verabredet am", required=False, help_text="Leer lassen: Dann gilt der heutige Tag."
    )

    class Meta:
        model = Consensus
        fields = ["level", "change", "reasons", "agreed_on"]
        widgets = {"reasons": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"reasons": "Worauf stützt sich die Einschätzung? Nötig nur für „nicht beurteilbar“."}

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not item.compares_with_before:
            del self.fields["change"]


class DissentForm(TenantForm):
    """A deviating opinion; after closing only the consent."""

    class Meta:
        model = Dissent
        fields = ["text", "may_go_further"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"may_go_further": "Dieser Satz darf mit der Freigabe an die Senatsverwaltung gehen."}
        help_texts = {
            "text": "Am besten in einem Satz.",
            "may_go_further": "Ohne Haken bleibt er am Tisch der beteiligten Ämter. Mit Haken lesen ihn nach dem "
            "Abschluss alle im Bezirk.",
        }

    def __init__(self, *args: Any, closed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if closed:
            del self.fields["text"]


class ViewForm(TenantForm):
    """What actors said."""

    held_on = PlausibleDateField(label="Am")

    class Meta:
        model = ActorView
        fields = ["body", "held_on", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"text": "Was die Runde gesagt hat, möglichst in ihren Worten. Ohne Stufe und ohne Namen."}
