"""Forms of a district's settings: Geschäftsbereiche, offices, rooms of the tool, whom to ask."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from districts.forms import PlainForm, TenantForm, narrowed
from districts.models import BusinessArea, District, Office
from districts.rooms import ALWAYS, ROOMS


class AreaForm(TenantForm):
    """A Geschäftsbereich."""

    class Meta:
        model = BusinessArea
        fields = ["name", "position", "is_mayors"]
        help_texts = {
            "name": "Zum Beispiel „Jugend und Gesundheit“. Ohne Namen der Bezirksstadträtin oder des Bezirksstadtrats.",
            "position": "An welcher Stelle er in Listen steht: 1 zuerst.",
        }


class OfficeForm(TenantForm):
    """An office; its Geschäftsbereich is one of the district's own."""

    class Meta:
        model = Office
        fields = ["name", "short_name", "kind", "area", "independent"]
        help_texts = {"short_name": "Höchstens 20 Zeichen, für enge Spalten: „JUG“, „OE SPK“."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrowed(self.fields["area"], BusinessArea.objects.order_by("position", "name"))


class ContactForm(TenantForm):
    """Whom members ask."""

    class Meta:
        model = District
        fields = ["contact"]
        widgets = {"contact": forms.Textarea(attrs={"rows": 4})}


class HintForm(TenantForm):
    """From how many open things on a person alone reads a hint (B3.5), from how many open Themen all do (B3.7), and how
    long a Federführung may stay open."""

    class Meta:
        model = District
        fields = ["hint_above", "topics_hint_above", "lead_open_days"]


class RoomsForm(PlainForm):
    """Rooms switched on or off; those every district has are not offered."""

    rooms = forms.MultipleChoiceField(
        label="Eingeschaltete Bereiche",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        show_hidden_initial=True,
        help_text="Ausgeschaltete Bereiche verschwinden aus der Navigation. Was dort eingetragen ist, bleibt erhalten.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rooms"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(key, f"{label}: {what}") for key, (label, what) in ROOMS.items() if key not in ALWAYS]

    def seen(self) -> list[str] | None:
        """The rooms the page showed as switched on; None if it did not say."""
        data: Any = self.data
        name = self["rooms"].html_initial_name
        return [key for key in data.getlist(name) if key in ROOMS] if name in self.data else None


class FilterForm(forms.Form):
    """Filter of a list. Reads and shows only; ``lists.query`` decides what counts."""

    q = forms.CharField(label="Suche", required=False, max_length=200, widget=forms.SearchInput)

    def __init__(self, params: QueryDict, **choices: tuple[str, Iterable[tuple[str, str]]]) -> None:
        """``choices`` maps the name of a parameter to its label and its options."""
        super().__init__(params)
        for name, (label, options) in choices.items():
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=options)
