"""Codes of the Arbeitshilfe, as texts and examples name them: typed, checked against the catalogue, shown as links."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from checklist.models import Item

#: As many as one text may concern.
_MOST = 30


def as_written(code: str) -> str:
    """A code as the catalogue writes it: "fn2" is FN2, "b3.1G" is B3.1g."""
    return re.sub(r"^[a-z]+", lambda head: head[0].upper(), code.lower())


class CodesField(forms.CharField):
    """Several codes in one line. Its value is a list, in the order of the Arbeitshilfe."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Zu welchen Punkten der Arbeitshilfe?")
        kwargs.setdefault("help_text", "Kennungen mit Komma dazwischen, zum Beispiel „B3.3, B3.7“.")
        super().__init__(max_length=400, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The list as one line; what was typed stays as it is."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The codes, each once. Raises ``ValidationError`` naming what the catalogue does not have."""
        if isinstance(value, list):
            return value
        typed = [part for part in re.split(r"[\s,;]+", str(value or "")) if part]
        if len(typed) > _MOST:
            raise ValidationError(f"Bitte höchstens {_MOST} Kennungen.", code="many")
        if not typed:
            return []
        known = {code.lower(): code for code in Item.objects.order_by("position").values_list("code", flat=True)}
        unknown = [part[:20] for part in typed if part.lower() not in known]
        if unknown:
            raise ValidationError(f"Das ist keine Kennung der Arbeitshilfe: {', '.join(unknown)}.", code="unknown")
        wanted = {part.lower() for part in typed}
        return [code for low, code in known.items() if low in wanted]

    def run_validators(self, value: Any) -> None:
        """The validators of a text look at the line that was typed."""
        super().run_validators(self.prepare_value(value))


def titles_of(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code and title of each, in the order of the Arbeitshilfe. One query, none without codes."""
    codes = list(codes)
    rows = Item.objects.filter(code__in=codes).order_by("position") if codes else []
    return [(item.code, item.title) for item in rows]


def key_in(text: str) -> UUID:
    """The key that an address or a form names. 404 for what is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
