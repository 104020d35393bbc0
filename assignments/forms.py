"""Forms of Aufträge: the draft, the steps, milestones, the step of a mitwirkende Amt."""

from typing import Any

from django import forms

from accounts.models import User
from assignments.listing import DUE
from assignments.models import Assignment, AssignmentOffice, Milestone
from assignments.states import State
from checklist.forms import OfficeChoice
from checklist.models import Progress, Resolution
from districts.forms import PlainForm, PlausibleDateField, TenantForm
from districts.models import BusinessArea, Office


class PointField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for mypy alone
    """A point of the checklist by code and title."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


def named(offices: list[Office]) -> list[tuple[Any, str]]:
    """Choices of offices that were read already: showing them asks nothing."""
    return [(office.pk, office.name) for office in offices]


class DraftForm(TenantForm):
    """What an Auftrag says. ``choices`` are read by the view, all of the own district."""

    area = forms.ModelChoiceField(label="Geschäftsbereich, der ihn erteilt", queryset=BusinessArea.objects.none())
    contributing = forms.ModelMultipleChoiceField(
        label="Mitwirkende Ämter",
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Jedes bestätigt seinen eigenen Beitrag.",
    )
    progress = PointField(label="Anlass: Punkt der Checkliste", queryset=Progress.objects.none(), required=False)
    resolution = forms.ModelChoiceField(
        label="Beschluss",
        queryset=Resolution.objects.none(),
        required=False,
        help_text="Nötig, wenn ein Amt außerhalb des Geschäftsbereichs beauftragt wird (Beschluss des Bezirksamts).",
    )
    decision_date = PlausibleDateField(
        label="Entscheidung vom", required=False, help_text="Leer lassen: Dann gilt der Tag, an dem er erteilt wird."
    )
    due_on = PlausibleDateField(label="Frist", required=False)

    class Meta:
        model = Assignment
        fields = ["title", "text", "file_number", "decision_date", "due_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"file_number": "Wie in der Akte, als reiner Text."}

    field_order = ["title", "text", "area", "leads", "lead", "contributing", "due_on", "decision_date", "resolution",
                   "progress", "file_number"]  # fmt: skip

    def __init__(self, *args: Any, areas: Any, offices: list[Office], resolutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].queryset = areas
        fields["contributing"].queryset = Office.objects.filter(pk__in=[office.pk for office in offices])
        fields["contributing"].choices = named(offices)
        fields["resolution"].queryset = resolutions
        fields["progress"].queryset = Progress.objects.select_related("item").order_by("chapter", "position")
        self.add_lead(offices)
        self.order_fields(self.field_order)

    def add_lead(self, offices: list[Office]) -> None:
        """One or several offices at once: each gets an Auftrag of its own."""
        self.fields["leads"] = forms.ModelMultipleChoiceField(
            label="Federführendes Amt",
            queryset=Office.objects.filter(pk__in=[office.pk for office in offices]),
            widget=forms.CheckboxSelectMultiple,
            help_text="Wählen Sie mehrere, erhält jedes einen eigenen Auftrag mit eigenem Stand.",
        )
        leads: Any = self.fields["leads"]
        leads.choices = named(offices)


class ChangeForm(DraftForm):
    """The same for a draft that is there: one federführendes Amt, the Geschäftsbereich stays."""

    def __init__(self, *args: Any, lead: Office | None, **kwargs: Any) -> None:
        self.lead = lead
        super().__init__(*args, **kwargs)
        del self.fields["area"]

    def add_lead(self, offices: list[Office]) -> None:
        self.fields["lead"] = OfficeChoice(
            offices, label="Federführendes Amt", current=self.lead, empty_label=None, show_hidden_initial=True
        )


class PaperForm(DraftForm):
    """An Auftrag given on paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision_date"].label = "Erteilt am"
        self.fields["decision_date"].help_text = ""
        self.fields["decision_date"].required = self.fields["due_on"].required = True
        self.fields["file_number"].help_text = "Der Verfügung, wenn es keinen Beschluss gibt."


class StepForm(PlainForm):
    """A step without anything but the version it was opened with."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def seen_version(self) -> int:
        """The version the page showed; 0, which no row has, for anything else."""
        raw = self.cleaned_data.get("version", "")
        return int(raw) if raw.isascii() and raw.isdigit() else 0


class NoteForm(StepForm):
    """A step with a remark that may stay empty."""

    text = forms.CharField(label="Anmerkung", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class WordsForm(StepForm):
    """A step that needs words."""

    text = forms.CharField(label="Text", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: str = "Text", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class DateForm(WordsForm):
    """A new due date with its reason."""

    due_on = PlausibleDateField(label="Neue Frist")
    field_order = ["due_on", "text"]


class ReworkForm(WordsForm):
    """What is missing, and until when if the due date changes."""

    due_on = PlausibleDateField(label="Neue Frist", required=False, help_text="Leer lassen: Die Frist bleibt.")


class DecisionForm(NoteForm):
    """Granted or not."""

    granted = forms.ChoiceField(
        label="Entscheidung", choices=[("ja", "bewilligen"), ("nein", "ablehnen")], widget=forms.RadioSelect
    )
    due_on = PlausibleDateField(
        label="Neue Frist", required=False, help_text="Leer lassen: Dann gilt die erbetene Frist."
    )
    field_order = ["granted", "due_on", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Begründung"
        self.fields["text"].help_text = "Nötig, wenn Sie ablehnen."


class ContributionForm(NoteForm):
    """A contribution is done; the office is asked where the person heads several."""

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(offices) > 1:
            self.fields["office"] = OfficeChoice(offices, label="Amt", empty_label=None)
            self.order_fields(["office", "text"])


class AgentForm(StepForm):
    """Who works on it: a person of the office, or a name."""

    agent = forms.ModelChoiceField(label="Person aus Ihrem Amt", queryset=User.objects.none(), required=False)
    agent_name = forms.CharField(
        label="oder Name ohne Konto",
        required=False,
        max_length=120,
        help_text="Sie können die Person später einladen. Den Namen sieht nur Ihr Amt.",
    )

    def __init__(self, *args: Any, offices: list[Office], people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agent"]
        field.queryset = people
        if len(offices) > 1:
            self.fields["office"] = OfficeChoice(offices, label="Amt", empty_label=None)
            self.order_fields(["office", "agent", "agent_name"])


class PartForm(TenantForm):
    """The step of one mitwirkende Amt."""

    class Meta:
        model = AssignmentOffice
        fields = ["step"]
        widgets = {"step": forms.Textarea(attrs={"rows": 4})}


class MilestoneForm(TenantForm):
    """A milestone."""

    due_on = PlausibleDateField(label="Bis")

    class Meta:
        model = Milestone
        fields = ["title", "due_on"]


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    amt = forms.ChoiceField(label="Amt", required=False)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *State.choices])
    termin = forms.ChoiceField(label="Frist", required=False, choices=list(DUE.items()))

    def __init__(
        self, *args: Any, offices: list[tuple[str, str]], agents: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if agents:
            self.fields["wer"] = forms.ChoiceField(
                label="Bearbeiter/in in Ihrem Amt", required=False, choices=[("", "alle"), *agents]
            )
        self.fields["amt"] = forms.ChoiceField(label="Amt", required=False, choices=[("", "alle"), *offices])
