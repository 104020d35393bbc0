"""Months as people write them: plans say from which month to which, not from which day."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from districts.forms import YEARS
from districts.month import last_of

_MONTH = re.compile(r"(?:(\d{1,2})[./-](\d{4})|(\d{4})-(\d{2})(?:-\d{2})?|\d{1,2}\.(\d{1,2})\.(\d{4}))")
_ASKED = "Bitte geben Sie einen Monat an, zum Beispiel 11.2026."


def month_text(day: datetime.date | None) -> str:
    """ "11.2026"; "" for none."""
    return day.strftime("%m.%Y") if day else ""


def period_text(first: datetime.date, last: datetime.date | None) -> str:
    """ "03.2026 bis 11.2026", "ab 03.2026, Ende offen" without an end."""
    if last is None:
        return f"ab {month_text(first)}, Ende offen"
    return month_text(first) if month_text(first) == month_text(last) else f"{month_text(first)} bis {month_text(last)}"


class MonthField(forms.Field):
    """A month, typed as 11.2026 (or 2026-11, or a whole date): its first day, or with ``last`` its last."""

    widget = forms.TextInput

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.last = last
        self.widget.attrs |= {"inputmode": "numeric", "placeholder": "MM.JJJJ", "size": "9"}

    def prepare_value(self, value: Any) -> Any:
        """A day as its month; what was typed stays as it is."""
        return month_text(value) if isinstance(value, datetime.date) else value

    def to_python(self, value: Any) -> datetime.date | None:
        """The day meant by ``value``. Raises ``ValidationError`` for what is no month between 1990 and 2100."""
        if value is None or isinstance(value, datetime.date):
            return value
        text = str(value).strip()
        if not text:
            return None
        found = _MONTH.fullmatch(text) if text.isascii() else None
        if found is None:
            raise ValidationError(_ASKED, code="invalid")
        month, year = (int(part) for part in (found[1] or found[4] or found[5], found[2] or found[3] or found[6]))
        if not 1 <= month <= 12 or year not in YEARS:
            raise ValidationError(_ASKED, code="invalid")
        first = datetime.date(year, month, 1)
        return last_of(first) if self.last else first
