"""Forms of Kooperationen and Beteiligung."""

from typing import Any

from django import forms

from districts.forms import PlausibleDateField, TenantForm, narrowed
from districts.member import Member
from partners.choosing import ActorField, offices_to_choose, own_offices, regions_field, regions_to_choose
from partners.cooperation.listing import OUTCOMES, STANDS
from partners.models import Cooperation, Participation


class CooperationForm(TenantForm):
    """What an office and an actor do together. Who they are stays once it is entered."""

    starts_on = PlausibleDateField(label="Von")
    ends_on = PlausibleDateField(label="Bis", required=False, help_text="Leer lassen, wenn kein Ende verabredet ist.")
    decide_by = PlausibleDateField(
        label="Über die Verlängerung entscheiden bis",
        required=False,
        help_text="Daran wird das Amt erinnert. Leer: am letzten Tag der Laufzeit.",
    )

    class Meta:
        model = Cooperation
        fields = ["title", "office", "actor", "form", "funding", "text", "starts_on", "ends_on", "decide_by", "renewal"]
        widgets = {"funding": forms.Textarea(attrs={"rows": 3}), "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if not self.instance._state.adding:
            del fields["office"], fields["actor"]
            return
        del fields["renewal"]
        own = own_offices(member) if not member.may("edit_partnership") else offices_to_choose()
        narrowed(fields["office"], own)
        if not member.may("edit_partnership"):
            fields["office"].empty_label = None
        else:
            fields["office"].empty_label = "bitte wählen"
        fields["form"].choices = [("", "bitte wählen"), *Cooperation.Form.choices]
        fields["actor"] = ActorField(member=member, label="Akteur")
        self.order_fields(self.Meta.fields)


class ParticipationForm(TenantForm):
    """Who was involved in what, where, when, and what came of it."""

    starts_on = PlausibleDateField(label="Von")
    ends_on = PlausibleDateField(label="Bis", required=False)

    class Meta:
        model = Participation
        fields = ["title", "text", "starts_on", "ends_on", "outcome", "office", "actor"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "outcome": forms.Textarea(attrs={"rows": 4})}

    field_order = ["title", "text", "regions", "starts_on", "ends_on", "outcome", "office", "actor"]

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        own = own_offices(member) if not member.may("edit_partnership") else offices_to_choose()
        narrowed(fields["office"], own)
        if not member.may("edit_partnership"):
            fields["office"].empty_label = None
            fields["office"].required = True
        else:
            fields["office"].empty_label = "der Bezirk"
        fields["actor"] = ActorField(member=member, label="Akteur vor Ort", required=False, show_hidden_initial=True)
        fields["regions"] = regions_field(regions_to_choose(), label="Wo", required=False)
        self.order_fields(self.field_order)


class CooperationFilter(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    form = forms.ChoiceField(label="Form", required=False, choices=[("", "alle"), *Cooperation.Form.choices])
    stand = forms.ChoiceField(label="Stand", required=False, choices=list(STANDS.items()))

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amt"] = forms.ChoiceField(label="Amt", required=False, choices=[("", "alle"), *offices])
        self.order_fields(["q", "amt", "form", "stand"])


class ParticipationFilter(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    ergebnis = forms.ChoiceField(label="Ergebnis", required=False, choices=list(OUTCOMES.items()))

    def __init__(
        self, *args: Any, offices: list[tuple[str, str]], regions: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amt"] = forms.ChoiceField(label="Amt", required=False, choices=[("", "alle"), *offices])
        self.fields["region"] = forms.ChoiceField(label="Wo", required=False, choices=[("", "alle"), *regions])
        self.order_fields(["q", "region", "amt", "ergebnis"])
