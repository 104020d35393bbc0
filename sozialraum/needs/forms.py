"""Forms of Bedarfe: reporting one, its steps, the filters of the list."""

from typing import Any

from django import forms

from districts.forms import PlainForm, PlausibleDateField, TenantForm, narrowed
from districts.member import Member
from districts.models import Office
from districts.own_regions import is_outside, regions_of
from partners.bodies.agenda import bodies_open_to
from partners.choosing import offices_to_choose, regions_field, regions_to_choose
from partners.models import Body, Theme
from sozialraum.models import Need, SpatialUnit, Topic
from sozialraum.needs.listing import CHOICES, STATES
from sozialraum.needs.standing import Said, Standing


def open_topics() -> Any:
    """Themen one may still assign something to."""
    return Topic.objects.filter(closed_on=None).order_by("sort_key")


class NeedForm(TenantForm):
    """What is needed, where, how urgently; coordination also assigns the Thema quer zur Linie."""

    class Meta:
        model = Need
        fields = ["title", "text", "urgency", "theme", "topic", "unit", "unit_words"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"theme": "Wenn es in eines passt; sonst leer lassen."}

    field_order = ["title", "text", "regions", "urgency", "theme", "topic", "unit", "unit_words"]

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = regions_of(member) if is_outside(member) else regions_to_choose()
        self.fields["regions"] = regions_field(own, label="Für welche Regionen?")
        self.fields["regions"].error_messages["required"] = "Bitte wählen Sie mindestens eine Region."
        narrowed(self.fields["theme"], Theme.objects.filter(is_active=True).order_by("sort_key"))
        if member.may("sort_needs"):
            topic = self.instance.topic_id
            narrowed(self.fields["topic"], open_topics() | Topic.objects.filter(pk=topic))
        else:
            del self.fields["topic"]
        # Who does not read the units (the Stadtteilkoordination) says it in words.
        units = SpatialUnit.objects.visible_to(member)
        if member.may("view_places"):
            narrowed(self.fields["unit"], units.order_by("sort_key"))
        else:
            del self.fields["unit"]
            self.fields["unit_words"].label = "Einheit vor Ort"
            self.fields["unit_words"].help_text = "Welche Einheit oder welcher Standort ihn nennt."
        self.order_fields(self.field_order)


class WordsForm(TenantForm):
    """The words of a Bedarf, to be looked through and cleaned."""

    class Meta:
        model = Need
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}


def _text(label: str, *, required: bool = True, rows: int = 4, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=more.pop("most", 5_000), widget=widget, **more)


#: Step -> label of its words; those that say nothing here build their fields below.
_WORDS = {
    "federfuehrung": "Was Ihr Amt beiträgt",
    "zusagen": "Was Ihr Amt beiträgt",
    "nicht-moeglich": "Warum ist es nicht möglich?",
    "zuruecktreten": "Warum zieht Ihr Amt die Zusage zurück?",
    "abgeben": "Warum gibt Ihr Amt die Federführung ab?",
    "erledigt": "Was ist daraus geworden?",
    "ablehnen": "Warum wird der Bedarf nicht aufgenommen?",
    "gremium": "Was hat das Gremium entschieden, und warum?",
    "gespraech": "Ihr Beitrag",
    "sichten": "Anmerkung für die Ämter",
    "bitten": "Anmerkung für die Ämter",
}
_MAY_STAY_EMPTY = frozenset(["federfuehrung", "sichten", "bitten"])
#: Answers of an office are short: they stand in the list of offices.
_SHORT = frozenset(["federfuehrung", "zusagen", "nicht-moeglich", "zuruecktreten", "ablehnen"])
#: Steps an office takes for itself -> which of its answers allow it.
_FOR_OFFICE: dict[str, tuple[str, ...]] = {
    "federfuehrung": tuple(Said.values),
    "zusagen": (Said.NOTHING, Said.NO, Said.WITHDRAWN),
    "nicht-moeglich": (Said.NOTHING,),
    "zuruecktreten": (Said.YES,),
    "ablehnen": tuple(Said.values),
}


