"""Fields of this room's forms: an actor by its name, offices, regions."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Value

from districts.forms import refuse_unstorable
from districts.member import Member
from districts.models import Office, Region
from partners.models import Actor, ActorKey
from partners.states import ActorState

#: So many actors are named where several fit.
_NAMED = 5


def label_of(actor: Actor) -> str:
    """An actor as one types it: the name, and the street that tells it from others of the same name."""
    street = f"{actor.street} {actor.house_number}".strip()
    return f"{actor.name}, {street}" if street else actor.name


class ActorField(forms.Field):
    """An actor by its name: no list of twenty thousand, and no script. What fits several is asked again, with names.

    Finds only what ``member`` may read and what is not archived.
    """

    widget = forms.TextInput

    def __init__(self, *, member: Member, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Name, wie er im Verzeichnis der Akteure steht; ein Teil davon genügt.")
        super().__init__(**kwargs)
        self.member = member

    def prepare_value(self, value: Any) -> Any:
        """An actor as text; what was typed stays as it is."""
        if isinstance(value, Actor):
            return label_of(value)
        if isinstance(value, uuid.UUID):
            found = Actor.objects.visible_to(self.member).filter(pk=value).first()
            return label_of(found) if found else ""
        return value

    def to_python(self, value: Any) -> Actor | None:
        """The one actor meant by ``value``. Raises ``ValidationError`` for none, and for several."""
        if value is None or isinstance(value, Actor):
            return value
        if isinstance(value, uuid.UUID):
            found: Actor | None = Actor.objects.visible_to(self.member).filter(pk=value).first()
            return found
        text = str(value).strip()
        if not text:
            return None
        refuse_unstorable(text)
        if len(text) > 400:
            raise ValidationError("Dieser Name ist zu lang.", code="long")
        return self._one_of(text)

    def _one_of(self, text: str) -> Actor:
        known = Actor.objects.visible_to(self.member).exclude(state=ActorState.ARCHIVED)
        exact = list(known.filter(name_key=ActorKey(Value(text)))[:2])
        if len(exact) == 1:
            return exact[0]
        words = Q()
        for word in text.replace(",", " ").split()[:12]:
            words &= Q(haystack__contains=ActorKey(Value(word)))
        fitting = list(known.filter(words).order_by("sort_key", "pk")[: _NAMED + 1])
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise ValidationError("Einen Akteur mit diesem Namen gibt es im Verzeichnis nicht.", code="unknown")
        names = "; ".join(label_of(actor) for actor in fitting[:_NAMED])
        more = " und weitere" if len(fitting) > _NAMED else ""
        raise ValidationError(f"Das passt zu mehreren: {names}{more}. Bitte schreiben Sie den Namen ganz.", code="many")


def offices_to_choose() -> QuerySet[Office]:
    """Offices that exist."""
    return Office.objects.filter(is_active=True).order_by("sort_key")


def own_offices(member: Member) -> QuerySet[Office]:
    """Offices ``member`` prepares for."""
    own = [pk for pk in member.office_ids if member.may("prepare_office", pk)]
    return offices_to_choose().filter(pk__in=own)


def regions_to_choose(*, smallest: bool = False) -> QuerySet[Region]:
    """Prognoseräume and Bezirksregionen by key, so that those of one Prognoseraum stand together.

    ``smallest``: with the Planungsräume, each behind its Bezirksregion.
    """
    # A form needs keys and names; the outlines are by far the largest of what is stored.
    regions = Region.objects.defer("geometry").order_by("key")
    return regions if smallest else regions.exclude(level=Region.Level.PLANUNGSRAUM)


def regions_field(regions: QuerySet[Region], **kwargs: Any) -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]
    """Several regions, each a check box."""
    kwargs.setdefault("label", "Regionen")
    return forms.ModelMultipleChoiceField(
        queryset=regions, widget=forms.CheckboxSelectMultiple, show_hidden_initial=True, **kwargs
    )
