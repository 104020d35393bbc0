"""Settings: the lists of kinds, themes and target groups a district keeps for itself."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage, Trail, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.merge import merge_and_save
from districts.refusals import NotNow
from districts.room_guard import uses_room
from partners.actors.forms import ChoiceForm, KindForm, TargetGroupForm
from partners.models import ActorKind, TargetGroup, Theme
from partners.offered import ROOM

#: In the address -> model, form, heading, one of them.
CHOICES: dict[str, tuple[Any, type[ChoiceForm], str, str]] = {
    "arten": (ActorKind, KindForm, "Arten von Akteuren", "Art"),
    "themen": (Theme, ChoiceForm, "Themen", "Thema"),
    "zielgruppen": (TargetGroup, TargetGroupForm, "Zielgruppen", "Zielgruppe"),
}


def _way(request: MemberRequest, *steps: tuple[str, str]) -> Trail:
    slug = [request.member.district.slug]
    return [
        (request.member.district.name, reverse("district_home", args=slug)),
        ("Einstellungen", reverse("settings_overview", args=slug)),
        *steps,
    ]


def _asked(which: str) -> tuple[Any, type[ChoiceForm], str, str]:
    if which not in CHOICES:
        raise Http404
    return CHOICES[which]


@needs("edit_settings")
@uses_room(ROOM)
@require_safe
def actor_choices(request: MemberRequest, slug: str, which: str) -> HttpResponse:
    """One of the lists."""
    model, _, heading, one = _asked(which)
    context = {
        "rows": model.objects.order_by("sort_key"),
        "which": which,
        "heading": heading,
        "one": one,
        "lists": [(key, label, key == which) for key, (_, _, label, _) in CHOICES.items()],
        "breadcrumbs": _way(request, (heading, "")),
    }
    return render(request, "partners/actors/choices.html", context)


@needs("edit_settings")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def actor_choice_new(request: MemberRequest, slug: str, which: str) -> HttpResponse:
    """A new entry of a list."""
    model, form_class, heading, _one = _asked(which)
    form = form_class(posted(request))
    back = reverse("actor_choices", args=[slug, which])

    def save() -> str:
        model.objects.create(**form.cleaned_data)
        return back

    title = f"{heading}: Eintrag anlegen"
    page = FormPage(title=title, back=back, trail=_way(request, (heading, back), ("Anlegen", "")), minutes=1)
    return answer_form(request, form, page, save=save)


@needs("edit_settings")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def actor_choice_edit(request: MemberRequest, slug: str, which: str, pk: UUID) -> HttpResponse:
    """Renames an entry or stops offering it."""
    model, form_class, heading, _one = _asked(which)
    row = get_object_or_404(model, pk=pk)
    form = form_class(posted(request), instance=row)
    back = reverse("actor_choices", args=[slug, which])

    def save() -> str:
        locked = model.objects.select_for_update(of=("self",)).get(pk=pk)
        try:
            with transaction.atomic():
                merge_and_save(locked, seen=form.seen(), new=form.cleaned_data)
        except IntegrityError as error:
            raise NotNow("Diese Bezeichnung ist inzwischen vergeben.") from error
        return back

    title = f"„{row.name}“ bearbeiten"
    page = FormPage(title=title, back=back, trail=_way(request, (heading, back), (row.name, "")), minutes=1)
    return answer_form(request, form, page, save=save)
