"""Forms of the Abstimmung."""

from typing import Any

from django import forms

from checklist.models import Item
from districts.forms import PlausibleDateField, TenantForm
from pruefsteine.agreeing.said_at import label_of, meetings_to_choose
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


class SitzungField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for mypy alone
    """A Sitzung by its Gremium and day."""

    def label_from_instance(self, obj: Any) -> str:
        return label_of(obj)


class ViewForm(TenantForm):
    """What actors said, at a Sitzung of a Gremium or elsewhere."""

    body = forms.CharField(
        label="Sonst: Wer hat gesprochen?",
        max_length=160,
        required=False,
        help_text="Zum Beispiel eine Stadtteilkonferenz, die hier nicht als Gremium geführt wird.",
    )
    held_on = PlausibleDateField(label="Am", required=False)

    class Meta:
        model = ActorView
        fields = ["meeting", "body", "held_on", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"text": "Was die Runde gesagt hat, möglichst in ihren Worten. Ohne Stufe und ohne Namen."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = SitzungField(
            label="In welcher Sitzung?",
            queryset=meetings_to_choose(self.instance.meeting_id),
            required=False,
            empty_label="keine der hier geführten",
            show_hidden_initial=True,
            help_text="Name und Tag stehen dann fest; die Sitzung führt auch hierher.",
        )
        self.order_fields(self.Meta.fields)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        meeting = data.get("meeting")
        if meeting:
            data["body"], data["held_on"] = meeting.body.name, meeting.starts_on
        else:
            for name in ("body", "held_on"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, "Bitte wählen Sie eine Sitzung oder füllen Sie dieses Feld aus.")
        return data
