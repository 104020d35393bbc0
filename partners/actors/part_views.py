"""Offers, contact persons and evidence of an actor: adding, changing, taking away."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from districts.form_page import FormPage, answer_form, answer_removal
from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.room_guard import uses_room
from evidence.forms import EvidenceForm
from evidence.removing import REMOVING, answer_evidence_removal, tie_or_404
from evidence.taking_in import take_in
from partners.actors.editing import add_part, attach_evidence, change_part, remove_part
from partners.actors.form_views import READ_AND_POST, editable
from partners.actors.forms import ContactForm, OfferForm
from partners.actors.views import page_url, way
from partners.actors.workflow import half_year_after
from partners.models import Actor, ActorEvidence, ContactPerson, Offer
from partners.offered import ROOM


def _part_page(request: MemberRequest, row: Actor, title: str, promises: Sequence[str] = ()) -> FormPage:
    back = page_url(request.member, row.pk)
    return FormPage(title=title, back=back, trail=way(request.member, (row.name, back), (title, "")), promises=promises)


@needs("enter_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_offer_new(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """A new offer."""
    row = editable(request, pk)
    form = OfferForm(posted(request))

    def save() -> str:
        add_part(Offer, actor_id=pk, values=form.cleaned_data, by=request.member)
        return page_url(request.member, pk) + "#angebote"

    page = _part_page(request, row, "Angebot eintragen")
    return answer_form(request, form, page, save=save, done="Das Angebot ist eingetragen.")


@needs("enter_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_offer_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes an offer."""
    part = get_object_or_404(Offer, pk=pk)
    row = editable(request, part.actor_id)
    form = OfferForm(posted(request), instance=part)

    def save() -> str:
        change_part(Offer, part_id=pk, seen=form.seen(), new=form.cleaned_data, by=request.member)
        return page_url(request.member, row.pk) + "#angebote"

    return answer_form(request, form, _part_page(request, row, "Angebot bearbeiten"), save=save)


@needs("enter_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_offer_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes an offer away."""
    part = get_object_or_404(Offer, pk=pk)
    row = editable(request, part.actor_id)
    back = page_url(request.member, row.pk)
    return answer_removal(
        request,
        title="Angebot entfernen",
        question=f"Möchten Sie das Angebot „{part.title}“ entfernen?",
        back=back,
        then=back + "#angebote",
        way=way(request.member, (row.name, back), ("Angebot entfernen", "")),
        remove=lambda: remove_part(Offer, part_id=pk, by=request.member),
        done="Das Angebot ist entfernt.",
    )


CONTACT_PROMISES = [
    "Angaben zu einer Person brauchen Zweck und Herkunft.",
    "Sie haben keinen Verlauf: Löschen entfernt sie wirklich.",
]


@needs("enter_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_contact_new(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """A new contact person."""
    row = editable(request, pk)
    in_half_a_year = half_year_after(timezone.localdate())
    form = ContactForm(posted(request), initial={"review_on": half_year_after(in_half_a_year)})

    def save() -> str:
        add_part(ContactPerson, actor_id=pk, values=form.cleaned_data, by=request.member)
        return page_url(request.member, pk) + "#ansprechpersonen"

    page = _part_page(request, row, "Ansprechperson eintragen", CONTACT_PROMISES)
    return answer_form(request, form, page, save=save, done="Die Ansprechperson ist eingetragen.")


@needs("enter_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_contact_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a contact person."""
    part = get_object_or_404(ContactPerson, pk=pk)
    row = editable(request, part.actor_id)
    form = ContactForm(posted(request), instance=part)

    def save() -> str:
        change_part(ContactPerson, part_id=pk, seen=form.seen(), new=form.cleaned_data, by=request.member)
        return page_url(request.member, row.pk) + "#ansprechpersonen"

    page = _part_page(request, row, "Ansprechperson bearbeiten", CONTACT_PROMISES)
    return answer_form(request, form, page, save=save)


@needs("enter_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_contact_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then deletes a contact person for good."""
    part = get_object_or_404(ContactPerson, pk=pk)
    row = editable(request, part.actor_id, archived=True)
    back = page_url(request.member, row.pk)
    return answer_removal(
        request,
        title="Ansprechperson löschen",
        question=f"Möchten Sie die Angaben zu {part.name} löschen?",
        consequences=["Es bleibt nichts davon erhalten, auch nicht im Verlauf."],
        action="Löschen",
        back=back,
        then=back + "#ansprechpersonen",
        way=way(request.member, (row.name, back), ("Ansprechperson löschen", "")),
        remove=lambda: remove_part(ContactPerson, part_id=pk, by=request.member),
        done="Die Angaben sind gelöscht.",
    )


@needs("release_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def actor_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """A file or link at an actor."""
    row = editable(request, pk)
    form = EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")

    def save() -> str:
        attach_evidence(actor=row, evidence=take_in(form.cleaned_data, by=request.member), by=request.member)
        return page_url(request.member, pk) + "#nachweise"

    page = _part_page(request, row, "Nachweis hinzufügen")
    return answer_form(request, form, page, save=save, done="Der Nachweis ist hinzugefügt.")


@needs("release_actors")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def remove_actor_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes evidence away."""
    member = request.member
    tie = tie_or_404(ActorEvidence.objects.select_related("actor"), pk, member)
    back = page_url(member, tie.actor_id)
    return answer_evidence_removal(
        request, tie.evidence, back=back, trail=way(member, (tie.actor.name, back), REMOVING)
    )
