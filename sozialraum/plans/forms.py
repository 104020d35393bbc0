"""Forms of plans."""

from typing import Any

from django import forms

from districts.forms import PlausibleDateField, TenantForm, narrowed
from districts.member import Member
from districts.models import Region
from partners.choosing import offices_to_choose, own_offices, regions_field
from sozialraum.models import Plan, PlanOffice, PlanState
from sozialraum.plans.listing import TIMES, TOUCHES
from sozialraum.plans.months import MonthField


class PlanForm(TenantForm):
    """What an office plans, where, when, and with whom it wants to agree on it. Whose it is stays."""

    starts_on = MonthField(label="Beginn (Monat)")
    ends_on = MonthField(label="Ende (Monat)", last=True, required=False, help_text="Leer lassen, wenn es offen ist.")

    class Meta:
        model = Plan
        fields = ["office", "kind", "title", "text", "starts_on", "ends_on", "state", "contact"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    field_order = ["office", "kind", "title", "text", "starts_on", "ends_on", "state", "contact", "regions", "wanted"]

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", "bitte wählen"), *Plan.Kind.choices]
        fields["regions"] = regions_field(
            Region.objects.order_by("key"), label="Für welche Regionen?", required=False,
            help_text="Keine Wahl heißt: für den ganzen Bezirk.",
        )  # fmt: skip
        others = offices_to_choose()
        if self.instance._state.adding:
            narrowed(fields["office"], own_offices(member))
            fields["office"].empty_label = None
            if len(member.office_ids) == 1:
                others = others.exclude(pk__in=member.office_ids)
        else:
            del fields["office"]
            others = others.exclude(pk=self.instance.office_id)
        fields["wanted"] = forms.ModelMultipleChoiceField(
            label="Abstimmung gewünscht mit", queryset=others, required=False, show_hidden_initial=True,
            widget=forms.CheckboxSelectMultiple,
            help_text="Diese Ämter lesen es unter ihren Aufgaben, sobald die Planung geteilt ist.",
        )  # fmt: skip
        self.order_fields(self.field_order)


class AgreedForm(TenantForm):
    """That two offices have talked about a plan, and what came of it."""

    agreed_on = PlausibleDateField(label="Abgestimmt am", required=False, help_text="Leer heißt: noch nicht.")

    class Meta:
        model = PlanOffice
        fields = ["agreed_on", "outcome"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 4})}


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    art = forms.ChoiceField(label="Art", required=False, choices=[("", "alle"), *Plan.Kind.choices])
    stand = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *PlanState.choices])
    zeit = forms.ChoiceField(label="Zeitraum", required=False, choices=list(TIMES.items()))
    beruehrung = forms.ChoiceField(label="Berührung", required=False, choices=list(TOUCHES.items()))

    def __init__(
        self, *args: Any, offices: list[tuple[str, str]], regions: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amt"] = forms.ChoiceField(label="Amt/OE", required=False, choices=[("", "alle"), *offices])
        self.fields["region"] = forms.ChoiceField(label="Region", required=False, choices=[("", "alle"), *regions])
        self.order_fields(["q", "art", "amt", "region", "zeit", "stand", "beruehrung"])
