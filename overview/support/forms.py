"""Forms of support asked of the Senate."""

from collections.abc import Sequence
from typing import Any

from django import forms

from checklist.models import Item, Kind
from districts.forms import PlainForm, TenantForm, narrowed
from overview.models import SupportRequest
from partners.choosing import offices_to_choose


class SupportForm(TenantForm):
    """Whom, what, about which point, and which office reads along."""

    class Meta:
        model = SupportRequest
        fields = ["department", "title", "text", "item", "office"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, departments: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["department"] = forms.ChoiceField(
            label="An welches Ressort?",
            choices=[("", "bitte wählen"), *((name, name) for name in departments)],
            error_messages={
                "invalid_choice": "Zu diesem Ressort gehört zurzeit niemand. Bitte wählen Sie ein anderes."
            },
        )
        fields["item"].empty_label = "zu keinem bestimmten"
        narrowed(fields["item"], Item.objects.exclude(kind=Kind.CHAPTER).order_by("position").only("code", "title"))
        fields["office"].empty_label = "keines"
        narrowed(fields["office"], offices_to_choose())


class MessageForm(PlainForm):
    """What one side says."""

    text = forms.CharField(label="Ihre Nachricht", max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}))
