"""Forms of units, sites, Mittel and programmes, and the filters of their lists."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator

from districts.forms import PlausibleDateField, TenantForm, narrowed
from districts.member import Member
from districts.models import Region
from partners.choosing import own_offices, regions_field
from sozialraum.models import FormerName, FundingStream, Programme, Site, SpatialUnit

#: More than this is a typing error: the district's whole budget is smaller.
_MOST = 2_000_000_000


class EuroField(forms.Field):
    """Whole euros as people type them: 10000, 10.000, 10 000 €.

    Django's own field reads "10.000" as ten.
    """

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        """The amount. Raises ``ValidationError`` for what is no whole, sensible sum."""
        if value is None or isinstance(value, int):
            return value
        text = re.sub(r"\s|€|euro$", "", str(value).strip().lower())
        if not text:
            return None
        if not re.fullmatch(r"\d{1,10}|\d{1,3}(\.\d{3}){1,3}", text, re.ASCII):
            raise ValidationError("Bitte geben Sie volle Euro ein, zum Beispiel 50.000.", code="euro")
        amount = int(text.replace(".", ""))
        if amount > _MOST:
            raise ValidationError("Dieser Betrag ist zu groß.", code="much")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """With a dot between the thousands."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class PlaceForm(TenantForm):
    """The shape shared by what belongs to an office: whose it is, is asked once and stays."""

    #: Several regions of any level can be chosen; empty stands for the whole district.
    asks_regions = ""

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if not self.instance._state.adding:
            fields.pop("office", None)
        elif not member.may("prepare_office"):
            # The Planungskoordination enters what is no office's: there is nothing to choose.
            fields.pop("office", None)
        elif "office" in fields:
            narrowed(fields["office"], own_offices(member))
            if member.may("edit_places"):
                fields["office"].empty_label = "ohne Amt"
            else:
                fields["office"].required, fields["office"].empty_label = True, None
        if self.asks_regions:
            fields["regions"] = regions_field(
                Region.objects.defer("geometry").order_by("key"), label="Regionen", required=False,
                help_text=self.asks_regions,
            )  # fmt: skip
            fields["regions"].error_messages["invalid_choice"] = "Diese Region gibt es in Ihrem Bezirk nicht."
            fields["regions"].error_messages["invalid_pk_value"] = "Diese Region gibt es in Ihrem Bezirk nicht."
        self.order_fields(self.field_order)


