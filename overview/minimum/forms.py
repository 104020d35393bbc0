"""Forms of the Mindestmaß: the proposal of the Senate, and what a district says to it."""

import datetime
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from checklist.models import Chapter, Item, Kind
from districts.forms import PlausibleDateField, TenantForm
from overview.minimum_models import MinimumAnswer, MinimumProposal, Word

WORDLESS = "Bitte schreiben Sie in einem Satz, was anders sein soll."
_CHAPTERS = dict(Chapter.choices)


def _in_chapters(items: Iterable[Item]) -> list[tuple[str, list[tuple[str, str]]]]:
    """``items`` as choices, under the chapter each stands in; the Prüfsteine stand in none."""
    return [
        (_CHAPTERS.get(chapter, Kind.PRUEFSTEIN.label + "e"), [(item.code, str(item)) for item in group])
        for chapter, group in groupby(items, key=lambda item: item.chapter)
    ]


class ProposalForm(TenantForm):
    """Points, reason and day of a proposal; the Ressort where somebody edits for several."""

    codes = forms.MultipleChoiceField(
        label="Diese Punkte sollen zum Mindestmaß gehören", widget=forms.CheckboxSelectMultiple,
        help_text="Einen Punkt des Mindestmaßes kann ein Bezirk vorerst zurückstellen, aber nicht als „nicht "
        "vorgesehen“ auslassen. Angekreuzt ist zu Anfang, was heute dazugehört.",
        error_messages={
            "required": "Bitte wählen Sie mindestens einen Punkt aus.",
            "invalid_choice": "Einen der gewählten Punkte gibt es hier nicht. Bitte laden Sie die Seite neu.",
        },
    )  # fmt: skip
    answer_by = PlausibleDateField(
        label="Antwort der Bezirke bis", help_text="Auch nach diesem Tag kann ein Bezirk noch antworten."
    )

    class Meta:
        model = MinimumProposal
        fields = ["department", "codes", "reason", "answer_by"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 10})}
        help_texts = {"reason": "Warum diese Punkte alle Bezirke verbinden sollen. Die Bezirke lesen genau das."}

    def __init__(self, *args: Any, departments: Collection[str], items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = _in_chapters(items)  # type: ignore[attr-defined]
        if departments:
            self.fields["department"] = forms.ChoiceField(
                label="Ressort", choices=[(name, name) for name in sorted(departments)], show_hidden_initial=True
            )
        else:
            del self.fields["department"]

    def clean_answer_by(self) -> datetime.date:
        """Days that are over give nobody time to answer."""
        day: datetime.date = self.cleaned_data["answer_by"]
        if day < timezone.localdate():
            raise ValidationError("Dieser Tag ist schon vorbei. Bitte geben Sie den Bezirken Zeit.", code="past")
        return day


class AnswerForm(TenantForm):
    """ "einverstanden" or "so nicht", in the words of the district."""

    word = forms.ChoiceField(label="Antwort Ihres Bezirks", choices=Word.choices, widget=forms.RadioSelect)

    class Meta:
        model = MinimumAnswer
        fields = ["word", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"text": "Nötig nur bei „so nicht“: was an dem Vorschlag anders sein soll."}

    def clean(self) -> dict[str, Any]:
        """No "so nicht" without a word."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("word") == Word.NOT_SO and found.get("text") == "":
            self.add_error("text", WORDLESS)
        return found
