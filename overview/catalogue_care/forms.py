"""The form of a new wording."""

from typing import Any

from django import forms

from checklist.laying_out import WORKED_ON
from checklist.models import Item
from districts.forms import TenantForm
from overview.models import WordingDraft


class WordingForm(TenantForm):
    """The parts of the wording that the point has, and the reason. ``beside`` is the version it was read beside."""

    beside = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = WordingDraft
        fields = ["title", "text", "hint", "office_text", "reason"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 14}),
            "hint": forms.Textarea(attrs={"rows": 3}),
            "office_text": forms.Textarea(attrs={"rows": 3}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beside"].initial = item.version
        self.fields["beside"].show_hidden_initial = False
        if item.kind not in WORKED_ON and not item.hint:
            del self.fields["hint"]
        if not item.office_text:
            del self.fields["office_text"]

    def words(self, values: dict[str, Any]) -> dict[str, Any]:
        """``values`` of the fields without what only says beside which version they were read."""
        return {name: value for name, value in values.items() if name != "beside"}

    def read_beside(self, version: int) -> None:
        """The next sending counts as read beside ``version``: the page has said that it holds by now."""
        data: Any = self.data
        asked = data.copy()
        asked["beside"] = str(version)
        self.data = asked
