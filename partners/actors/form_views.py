"""Entering and changing an actor, the steps of its workflow, merging two entries."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from districts.form_page import FormPage, answer_form, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.refusals import NotNow, Refused, Unfit
from districts.room_guard import uses_room
from lists.query import search_text
from partners.actors.editing import ARCHIVED, change, enter, twins_of
from partners.actors.forms import ActorForm, SearchForm, StepForm, regions_for
from partners.actors.merging import merge_actors
from partners.actors.placing import sentence_of, with_region
from partners.actors.searching import PROBABLE, with_words
from partners.actors.views import find, page_url, way
from partners.actors.workflow import STEPS, may_keep, take_step
from partners.models import Actor, ActorTargetGroup, ActorTheme
from partners.offered import ROOM
from partners.states import ActorState

PROMISES = ["Einen Entwurf sehen Planungs- und Stadtteilkoordination, nach der Freigabe alle im Bezirk."]
CHANGE_PROMISE = (
    "Was Sie an einem freigegebenen Eintrag ändern, gilt sofort. Die Planungskoordination sieht, dass sich etwas "
    "geändert hat, und prüft es."
)
FORM = "partners/actors/form.html"
READ_AND_POST = ["GET", "HEAD", "POST"]
_TIES: dict[str, type[ActorTheme] | type[ActorTargetGroup]] = {"themes": ActorTheme, "target_groups": ActorTargetGroup}


@needs("enter_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_new(request: MemberRequest, slug: str) -> HttpResponse:
    """A new entry. Where one like it is there already, it is shown first."""
    member = request.member
    regions = list(regions_for(member)[:2])
    form = ActorForm(posted(request), member=member, initial={"region": regions[0].pk} if len(regions) == 1 else {})
    # Filled while saving, shown afterwards.
    extra: dict[str, Any] = {"twins": []}

    def save() -> str:
        values = dict(form.cleaned_data)
        distinct = values.pop("distinct")
        extra["twins"] = _twins(request, values, least=PROBABLE)
        if extra["twins"] and not distinct:
            raise Unfit({"distinct": "Es gibt schon einen ähnlichen Eintrag. Bitte sehen Sie ihn sich an."})
        chosen = values["region"]
        values = with_region(values, by=member)
        row = enter(values=values, themes=values.pop("themes"), target_groups=values.pop("target_groups"), by=member)
        _say_region(request, chosen, row)
        return page_url(member, row.pk)

    back, title = reverse("actors", args=[slug]), "Akteur eintragen"
    page = FormPage(title=title, back=back, trail=way(member, (title, "")), minutes=5, promises=PROMISES)
    done = "Der Entwurf ist gespeichert. Reichen Sie ihn ein, wenn er vollständig ist."
    return answer_form(request, form, page, save=save, done=done, template=FORM, extra=extra)


def _twins(
    request: MemberRequest, values: dict[str, Any], besides: UUID | None = None, least: float = 0
) -> list[Actor]:
    street = values.get("street", "")
    address = f"{street} {values.get('house_number', '')} {values.get('postcode', '')}" if street else ""
    return twins_of(
        request.member,
        name=values["name"],
        carrier=values.get("carrier", ""),
        address=address,
        besides=besides,
        least=least,
    )


@needs("enter_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes an entry; different fields of two people merge."""
    member = request.member
    row = editable(request, pk)
    back = page_url(member, pk)
    chosen = {
        "themes": list(ActorTheme.objects.filter(actor=row).values_list("theme_id", flat=True)),
        "target_groups": list(ActorTargetGroup.objects.filter(actor=row).values_list("target_group_id", flat=True)),
    }
    form = ActorForm(posted(request), instance=row, initial=chosen, member=member)
    del form.fields["distinct"]

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        ties = {model: (keys_of(seen.pop(name)), keys_of(new.pop(name))) for name, model in _TIES.items()}
        chosen_region = new["region"]
        changed = change(actor_id=pk, seen=seen, new=with_region(new, by=member), chosen=ties, by=member)
        _say_region(request, chosen_region, changed)
        return back

    title = "Akteur bearbeiten"
    checked = row.state == ActorState.APPROVED and not member.may("release_actors")
    page = FormPage(
        title=title,
        back=back,
        trail=way(member, (row.name, back), (title, "")),
        minutes=5,
        promises=[CHANGE_PROMISE] if checked else PROMISES,
    )
    return answer_form(request, form, page, save=save, template=FORM, extra={"besides": pk})


