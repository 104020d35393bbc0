"""The shape shared by all forms on tenant rows."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from districts.refusals import Conflict

#: Earliest and latest year a date in a form may have: outside it is a typing error.
YEARS = range(1990, 2101)


class PlausibleDateField(forms.DateField):
    """A date between 1990 and 2100, typed as 22.11.2026 or chosen in the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"])
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value.year not in YEARS:
            raise ValidationError("Bitte geben Sie ein Datum zwischen 1990 und 2100 ein.", code="year")


def refuse_unstorable(value: str) -> None:
    """Validator: no NUL, no lone surrogate."""
    if "\x00" in value:
        raise ValidationError("Der Text enthält ein unzulässiges Steuerzeichen.", code="nul")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValidationError("Der Text enthält ein unvollständiges Zeichen.", code="surrogate") from error


class PlainForm(forms.Form):
    """A form without a model. Text fields refuse unstorable characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _guard_text(self.fields)
        _ask_plainly(self.fields)


class TenantForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for mypy alone
    """A form on a tenant row.

    ``seen()`` is what the form showed, for ``merge``. ``show_conflict`` turns a ``Conflict`` into errors at the fields;
    the form then sends what is stored now as seen, so that sending it again is a decision.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _guard_text(self.fields)
        _ask_plainly(self.fields)
        for field in self.fields.values():
            if not isinstance(field, forms.FileField):
                field.show_hidden_initial = True
        self.clashes: Mapping[str, Any] = {}

    def _get_validation_exclusions(self) -> set[str]:
        # Without this Django silently skips every unique constraint that contains ``district``, a field no form has,
        # and a duplicate becomes a 500 (WALL, "Tables").
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        exclusions.discard("district")
        return exclusions

    def seen(self) -> dict[str, Any]:
        """Field name -> the value the form showed, as the field understands it; what is missing counts as stored."""
        values = {}
        for name, field in self.fields.items():
            bound = self[name]
            hidden = field.hidden_widget()
            raw = hidden.value_from_datadict(self.data, self.files, bound.html_initial_name)
            if raw is None and bound.html_initial_name not in self.data:
                values[name] = self.initial_of(name)
                continue
            try:
                values[name] = field.to_python(raw)
            except ValidationError:
                values[name] = raw
        return values

    def initial_of(self, name: str) -> Any:
        """What the row holds in ``name``, as the field understands it."""
        value = self.initial.get(name, self.fields[name].initial)
        try:
            return self.fields[name].to_python(value() if callable(value) else value)
        except ValidationError:
            return value

    def show_conflict(self, conflict: Conflict) -> None:
        """Puts both texts at the fields and makes the stored ones the seen ones for the next sending.

        Fields that only the others changed show what is stored: nobody decides over a page that is out of date.
        """
        self.clashes = conflict.clashes
        data: Any = self.data
        data = data.copy()
        for name, clash in conflict.clashes.items():
            self.add_error(
                name,
                "Dieses Feld wurde inzwischen von anderer Seite geändert. Beide Texte stehen hier; "
                "bitte führen Sie sie zusammen und speichern Sie noch einmal.",
            )
            field = self.fields[name]
            field.template_name = "parts/conflict_field.html"  # type: ignore[attr-defined]
            field.stored_text = as_words(field, clash.stored)  # type: ignore[attr-defined]  # read by that template
            self._take_as_seen(data, name, clash.stored)
        for name, stored in conflict.moved.items():
            data[self.add_prefix(name)] = self._take_as_seen(data, name, stored)
        self.data = data

    def _take_as_seen(self, data: Any, name: str, stored: object) -> str:
        """Makes ``stored`` what the page showed in ``name``; returns it as the form sends it."""
        value = self.fields[name].prepare_value(stored)
        data[self.add_initial_prefix(name)] = "" if value is None else str(value)
        return str(data[self.add_initial_prefix(name)])


def as_words(field: forms.Field, value: Any) -> str:
    """What is stored in ``field`` as somebody reads it: ja/nein, the label of a choice, a date as 22.11.2026."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(field.prepare_value(value), value))
    return "" if value is None else str(value)


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a form that was sent, also where it was sent empty; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def narrowed(field: forms.Field, queryset: Any) -> None:
    """Gives a choice field the rows it may offer; every such field is narrowed to the district."""
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError("Only fields that choose rows can be narrowed.")
    field.queryset = queryset


def _guard_text(fields: Mapping[str, forms.Field]) -> None:
    for field in fields.values():
        if isinstance(field, forms.CharField) and refuse_unstorable not in field.validators:
            field.validators.append(refuse_unstorable)


def _ask_plainly(fields: Mapping[str, forms.Field]) -> None:
    """Django's "zwingend erforderlich" sounds like a notice; a form asks."""
    for field in fields.values():
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            chosen = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = (
                "Bitte wählen Sie hier etwas aus." if chosen else "Bitte füllen Sie dieses Feld aus."
            )
