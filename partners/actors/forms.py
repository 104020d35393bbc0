"""Forms of the register. Every free text says that nothing about single residents belongs there."""

from typing import Any

from django import forms

from districts.forms import PlainForm, PlausibleDateField, TenantForm
from districts.member import Member
from districts.models import Region
from districts.own_regions import regions_of
from partners.actors.fields import hidden_fields
from partners.models import (
    Actor,
    ActorKind,
    ContactPerson,
    Offer,
    TargetGroup,
    Theme,
)

NO_RESIDENTS = "Bitte nichts über einzelne Bewohner/innen."

#: Heading of a group of fields -> their names, in the order of the form.
SECTIONS: dict[str, tuple[str, ...]] = {
    "Wer ist das?": ("name", "kind", "region", "activates", "coordinates", "makes_offers"),
    "Träger und Aufgaben": ("carrier", "funding", "tasks_defined_by"),
    "Was der Akteur macht und einbringt": (
        "themes", "target_groups", "brings_knowledge", "brings_engagement", "brings_rooms", "brings_money",
        "knowledge", "works_on",
    ),
    "Wo und wie erreichbar?": (
        "street", "house_number", "postcode", "town", "latitude", "longitude", "website", "mailbox", "phone",
    ),
    "Nur für das Bezirksamt": ("notes",),
}  # fmt: skip


class KindChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for mypy alone
    """A kind by its name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def regions_for(member: Member) -> Any:
    """Bezirksregionen and Planungsräume somebody may enter actors for."""
    rows = Region.objects.order_by("key") if member.may("release_actors") else regions_of(member)
    return rows.exclude(level=Region.Level.PROGNOSERAUM)


class ActorForm(TenantForm):
    """An actor. Only the name is needed for a draft; submitting asks for kind and region too."""

    themes = forms.ModelMultipleChoiceField(
        label="Themen", queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    target_groups = forms.ModelMultipleChoiceField(
        label="Zielgruppen", queryset=TargetGroup.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    website = forms.URLField(
        label="Internetseite",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Bitte geben Sie eine Adresse mit https:// ein."},
    )
    distinct = forms.BooleanField(label="Es ist ein anderer Akteur; bitte trotzdem eintragen.", required=False)

    class Meta:
        model = Actor
        fields = [name for names in SECTIONS.values() for name in names if name not in ("themes", "target_groups")]
        field_classes = {"kind": KindChoice}
        widgets = {
            "funding": forms.Textarea(attrs={"rows": 3}),
            "knowledge": forms.Textarea(attrs={"rows": 3}),
            "works_on": forms.Textarea(attrs={"rows": 3}),
            "notes": forms.Textarea(attrs={"rows": 3}),
            "latitude": forms.TextInput(attrs={"inputmode": "decimal"}),
            "longitude": forms.TextInput(attrs={"inputmode": "decimal"}),
            "postcode": forms.TextInput(attrs={"inputmode": "numeric"}),
        }
        labels = {
            "brings_knowledge": "bringt Wissen ein",
            "brings_engagement": "bringt Engagement ein",
            "brings_rooms": "bringt Räume ein",
            "brings_money": "bringt Geld ein",
        }
        help_texts = {
            "kind": "Zum Einreichen nötig.",
            "region": "Bezirksregion oder Planungsraum. Zum Einreichen nötig.",
            "carrier": "Wer die Einrichtung trägt, zum Beispiel ein Verein. Leer lassen, wenn es keinen Träger gibt.",
            "funding": f"Woher das Geld kommt und bis wann. Liest nur das Bezirksamt. {NO_RESIDENTS}",
            "tasks_defined_by": f"Zum Beispiel: der Träger selbst, ein Förderprogramm, ein Amt. {NO_RESIDENTS}",
            "knowledge": f"Was der Akteur über das Quartier weiß und wovon die Verwaltung lernen kann. {NO_RESIDENTS}",
            "works_on": "Ein Satz für das Bezirksamt, keine Einstufung: zum Beispiel „an der Vorbereitung des "
            f"Stadtteilfests“. {NO_RESIDENTS}",
            "mailbox": "Am besten ein Postfach der Einrichtung, keines einer Person.",
            "latitude": "Falls bekannt, in WGS 84: etwa 52,5163.",
            "longitude": "Etwa 13,3777.",
            "notes": f"Liest nur das Bezirksamt. {NO_RESIDENTS}",
        }

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in hidden_fields(member):
            del self.fields[name]
        fields: Any = self.fields
        row = self.instance
        fields["kind"].queryset = _offered(ActorKind, [row.kind_id] if row.kind_id else [])
        fields["kind"].empty_label = fields["region"].empty_label = "noch offen"
        fields["region"].queryset = regions_for(member)
        if row.region_id and not regions_for(member).filter(pk=row.region_id).exists():
            # What was entered before stays chosen until somebody chooses another.
            fields["region"].queryset = Region.objects.filter(pk=row.region_id) | regions_for(member)
        fields["themes"].queryset = _offered(Theme, self.initial.get("themes", []))
        fields["target_groups"].queryset = _offered(TargetGroup, self.initial.get("target_groups", []))
        for name in ("latitude", "longitude"):
            fields[name].localize = True
        if row.state != row._meta.get_field("state").default:
            fields["kind"].required = fields["region"].required = True

    def clean_name(self) -> str:
        """The name without blanks at its ends."""
        return str(self.cleaned_data["name"]).strip()

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in groups, for the template."""
        found = []
        for title, names in SECTIONS.items():
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                found.append((title, fields))
        return found


