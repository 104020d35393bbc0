"""Forms of good examples, and the filters of their list."""

from typing import Any

from django import forms

from districts.forms import TenantForm
from overview.codes import CodesField
from overview.models import GoodPractice


class PracticeForm(TenantForm):
    """What an example says."""

    codes = CodesField()

    class Meta:
        model = GoodPractice
        fields = ["title", "text", "regions", "offices", "helped", "took", "codes", "mailbox", "link"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 10}),
            "helped": forms.Textarea(attrs={"rows": 4}),
            "took": forms.Textarea(attrs={"rows": 3}),
        }


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    punkt = forms.CharField(
        label="Punkt der Arbeitshilfe", required=False, widget=forms.TextInput(attrs={"placeholder": "B3.3"})
    )

    def __init__(self, *args: Any, districts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "alle"), *((key, f"{key} {name}") for key, name in districts)]
        self.fields["bezirk"] = forms.ChoiceField(label="Bezirk", required=False, choices=choices)