class StepForm(PlainForm):
    """One step: the version it was opened with, and what the step needs."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(self, *args: Any, key: str, standing: Standing, **kwargs: Any) -> None:
        # Before the form is laid out, so that these fields are guarded and ask like any other.
        self.base_fields = {**type(self).base_fields, **_fields(key, standing)}  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    def seen_version(self) -> int:
        """The version the page showed; 0, which no row has, for anything else."""
        raw = self.cleaned_data.get("version", "")
        return int(raw) if raw.isascii() and raw.isdigit() else 0


def _fields(key: str, standing: Standing) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    if key in ("sichten", "bitten"):
        found["offices"] = forms.ModelMultipleChoiceField(
            label="Welche Ämter bitten Sie um Mitwirkung?", required=key == "bitten",
            queryset=offices_to_choose().exclude(pk__in=standing.asked), widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
    if key == "sichten":
        found["topic"] = forms.ModelChoiceField(
            label="Thema quer zur Linie", required=False, queryset=open_topics(), empty_label="keines",
            initial=standing.row.topic_id,
        )  # fmt: skip
    own = standing.saying(*_FOR_OFFICE.get(key, ()))
    if len(own) > 1:
        keys = [tie.office_id for tie in own]
        found["office"] = forms.ModelChoiceField(
            label="Für welches Amt?", queryset=Office.objects.filter(pk__in=keys).order_by("sort_key"),
            empty_label=None,
        )  # fmt: skip
    if key == "vereinbaren":
        found["what"] = _text("Was ist vereinbart?", rows=6, initial=standing.row.agreed_what)
        found["until"] = PlausibleDateField(label="Bis wann?", initial=standing.row.agreed_until)
    if key == "gremium":
        bodies = Body.objects.run_by(standing.member).filter(is_active=True).order_by("sort_key")
        found["body"] = forms.ModelChoiceField(label="Welches Gremium?", queryset=bodies, empty_label="bitte wählen")
    if key == "tagesordnung":
        found["body"] = forms.ModelChoiceField(
            label="Gremium", queryset=bodies_open_to(standing.member), empty_label="bitte wählen"
        )
        found["title"] = forms.CharField(
            label="So steht es auf der Tagesordnung", max_length=200, initial=agenda_title(standing.row),
            help_text="Diesen Titel lesen alle, die das Gremium lesen. Den Bedarf selbst öffnet nur, wer ihn lesen "
            "darf.",
        )  # fmt: skip
    if key in _WORDS:
        most = 2_000 if key in _SHORT else 5_000
        found["text"] = _text(_WORDS[key], required=key not in _MAY_STAY_EMPTY, most=most)
    return found


def agenda_title(row: Need) -> str:
    """Words for an agenda that do not give the Bedarf away."""
    return f"Bedarf vom {row.reported_on:%d.%m.%Y}"


class FilterForm(forms.Form):
    """Filters of the list; wrong values filter nothing. ``options`` are those of ``listing.Listed``."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    stand = forms.ChoiceField(label="Stand", required=False, choices=list(STATES.items()))

    def __init__(self, *args: Any, outside: bool, **options: Any) -> None:
        super().__init__(*args)
        labels = {"region": "Region", "feld": "Themenfeld"}
        if not outside:
            labels |= {"thema": "Thema quer zur Linie", "amt": "Amt"}
        for name, label in labels.items():
            choices = [("", "alle"), *options[name]]
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)
        urgencies = [("", "alle"), *Need.Urgency.choices]
        self.fields["dringlichkeit"] = forms.ChoiceField(label="Dringlichkeit", required=False, choices=urgencies)
        if not outside:
            self.fields["auswahl"] = forms.ChoiceField(label="Auswahl", required=False, choices=list(CHOICES.items()))
