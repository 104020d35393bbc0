"""Forms of a Freigabe."""

from typing import Any

from django import forms

from assignments.forms import StepForm
from checklist.models import Resolution
from districts.forms import TenantForm, narrowed
from pruefsteine.models import Release, Statement
from pruefsteine.releasing.picture import OFFICES_FOR_SPREAD, chosen_or_usual


class ChooseForm(TenantForm):
    """What goes along."""

    levels = forms.BooleanField(label="Gemeinsame Einschätzungen", required=False)
    reasons = forms.BooleanField(label="Begründungen", required=False)
    spread = forms.BooleanField(
        label="Streuung der Einschätzungen",
        required=False,
        help_text=f"Ohne Namen der Ämter, und nur bei Prüfsteinen, zu denen mindestens {OFFICES_FOR_SPREAD} Ämter "
        "geantwortet haben.",
    )
    dissent = forms.BooleanField(
        label="Abweichende Meinungen",
        required=False,
        help_text="Nur Sätze, deren Amt der Weitergabe zugestimmt hat, ohne Namen des Amtes.",
    )
    minimum = forms.BooleanField(label="Stand beim Mindestmaß der Checkliste", required=False)
    texts = forms.BooleanField(
        label="Dazu eigene Formulierungen und Begründungen aus der Checkliste",
        required=False,
        help_text="Nur zu den Punkten des Mindestmaßes.",
    )
    covering = forms.CharField(
        label="Begleittext",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Steht über allem, zum Beispiel wie die Runde zustande kam.",
    )

    class Meta:
        model = Release
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        kwargs["initial"] = chosen_or_usual(instance.chosen if instance else {}) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class StatementForm(TenantForm):
    """What an office says to it."""

    class Meta:
        model = Statement
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}


class ReleaseForm(StepForm):
    """Releases; names the Beschluss where the person is not the Bezirksbürgermeister/in."""

    resolution = forms.ModelChoiceField(
        label="Beschluss des Bezirksamts",
        queryset=Resolution.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = Resolution.objects.filter(kind=Resolution.Kind.BOARD, decided_on__isnull=False)
        narrowed(self.fields["resolution"], taken)
        self.fields["resolution"].help_text = (
            "Leer lassen, wenn Sie als Bezirksbürgermeister/in freigeben." if alone else "Ohne ihn können Sie nicht "
            "freigeben; nur die Bezirksbürgermeisterin oder der Bezirksbürgermeister braucht keinen."
        )  # fmt: skip


class WithdrawForm(StepForm):
    """Withdraws, with a reason."""

    reason = forms.CharField(label="Grund", max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))
