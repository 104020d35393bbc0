"""Forms of Gremien and Sitzungen."""

from typing import Any

from django import forms

from districts.forms import PlainForm, PlausibleDateField, TenantForm, narrowed
from districts.member import Member
from partners.bodies.listing import STANDS
from partners.choosing import ActorField, offices_to_choose, own_offices, regions_field, regions_to_choose
from partners.models import AgendaItem, Body, BodyKind, Meeting, Sort


class KindForm(TenantForm):
    """A kind of Gremium."""

    class Meta:
        model = BodyKind
        fields = ["name", "sort", "is_active"]


class BodyForm(TenantForm):
    """What a Gremium is."""

    class Meta:
        model = Body
        fields = ["name", "kind", "sort", "level", "office", "department", "aim", "rhythm", "rhythm_unit", "rules",
                  "footing", "footing_how", "neighbourhood_invited", "is_active"]  # fmt: skip
        widgets = {
            "aim": forms.Textarea(attrs={"rows": 4}),
            "rules": forms.Textarea(attrs={"rows": 4}),
            "footing_how": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = ["name", "kind", "sort", "level", "regions", "neighbourhood_invited", "office", "department", "aim",
                   "rhythm", "rhythm_unit", "rules", "footing", "footing_how", "is_active"]  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row: Body = self.instance
        fields: Any = self.fields
        kinds = BodyKind.objects.filter(is_active=True)
        if row.kind_id:
            kinds = kinds | BodyKind.objects.filter(pk=row.kind_id)
        narrowed(fields["kind"], kinds)
        fields["kind"].empty_label = "bitte wählen"
        fields["footing"].choices = [("", "noch nicht angegeben"), *Body.Footing.choices]
        fields["office"].empty_label = "die Planungskoordination"
        everything = member.may("edit_bodies")
        narrowed(fields["office"], offices_to_choose() if everything else own_offices(member))
        if not everything:
            fields["office"].empty_label = None
            fields["office"].required = True
        fields["regions"] = regions_field(
            regions_to_choose(smallest=True),
            required=False,
            help_text="Ein Prognoseraum umfasst seine Bezirksregionen, eine Bezirksregion ihre Planungsräume.",
        )
        fields["rhythm"].widget.attrs["inputmode"] = "numeric"
        if row._state.adding:
            del fields["is_active"]
        self.order_fields(self.field_order)


class MembershipForm(PlainForm):
    """An office or an actor joins."""

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = forms.ModelChoiceField(
            label="Amt/OE", queryset=offices_to_choose(), required=False, empty_label="keines"
        )
        self.fields["actor"] = ActorField(member=member, label="oder Akteur", required=False)
        self.fields["starts_on"] = PlausibleDateField(
            label="Gehört dazu seit", required=False, help_text="Leer lassen, wenn es nicht bekannt ist."
        )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data is not None and not self.errors and bool(data.get("office")) == bool(data.get("actor")):
            self.add_error("office", "Bitte wählen Sie ein Amt oder nennen Sie einen Akteur, nicht beides.")
        return data


class MeetingForm(TenantForm):
    """When and where."""

    starts_on = PlausibleDateField(label="Tag")
    starts_at = forms.TimeField(
        label="Beginn", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends_at = forms.TimeField(
        label="Ende", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    class Meta:
        model = Meeting
        fields = ["starts_on", "starts_at", "ends_at", "place"]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        first, last = data.get("starts_at"), data.get("ends_at")
        if first and last and last <= first:
            self.add_error("ends_at", "Das Ende liegt vor dem Beginn.")
        return data


class RecordForm(TenantForm):
    """Who took part, what was dealt with, what came of it."""

    class Meta:
        model = Meeting
        fields = ["outcome"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, offices: Any, actors: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, rows in (
            ("offices", "Teilgenommen haben: Ämter", offices),
            ("actors", "Teilgenommen haben: Akteure", actors),
            ("topics", "Behandelt wurden", topics),
        ):
            self.fields[name] = forms.ModelMultipleChoiceField(
                label=label, queryset=rows, required=False, widget=forms.CheckboxSelectMultiple,
                show_hidden_initial=True,
            )  # fmt: skip
        self.fields["topics"].help_text = "Was Sie nicht ankreuzen, kommt auf die nächste Sitzung."
        self.order_fields(["offices", "actors", "topics", "outcome"])


class TopicForm(TenantForm):
    """A new topic, and who brings it."""

    class Meta:
        model = AgendaItem
        fields = ["title", "office"]

    def __init__(self, *args: Any, member: Member, runs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        narrowed(fields["office"], offices_to_choose() if runs else own_offices(member))
        if runs:
            fields["office"].empty_label = "kein Amt"
            fields["actor"] = ActorField(member=member, label="oder eingebracht von einem Akteur", required=False)
        else:
            fields["office"].empty_label = None
            fields["office"].required = True


class TopicResultForm(TenantForm):
    """A topic that stands there: its words, whether it was dealt with, what came of it."""

    class Meta:
        model = AgendaItem
        fields = ["title", "state", "result"]
        widgets = {"result": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, runs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not runs:
            del self.fields["state"], self.fields["result"]


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    tisch = forms.ChoiceField(label="Am Tisch", required=False, choices=[("", "alle"), *Sort.choices])
    ebene = forms.ChoiceField(label="Ebene", required=False, choices=[("", "alle"), *Body.Level.choices])
    stand = forms.ChoiceField(label="Stand", required=False, choices=list(STANDS.items()))

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["art"] = forms.ChoiceField(label="Art", required=False, choices=[("", "alle"), *kinds])
        if regions:
            self.fields["region"] = forms.ChoiceField(label="Region", required=False, choices=[("", "alle"), *regions])
        self.order_fields(["q", "art", "tisch", "ebene", "region", "stand"])
