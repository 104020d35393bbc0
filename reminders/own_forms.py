"""Forms of the own account: wishes for mail, and who stands in."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import User
from districts.forms import PlainForm, PlausibleDateField
from reminders.deputies import Candidate
from reminders.wishes import WEEKDAYS


class WishForm(PlainForm):
    """When reminders come by mail."""

    mail_wish = forms.ChoiceField(
        label="Wann sollen Mails kommen?",
        choices=User.MailWish.choices,
        widget=forms.RadioSelect,
        help_text="Höchstens eine am Tag, mit allem, was ansteht.",
    )
    mail_days = forms.TypedMultipleChoiceField(
        label="An diesen Wochentagen",
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Gilt nur, wenn Sie bestimmte Wochentage gewählt haben. Die Mail nennt dann alles, woran bis zum Tag "
        "vor der nächsten zu erinnern ist. Ist der Tag ein Feiertag in Berlin, kommt sie am Arbeitstag davor.",
    )


class DeputyForm(PlainForm):
    """Who receives the reminders of somebody who is away, and from when to when."""

    deputy = forms.TypedChoiceField(
        label="Wer vertritt Sie?",
        error_messages={
            "invalid_choice": "Diese Person kann Sie nicht vertreten. Bitte wählen Sie jemanden aus der Liste."
        },
    )
    deputy_from = PlausibleDateField(label="Von", help_text="Der erste Tag, an dem Sie nicht da sind.")
    deputy_until = PlausibleDateField(label="Bis", help_text="Der letzte Tag, an dem Sie nicht da sind.")

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deputy"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  # declared above
        field.choices = [("", "Bitte wählen"), *((str(c.person_id), c.label) for c in candidates)]
