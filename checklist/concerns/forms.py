"""Forms of concerns."""

from typing import Any

from django import forms

from checklist.models import Concern, ConcernTopic
from districts.forms import PlainForm, TenantForm, narrowed


class ConcernForm(PlainForm):
    """The one field somebody fills in. Nothing else is asked for and nothing else is kept."""

    text = forms.CharField(
        label="Ihr Bedenken",
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text="Schreiben Sie nichts hinein, woran man Sie oder andere erkennt.",
    )


class _Texts(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Concern) -> str:
        return obj.text


class BundleForm(PlainForm):
    """Puts several texts into one topic."""

    texts = _Texts(label="Texte", queryset=Concern.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    topic = forms.ModelChoiceField(
        label="Vorhandenes Thema", queryset=ConcernTopic.objects.none(), required=False, empty_label="–"
    )
    title = forms.CharField(label="oder neues Thema", max_length=160, required=False)

    def __init__(self, *args: Any, texts: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrowed(self.fields["texts"], texts)
        narrowed(self.fields["topic"], topics)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("topic") and data.get("title"):
            self.add_error("title", "Bitte wählen Sie entweder ein vorhandenes Thema oder eine neue Überschrift.")
        return data


class TopicForm(TenantForm):
    """A topic in the district's words with its answer. The headings of the five fears stand in the Arbeitshilfe."""

    class Meta:
        model = ConcernTopic
        fields = ["title", "text", "answer", "published"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "answer": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "text": "In den Worten des Bezirks, ohne wörtliche Stellen aus den eingereichten Texten.",
            "published": "Erst dann lesen alle im Bezirk die Antwort.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.item_id is not None:
            del self.fields["title"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("published") and not data.get("answer"):
            self.add_error("answer", "Veröffentlicht wird ein Bedenken nur mit einer Antwort.")
        return data