def _say_region(request: MemberRequest, chosen: Any, row: Actor) -> None:
    if chosen is None and row.region is not None:
        messages.info(request, sentence_of(row.region))


def editable(request: MemberRequest, pk: UUID, *, archived: bool = False) -> Actor:
    """The actor for somebody who keeps it; 404 unseen, 403 where it is not theirs, 409 once archived."""
    row = find(request.member, pk)
    if not may_keep(request.member, row):
        raise Refused("enter_actors")
    if row.state == ActorState.ARCHIVED and not archived:
        raise NotNow(ARCHIVED)
    return row


@needs("enter_actors", "release_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_step(request: MemberRequest, slug: str, pk: UUID, key: str) -> HttpResponse:
    """One step: asks where it needs words or was followed as a link, else takes it at once."""
    member, step = request.member, STEPS[key]
    member.require(step.right)
    row = editable(request, pk, archived=True)
    if request.method != "POST" and (sentence := step.why_not(row)):
        raise NotNow(sentence)
    back = page_url(member, pk)
    form = StepForm(posted(request), initial={"version": row.version}, words=step.words)

    def save() -> str:
        text = form.cleaned_data.get("text", "")
        take_step(key, actor_id=pk, version=form.seen_version(), text=text, by=member)
        # Confirmed from the list of what is due: on with the next one there.
        left = QueryDict(request.POST.get("danach", "")).urlencode()
        return f"{reverse('actors', args=[slug])}?{left}" if left else back

    page = FormPage(
        title=f"{step.label}: {row.name}",
        back=back,
        trail=way(member, (row.name, back), (step.label, "")),
        intro=step.intro,
        action=step.label,
        minutes=1,
    )
    return answer_form(request, form, page, save=save, done=step.done)


@needs("release_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_merge(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Chooses the entry that stays (``?mit=``), then merges this one into it."""
    member = request.member
    row = find(member, pk)
    if row.merged_into_id:
        raise NotNow("Der Eintrag ist schon in einem anderen aufgegangen.")
    back = page_url(member, pk)
    try:
        into = find(member, UUID(request.GET.get("mit", "")))
    except ValueError:
        into = None
    context: dict[str, Any] = {
        "actor": row,
        "back_url": back,
        "breadcrumbs": way(member, (row.name, back), ("Zusammenführen", "")),
    }
    if into is None:
        context |= _candidates(request, row)
        return render(request, "partners/actors/merge_choose.html", context)
    if request.method != "POST":
        return render(request, "partners/actors/merge.html", context | {"into": into})
    raw = request.POST.get("version", "")
    version = int(raw) if raw.isascii() and raw.isdigit() else 0
    merge_actors(actor_id=pk, into_id=into.pk, version=version, by=member)
    messages.success(request, f"„{row.name}“ ist in diesem Eintrag aufgegangen.")
    return redirect(page_url(member, into.pk))


def _candidates(request: MemberRequest, row: Actor) -> dict[str, Any]:
    """Entries that could be the same: probable ones, or what a search finds."""
    words = search_text(request.GET)
    if words:
        rows = with_words(Actor.objects.visible_to(request.member), words)
        rows = rows.exclude(pk=row.pk).filter(state__in=ActorState.open()).select_related("kind", "region")
        found = list(rows.order_by("sort_key", "pk")[:20])
    else:
        found = _twins(request, {name: getattr(row, name) for name in _COMPARED}, besides=row.pk)
    return {"candidates": found, "form": SearchForm(request.GET), "words": words}


_COMPARED = ("name", "carrier", "street", "house_number", "postcode")
