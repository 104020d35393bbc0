"""Forms of the Prüfsteine: rounds, answers, meanings."""

from typing import Any

from django import forms

from accounts.models import User
from assignments.forms import StepForm
from checklist.forms import OfficeChoice
from checklist.models import Item
from districts.forms import PlainForm, PlausibleDateField, TenantForm
from districts.models import Membership, Office
from districts.roles import Role
from pruefsteine.models import Indicator, Operationalisation, Rating, Round
from pruefsteine.rating import FIELDS, fields_of, number_of
from pruefsteine.scales import Change, Level


class OfficesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic for mypy alone
    """Several offices, each with a box to tick."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Office.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)


def coordinators() -> Any:
    """People who coordinate the active district."""
    holding = Membership.objects.filter(role=Role.COORDINATION).values("user_id")
    return User.objects.filter(pk__in=holding, is_active=True).order_by("name")


class RoundForm(TenantForm):
    """A round while it is planned; while it is open only what may still change."""

    opens_on = PlausibleDateField(label="Beginn")
    closes_on = PlausibleDateField(label="Abgabe bis", help_text="Gilt für alle Ämter, auch für später hinzugefügte.")
    offices = OfficesField(
        label="Ämter, die teilnehmen",
        required=False,
        help_text="Ämter, die es für sich nicht für sinnvoll halten (Leitfrage B3.1d), stehen hier nicht.",
    )

    class Meta:
        model = Round
        fields = ["name", "is_baseline", "opens_on", "closes_on", "responsible", "hint"]
        widgets = {"hint": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, offices: Any, while_open: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["responsible"].queryset = coordinators()
        fields["responsible"].empty_label = "–"
        fields["responsible"].help_text = "Steht im Bogen: An sie wenden sich die Ämter bei Fragen."
        fields["offices"].queryset = offices
        fields["offices"].show_hidden_initial = True
        if while_open:
            for name in ("name", "is_baseline", "opens_on", "offices"):
                del fields[name]


class JoinForm(PlainForm):
    """Another office joins an open round."""

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeChoice(offices, label="Amt/OE", empty_label=None)


class ExtendForm(PlainForm):
    """A later deadline, with its reason."""

    extended_to = PlausibleDateField(label="Neue Frist")
    extension_reason = forms.CharField(label="Grund", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class QuestionForm(StepForm):
    """The question with which a Selbsteinschätzung goes back."""

    question = forms.CharField(
        label="Was ist noch offen?",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Das Amt liest Ihre Frage über seinem Bogen. Seine Antworten ändert nur das Amt selbst.",
    )


class RatingForm(TenantForm):
    """One office's answer to one Prüfstein. Its prefix is the number: ``p3-level``."""

    class Meta:
        model = Rating
        fields = FIELDS
        widgets = {
            "level": forms.RadioSelect,
            "not_assessable_reason": forms.Textarea(attrs={"rows": 2}),
            "words": forms.Textarea(attrs={"rows": 3}),
            "change": forms.RadioSelect,
            "before": forms.Textarea(attrs={"rows": 2}),
            "measure": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, data: Any = None, *, instance: Rating, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, prefix=prefix_of(instance), **kwargs)
        fields: Any = self.fields
        for name in FIELDS:
            if name not in fields_of(instance):
                del fields[name]
        fields["level"].choices = [("", "unbeantwortet"), *Level.choices]
        fields["level"].error_messages["invalid_choice"] = "Diese Stufe gibt es nicht."
        fields["not_assessable_reason"].help_text = "Nur nötig bei „nicht beurteilbar“."
        fields["words"].help_text = "Freiwillig."
        fields["measure"].help_text = "Freiwillig. Daraus kann in der Abstimmung ein Auftrag werden."
        if "change" in fields:
            fields["change"].choices = [("", "unbeantwortet"), *Change.choices]
            fields["change"].error_messages["invalid_choice"] = "Diese Veränderung gibt es nicht."
            fields["before"].help_text = "Freiwillig."

    def _post_clean(self) -> None:
        """Not the model's own checks: each of its constraints would ask the database, and the choices say the same."""

    def sent(self) -> dict[str, Any]:
        """Field name -> value, of the fields that were sent at all: what is missing was not touched."""
        return {name: value for name, value in self.cleaned_data.items() if self.add_prefix(name) in self.data}


def blank_rating(number: int) -> Rating:
    """Prüfstein ``number`` without anything in it, for a form whose row is read only when it is saved."""
    return Rating(item=Item(code=f"B4.{number}", compares_with_before=True))


def prefix_of(rating: Rating) -> str:
    """ "p3" for Prüfstein 3."""
    return f"p{number_of(rating.item.code)}"


class QuestionnaireForm(PlainForm):
    """The questionnaire comes back as a file."""

    file = forms.FileField(
        label="Ausgefüllter Fragebogen",
        help_text="Die Datei (XLSX), die Sie hier heruntergeladen haben. Höchstens 2 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class MeaningForm(TenantForm):
    """The text of a draft."""

    class Meta:
        model = Operationalisation
        fields = ["meaning"]
        widgets = {"meaning": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "meaning": "Zum Beispiel: Woran würden wir merken, dass es „besser“ oder „effektiver“ geworden ist?"
        }


class IndicatorForm(PlainForm):
    """An indicator at a draft."""

    name = forms.CharField(label="Indikator", max_length=200)
    source = forms.CharField(label="Quelle", max_length=200, required=False)
    direction = forms.ChoiceField(label="Richtung", choices=Indicator.Direction.choices, initial="look")


class AgreementForm(PlainForm):
    """Where, when and by whom a draft was agreed on."""

    agreed_on = PlausibleDateField(label="verabredet am")
    body = forms.CharField(label="verabredet in", max_length=160, help_text="Gremium oder Runde.")
    offices = OfficesField(label="Beteiligte Ämter", help_text="Alle, die zugestimmt haben.")

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["offices"].queryset = offices


class OfficeMeaningForm(PlainForm):
    """„Was das in unserem Amt heißt“."""

    meaning = forms.CharField(
        label="Was das in unserem Amt heißt", max_length=10_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    shared = forms.BooleanField(
        label="für den Bezirk sichtbar",
        required=False,
        help_text="Solange hier kein Haken steht, sieht den Text nur Ihr Amt.",
    )
