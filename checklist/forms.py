"""Forms on points of the checklist."""

from typing import Any

from django import forms

from checklist.models import Chapter, Contribution, Progress
from checklist.overview import DUE
from checklist.progress import OWN_KINDS
from checklist.states import State, states_for
from districts.forms import PlainForm, PlausibleDateField, TenantForm
from districts.models import Office


class ProgressForm(TenantForm):
    """Everything a district says about one point. Fields that do not belong to the kind of point are left out."""

    target_date = PlausibleDateField(label="Zieldatum", required=False)

    class Meta:
        model = Progress
        fields = ["own_title", "state", "responsible", "target_date", "answer", "own_text", "anchored_by", "reason"]
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 2}),
            "anchored_by": forms.Textarea(attrs={"rows": 2}),
            "answer": forms.Textarea(attrs={"rows": 8}),
            "own_text": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row: Progress = self.instance
        states = states_for(row.kind, minimum=row.minimum)
        if states:
            # Nobody decides by leaving alone what the list does not hold any more.
            first = [("", "Bitte wählen Sie")] if row.state_from_before else []
            self.fields["state"] = forms.ChoiceField(
                label="Stand", choices=first + [(state.value, state.label) for state in states],
                show_hidden_initial=True,
            )  # fmt: skip
        else:
            for name in ("state", "responsible", "target_date"):
                del self.fields[name]
        if State.ANCHORED not in states:
            for name in ("reason", "anchored_by"):
                del self.fields[name]
        if row.kind != "question":
            del self.fields["answer"]
        if not row.is_own:
            del self.fields["own_title"]
        else:
            self.fields["own_title"].required = True
        if "responsible" in self.fields:
            choice = OfficeChoice(offices, label="Zuständiges Amt", current=row.responsible)
            choice.show_hidden_initial = True
            self.fields["responsible"] = choice

    def short_fields(self) -> list[forms.BoundField]:
        """The fields that stand side by side."""
        return [self[name] for name in self.fields if name in ("state", "responsible", "target_date")]

    def long_fields(self) -> list[forms.BoundField]:
        """The fields that take the whole width."""
        return [self[name] for name in self.fields if name not in ("state", "responsible", "target_date")]


class OfficeChoice(forms.TypedChoiceField):
    """Chooses one of the offices that were read already: no query of its own, and nothing but the own district."""

    def __init__(
        self,
        offices: list[Office],
        *,
        current: Office | None = None,
        empty_label: str | None = "–",
        **kwargs: Any,
    ) -> None:
        """``empty_label`` names the choice of no office; None leaves that choice out and makes the field required."""
        by_id = {str(office.pk): office for office in offices}
        if current is not None:
            # An office that no longer exists stays chosen until somebody chooses another.
            by_id.setdefault(str(current.pk), current)
        nothing = [] if empty_label is None else [("", empty_label)]
        super().__init__(
            choices=[*nothing, *((key, office.name) for key, office in by_id.items())],
            coerce=by_id.__getitem__,
            empty_value=None,
            required=empty_label is None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Office) else super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value.pk) if isinstance(value, Office) else value)


class QuestionForm(TenantForm):
    """State and joint answer of one Leitfrage, on the page with all eight."""

    class Meta:
        model = Progress
        fields = ["answer", "state"]
        widgets = {"answer": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = states_for("question", minimum=False)
        self.fields["state"] = forms.ChoiceField(
            label="Stand", choices=[(state.value, state.label) for state in states], show_hidden_initial=True
        )


class OwnPointForm(PlainForm):
    """A point the district adds itself."""

    title = forms.CharField(label="Titel", max_length=120)
    chapter = forms.ChoiceField(label="Kapitel", choices=Chapter.choices)
    kind = forms.ChoiceField(label="Art", choices=[(kind.value, kind.label) for kind in OWN_KINDS])


class ContributionForm(TenantForm):
    """A local example or explanation."""

    class Meta:
        model = Contribution
        fields = ["title", "text", "shared"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}


class NewContributionForm(ContributionForm):
    """The same, with the office it is written for; coordination may also write for the whole district."""

    class Meta(ContributionForm.Meta):
        fields = ["title", "text", "shared"]

    field_order = ["office", "title", "text", "shared"]

    def __init__(self, *args: Any, offices: list[Office], for_district: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeChoice(
            offices,
            label="Für wen schreiben Sie?",
            empty_label="Für den ganzen Bezirk" if for_district else None,
        )
        self.order_fields(self.field_order)


class ThreadForm(PlainForm):
    """Opens a thread."""

    title = forms.CharField(label="Worum geht es?", max_length=200)
    text = forms.CharField(label="Ihr Beitrag", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


class ReplyForm(PlainForm):
    """Answers in a thread."""

    text = forms.CharField(label="Ihre Antwort", max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class FilterForm(forms.Form):
    """The filters of the overview; wrong values filter nothing, so this form is never refused."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    teil = forms.ChoiceField(label="Teil", required=False, choices=[("", "alle"), *Chapter.choices])
    art = forms.ChoiceField(
        label="Art", required=False, choices=[("", "alle"), *[(kind.value, kind.label) for kind in OWN_KINDS]]
    )
    stand = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *State.choices])
    amt = forms.ChoiceField(label="Zuständig", required=False)
    termin = forms.ChoiceField(label="Zieldatum", required=False, choices=list(DUE.items()))
    eigene = forms.ChoiceField(
        label="Herkunft", required=False, choices=[("", "alle"), ("ja", "nur eigene Punkte des Bezirks")]
    )

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amt"] = forms.ChoiceField(label="Zuständig", required=False, choices=[("", "alle"), *offices])