def _offered(model: Any, chosen: Any) -> Any:
    """What is offered today, and what is chosen already."""
    rows = model.objects.filter(is_active=True) | model.objects.filter(pk__in=list(chosen))
    return rows.order_by("sort_key")


class OfferForm(TenantForm):
    """An offer of an actor."""

    class Meta:
        model = Offer
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "title": "Kurz, zum Beispiel „Elterncafé“ oder „Mieterberatung“.",
            "text": f"Für wen, wann, wo. {NO_RESIDENTS}",
        }


class ContactForm(TenantForm):
    """A contact person: with purpose and source, or not at all."""

    informed_on = PlausibleDateField(
        label="informiert am", required=False, help_text="Wann die Person erfahren hat, dass ihre Angaben hier stehen."
    )
    review_on = PlausibleDateField(
        label="zu prüfen am", help_text="An diesem Tag wird gefragt, ob die Angaben noch gebraucht werden."
    )

    class Meta:
        model = ContactPerson
        fields = ["name", "role", "email", "phone", "purpose", "source", "informed_on", "may_be_published", "review_on"]
        help_texts = {
            "name": "Ein Funktionspostfach beim Akteur ist besser als eine Person: Es bleibt, wenn jemand geht.",
            "purpose": f"Wozu wir die Angaben brauchen, zum Beispiel „Absprachen zum Stadtteilfest“. {NO_RESIDENTS}",
            "source": "Zum Beispiel „von der Person selbst“ oder „Internetseite der Einrichtung“.",
            "may_be_published": "Nur, wenn die Person zugestimmt hat. Sonst lesen die Angaben nur Ämter, "
            "Planungskoordination und die Stadtteilkoordination der Region.",
        }


class StepForm(PlainForm):
    """A step of the workflow, with the version it was opened with, and words where it needs some."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    text = forms.CharField(
        label="Text", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_RESIDENTS
    )

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words:
            self.fields["text"].label = words
        else:
            del self.fields["text"]

    def seen_version(self) -> int:
        """The version the page showed; 0, which no row has, for anything else."""
        raw = self.cleaned_data.get("version", "")
        return int(raw) if raw.isascii() and raw.isdigit() else 0


class SearchForm(forms.Form):
    """The search of the list. Reads and shows only."""

    q = forms.CharField(
        label="Suche",
        required=False,
        max_length=200,
        widget=forms.SearchInput,
        help_text="Name, Träger, Adresse oder Angebot. Tippfehler werden verziehen.",
    )


class ChoiceForm(TenantForm):
    """An entry of one of the lists a district keeps; the model is set by ``form_for``."""

    class Meta:
        model = Theme
        fields = ["name", "is_active"]
        help_texts = {"is_active": "Ohne Häkchen wird der Eintrag nicht mehr angeboten; wo er steht, bleibt er."}


class KindForm(ChoiceForm):
    """A kind of actor."""

    class Meta(ChoiceForm.Meta):
        model = ActorKind  # type: ignore[assignment]
        fields = ["name", "intermediary", "is_active"]


class TargetGroupForm(ChoiceForm):
    """A target group."""

    class Meta(ChoiceForm.Meta):
        model = TargetGroup  # type: ignore[assignment]
