"""Forms about belonging: inviting, ending a membership, accepting an invitation."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from districts.forms import PlainForm, PlausibleDateField
from districts.membership import check_shape
from districts.models import BusinessArea, Office, Region
from districts.roles import NEEDS_AREA, NEEDS_OFFICE, NEEDS_REGIONS, Role


class InviteForm(PlainForm):
    """An invitation. Offers only roles and places the inviter may name; fields no such role needs are not there."""

    email = forms.EmailField(label="E-Mail-Adresse", max_length=254, help_text="Die dienstliche Adresse der Person.")
    role = forms.ChoiceField(label="Rolle", widget=forms.RadioSelect)
    office = forms.ModelChoiceField(
        label="Amt/OE", queryset=Office.objects.none(), required=False, empty_label="bitte wählen"
    )
    area = forms.ModelChoiceField(
        label="Geschäftsbereich", queryset=BusinessArea.objects.none(), required=False, empty_label="bitte wählen"
    )
    regions = forms.ModelMultipleChoiceField(
        label="Regionen",
        queryset=Region.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nur für die Stadtteilkoordination.",
    )
    starts_on = PlausibleDateField(label="Von", required=False, help_text="Leer: ab der Annahme, frühestens heute.")
    ends_on = PlausibleDateField(label="Bis", required=False, help_text="Letzter Tag. Leer: ohne festes Ende.")

    def __init__(
        self,
        *args: Any,
        roles: Iterable[Role],
        offices: QuerySet[Office],
        areas: QuerySet[BusinessArea],
        regions: QuerySet[Region],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = sorted(roles, key=list(Role).index)
        self.fields["role"].choices = [(role.value, role.label) for role in offered]  # type: ignore[attr-defined]
        for name, needing, queryset in (
            ("office", NEEDS_OFFICE, offices),
            ("area", NEEDS_AREA, areas),
            ("regions", NEEDS_REGIONS, regions),
        ):
            if needing.isdisjoint(offered):
                del self.fields[name]
            else:
                self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "role" in values and not self.errors:
            values["role"] = Role(values["role"])
            places = {"office": None, "area": None, "regions": (), **values}
            problems = check_shape(
                values["role"], office=places["office"], area=places["area"], regions=places["regions"]
            )
            for name, sentence in problems.items():
                self.add_error(name if name in self.fields else None, sentence)
        today = timezone.localdate()
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and starts < today:
            self.add_error("starts_on", "Eine Mitgliedschaft beginnt frühestens heute.")
        if ends and ends < (starts or today):
            self.add_error("ends_on", "Das Ende liegt vor dem Anfang.")
        return values


class EndForm(PlainForm):
    """When a membership ends."""

    last_day = PlausibleDateField(
        label="Letzter Tag",
        required=False,
        help_text="Leer: sofort. Der Zugang endet dann mit dem nächsten Klick.",
    )

    def clean_last_day(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["last_day"]
        if day and day < timezone.localdate():
            raise ValidationError("Der letzte Tag liegt in der Vergangenheit. Lassen Sie das Feld leer für „sofort“.")
        return day


class NewAccountForm(PlainForm):
    """Name and password of somebody who accepts an invitation without an account."""

    name = forms.CharField(label="Ihr Name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Passwort",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="Passwort wiederholen",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        password = values.get("password")
        if password:
            try:
                validate_password(password, User(email=self.email, name=values.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        if password and "password_again" in values and password != values["password_again"]:
            self.add_error("password_again", "Die beiden Passwörter stimmen nicht überein.")
        return values
