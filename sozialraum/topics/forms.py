"""Forms of Themen quer zur Linie."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from districts.forms import PlainForm, TenantForm, narrowed
from partners.choosing import offices_to_choose, regions_field, regions_to_choose
from partners.models import Body
from sozialraum.models import FundingStream, Topic
from sozialraum.topics.showing import STATES


class TopicForm(TenantForm):
    """What it is about, why it has priority, who works on it."""

    class Meta:
        model = Topic
        fields = ["title", "text", "priority_because", "lead"]
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in ("text", "priority_because")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrowed(self.fields["lead"], offices_to_choose())
        self.fields["offices"] = _several("Beteiligte Ämter", offices_to_choose())
        self.fields["regions"] = regions_field(
            regions_to_choose(), required=False, help_text="Keine gewählt: der ganze Bezirk."
        )
        bodies = Body.objects.filter(is_active=True).order_by("sort_key")
        self.fields["bodies"] = _several("Gremien, die es begleiten", bodies)
        today = timezone.localdate()
        funding = FundingStream.objects.between(today, datetime.date.max)
        if self.instance.pk:
            # What has run out meanwhile stays where it was chosen.
            funding |= FundingStream.objects.filter(pk__in=self.instance.funding.values("pk"))
        self.fields["funding"] = _several("Mittel dafür", funding.order_by("title", "pk"))


def _several(label: str, rows: Any) -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]
    return forms.ModelMultipleChoiceField(
        label=label, queryset=rows, required=False, widget=forms.CheckboxSelectMultiple, show_hidden_initial=True
    )


class CloseForm(PlainForm):
    """What was reached."""

    outcome = forms.CharField(label="Was ist erreicht?", max_length=5_000, widget=forms.Textarea(attrs={"rows": 5}))


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    stand = forms.ChoiceField(label="Stand", required=False, choices=list(STATES.items()))