class UnitForm(PlaceForm):
    """What works by social space, where, since when, with which tasks."""

    starts_on = PlausibleDateField(label="Arbeitet so seit", required=False)
    ends_on = PlausibleDateField(label="Bis", required=False, help_text="Leer, solange es so bleibt.")
    asks_regions = "Alle auf der gewählten Ebene. Keine gewählt heißt: im ganzen Bezirk."
    field_order = ["name", "office", "level", "regions", "tasks", "mailbox", "starts_on", "ends_on"]

    class Meta:
        model = SpatialUnit
        fields = ["name", "office", "level", "tasks", "mailbox", "starts_on", "ends_on"]
        widgets = {"tasks": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.choices = [("", "bitte wählen"), *Region.Level.choices]


class SiteForm(PlaceForm):
    """Where an office is present in the Quartier, and what happens there."""

    field_order = ["name", "office", "address", "postcode", "region", "units", "use"]

    class Meta:
        model = Site
        fields = ["name", "office", "address", "postcode", "region", "use"]
        widgets = {"use": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        fields: Any = self.fields
        fields["postcode"].validators.append(RegexValidator(r"^\d{5}$", "Eine Postleitzahl hat fünf Ziffern."))
        fields["region"].empty_label = "bitte wählen"
        narrowed(fields["region"], Region.objects.defer("geometry").order_by("key"))
        fields["region"].error_messages["invalid_choice"] = "Diese Region gibt es in Ihrem Bezirk nicht."
        own = SpatialUnit.objects.filter(office__in=own_offices(member).values("pk"))
        if not self.instance._state.adding:
            own = SpatialUnit.objects.filter(office=self.instance.office_id)
        elif member.may("edit_places"):
            own = own | SpatialUnit.objects.filter(office=None)
        fields["units"] = forms.ModelMultipleChoiceField(
            label="Einheiten hier", queryset=own.order_by("sort_key"), widget=forms.CheckboxSelectMultiple,
            show_hidden_initial=True, required=False,
        )  # fmt: skip
        self.order_fields(self.field_order)


class FundingForm(PlaceForm):
    """Mittel: from which programme, for which regions and time, in which range."""

    starts_on = PlausibleDateField(label="Von")
    ends_on = PlausibleDateField(label="Bis", required=False, help_text="Leer lassen, wenn kein Ende feststeht.")
    amount_from = EuroField(label="Spanne in Euro: von", required=False,
                            help_text="Eine Spanne statt einer genauen Summe, zum Beispiel von 10.000 bis 50.000. "
                            "Einer der beiden Beträge genügt.")  # fmt: skip
    amount_to = EuroField(label="Spanne in Euro: bis", required=False)
    link = forms.CharField(
        label="Beleg im Netz",
        required=False,
        max_length=1_000,
        validators=[URLValidator(schemes=["http", "https"], message="Bitte geben Sie eine Adresse mit https:// ein.")],
    )
    asks_regions = "Keine gewählt heißt: im ganzen Bezirk."
    field_order = ["title", "programme", "office", "starts_on", "ends_on", "bound", "regions", "amount_from",
                   "amount_to", "purpose", "link"]  # fmt: skip

    class Meta:
        model = FundingStream
        fields = ["title", "programme", "office", "starts_on", "ends_on", "bound", "amount_from", "amount_to",
                  "purpose", "link"]  # fmt: skip
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Programme.objects.filter(is_active=True)
        if not self.instance._state.adding:
            offered = offered | Programme.objects.filter(pk=self.instance.programme_id)
        programme: Any = self.fields["programme"]
        programme.empty_label = "bitte wählen"
        narrowed(programme, offered.order_by("sort_key"))


class ProgrammeForm(PlaceForm):
    """A Förderprogramm under its present name."""

    starts_on = PlausibleDateField(label="Besteht seit", required=False)
    ends_on = PlausibleDateField(label="Beendet am", required=False)

    class Meta:
        model = Programme
        fields = ["name", "starts_on", "ends_on", "is_active"]


class FormerNameForm(PlaceForm):
    """What a programme was called until when."""

    until = PlausibleDateField(label="Hieß so bis", help_text="Der letzte Tag, an dem dieser Name galt.")

    class Meta:
        model = FormerName
        fields = ["programme", "name", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["programme"]
            return
        programme: Any = self.fields["programme"]
        programme.empty_label = "bitte wählen"
        narrowed(programme, Programme.objects.order_by("sort_key"))


class FilterForm(forms.Form):
    """Filters of a list; wrong values filter nothing. ``choices`` are those of ``listing.Listed``."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, period: bool, search: bool = True, **choices: Any) -> None:
        super().__init__(*args)
        if not search:
            del self.fields["q"]
        for key, values in choices.items():
            self.fields[key] = forms.ChoiceField(label=FILTERS[key], required=False, choices=[("", "alle"), *values])
        if period:
            for name, label in (("von", "Zeitraum von"), ("bis", "bis")):
                self.fields[name] = PlausibleDateField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        """A period that is upside down is said to be that; what is shown then is today (``period.py``)."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("von") and data.get("bis") and data["bis"] < data["von"]:
            self.add_error("bis", "Das Ende liegt vor dem Anfang. Gezeigt wird, was heute gilt.")
        return data


#: In the address -> what the filter is called.
FILTERS = {"amt": "Amt", "region": "Region", "ebene": "Ebene", "programm": "Förderprogramm"}
