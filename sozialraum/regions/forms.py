"""Forms of Bezirksregionenprofile and figures."""

from typing import Any

from django import forms
from django.utils import timezone

from districts.forms import PlainForm, PlausibleDateField, TenantForm
from sozialraum.models import Figure, RegionProfile
from sozialraum.regions.reading import FIRST_YEAR

_RELEASED = "für den Bezirk freigegeben"


class ReleasedForm(TenantForm):
    """A form on what is released or not: a tick instead of the day."""

    released = forms.BooleanField(label=_RELEASED, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["released"].initial = self.instance.released_on is not None
        self.fields["released"].show_hidden_initial = False

    def split(self) -> tuple[dict[str, Any], dict[str, Any], bool]:
        """What was seen, what is new, and whether it is released."""
        seen, new = self.seen(), dict(self.cleaned_data)
        seen.pop("released")
        return seen, new, new.pop("released")


class ProfileForm(ReleasedForm):
    """How far the two parts are, and what the profile says."""

    part1_on = PlausibleDateField(label="Teil I: Stand vom", required=False)
    part2_on = PlausibleDateField(label="Teil II: Stand vom", required=False)

    class Meta:
        model = RegionProfile
        fields = ["part1_state", "part1_on", "part1_decision", "part2_state", "part2_on", "part2_decision",
                  "needs", "potentials", "trends"]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in ("needs", "potentials", "trends")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["released"].help_text = (
            "Dann lesen es alle im Bezirk und die Stadtteilkoordination dieser Region. Ohne Haken lesen es nur "
            "Planungskoordination und Datenkoordination."
        )


class FigureForm(ReleasedForm):
    """What a figure is called and means; its values come by reading in."""

    class Meta:
        model = Figure
        fields = ["name", "unit", "description", "source", "decimals", "adds_up", "position"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "released"
        ].help_text = "Dann lesen die Werte alle im Bezirk, die Stadtteilkoordination die ihrer Regionen."
        self.fields[
            "position"
        ].help_text = "Kleine Zahlen stehen vorn; die ersten zwölf stehen auf der Seite der Region."


class FiguresFileForm(PlainForm):
    """A file of figures and what it does not say itself."""

    file = forms.FileField(
        label="Datei",
        help_text="XLSX oder CSV mit Überschriften: eine Spalte mit Schlüsseln, dazu je Kennzahl eine Spalte, oder die "
        "Spalten Kennzahl, Jahr und Wert. Höchstens 20.000 Zeilen und 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    year = forms.IntegerField(
        label="Jahr der Werte",
        required=False,
        help_text="Nur nötig, wenn die Datei kein Jahr nennt.",
        min_value=FIRST_YEAR,
    )
    source = forms.CharField(label="Quelle", required=False, max_length=300, help_text="Gilt für neue Kennzahlen.")
    released = forms.BooleanField(
        label="neue Kennzahlen gleich für den Bezirk freigeben",
        required=False,
        help_text="Für veröffentlichte Statistik. Sonst lesen sie nur Planungskoordination und Datenkoordination.",
    )

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError("Dieses Jahr liegt in der Zukunft.")
        return year


class FiguresFilterForm(forms.Form):
    """Which region; a wrong value filters nothing."""

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"] = forms.ChoiceField(label="Region", required=False, choices=regions)


class ProfilesFilterForm(forms.Form):
    """Filters of the list of profiles; wrong values filter nothing."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, stands: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand"] = forms.ChoiceField(label="Stand", required=False, choices=stands)
