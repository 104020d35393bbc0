"""Forms of Hinweise."""

from typing import Any

from django import forms
from django.utils import timezone

from districts.forms import PlainForm, PlausibleDateField, TenantForm
from districts.member import Member
from districts.own_regions import is_outside, regions_of
from partners.bodies.agenda import bodies_open_to
from partners.choosing import ActorField, offices_to_choose, regions_field, regions_to_choose
from partners.models import Signal
from partners.signals.listing import KINDS, STANDS, STANDS_OUTSIDE


class SignalForm(TenantForm):
    """What is reported, where, since when, by whom."""

    observed_on = PlausibleDateField(label="Stand vom", initial=timezone.localdate)

    class Meta:
        model = Signal
        fields = ["kind", "title", "text", "observed_on", "actor"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    field_order = ["kind", "title", "text", "regions", "observed_on", "actor"]

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = regions_of(member) if is_outside(member) else regions_to_choose()
        self.fields["regions"] = regions_field(own, label="Für welche Regionen?")
        kind: Any = self.fields["kind"]
        kind.choices = [("", "bitte wählen"), *Signal.Kind.choices]
        self.fields["regions"].error_messages["required"] = "Bitte wählen Sie mindestens eine Region."
        self.fields["actor"] = ActorField(
            member=member, label="Von welchem Akteur kommt der Hinweis?", required=False, show_hidden_initial=True
        )
        self.order_fields(self.field_order)


class AskForm(PlainForm):
    """Which offices are asked to take it up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"] = forms.ModelMultipleChoiceField(
            label="Ämter", queryset=offices_to_choose(), widget=forms.CheckboxSelectMultiple
        )


class AnswerForm(PlainForm):
    """Words for whoever reported."""

    text = forms.CharField(label="Antwort", max_length=5_000, widget=forms.Textarea(attrs={"rows": 5}))


class WithdrawForm(PlainForm):
    """Why, for who likes to say it."""

    because = forms.CharField(
        label="Grund", required=False, max_length=300, help_text="Sie müssen keinen Grund nennen."
    )


class RemovalForm(PlainForm):
    """What is really deleted, and why."""

    because = forms.CharField(
        label="Warum?",
        max_length=300,
        help_text="Bleibt beim Hinweis stehen. Bitte wiederholen Sie nicht, was entfernt wird.",
    )

    def __init__(self, *args: Any, answers: Any, words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words:
            self.fields["words"] = forms.BooleanField(label="Titel und Text des Hinweises entfernen", required=False)
        if answers:
            self.fields["answers"] = forms.MultipleChoiceField(
                label="Antworten entfernen", required=False, choices=answers, widget=forms.CheckboxSelectMultiple
            )
        self.order_fields(["words", "answers", "because"])


class AgendaForm(PlainForm):
    """Which Gremium, and the words that stand on its agenda."""

    title = forms.CharField(
        label="So steht es auf der Tagesordnung",
        max_length=200,
        help_text="Diesen Titel lesen alle, die das Gremium lesen. Den Hinweis selbst öffnet nur, wer Hinweise lesen "
        "darf.",
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"] = forms.ModelChoiceField(
            label="Gremium", queryset=bodies_open_to(member), empty_label="bitte wählen"
        )
        self.order_fields(["body", "title"])


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    art = forms.ChoiceField(label="Art", required=False, choices=KINDS)

    def __init__(self, *args: Any, regions: list[tuple[str, str]], own: bool, outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"] = forms.ChoiceField(label="Region", required=False, choices=[("", "alle"), *regions])
        stands = STANDS_OUTSIDE if outside else {key: label for key, label in STANDS.items() if own or key != "eigene"}
        self.fields["stand"] = forms.ChoiceField(label="Stand", required=False, choices=list(stands.items()))
