"""Coordination publishes the list of actors: sees beforehand exactly what becomes public, and takes it back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.room_guard import uses_room
from lists.query import page_of
from partners.actors.views import way
from partners.models import Publication
from partners.offered import ROOM
from partners.publishing.forms import PublicationForm
from partners.publishing.rules import difference, preview, publish, take_back

PROMISES = [
    "Was hier veröffentlicht ist, lesen alle ohne Anmeldung.",
    "Was sich danach im Verzeichnis ändert, wird erst öffentlich, wenn Sie noch einmal veröffentlichen.",
    "Sie können die Veröffentlichung jederzeit beenden. Kopien, die andere schon haben, sind davon nicht erfasst.",
]


@needs("release_actors")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def actor_publication(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows the preview; publishes it, again too; with ``beenden`` takes it back."""
    member, title = request.member, "Liste veröffentlichen"
    here, back = reverse("actor_publication", args=[slug]), reverse("actors", args=[slug])
    if request.method == "POST" and "beenden" in request.POST:
        take_back(by=member)
        messages.success(request, "Die Liste ist nicht mehr öffentlich.")
        return redirect(here)
    row, now = Publication.objects.first(), preview(by=member)
    name = member.district.name
    proposed = {
        "title": f"Akteure im Bezirk {name}",
        "description": f"Einrichtungen, Vereine und Initiativen in den Stadtteilen des Bezirks {name} von Berlin.",
        "publisher": f"Bezirksamt {name} von Berlin",
    }
    form = PublicationForm(posted(request), instance=row, initial={} if row else proposed)

    def save() -> str:
        publish(seen=form.seen(), new=dict(form.cleaned_data), mark=request.POST.get("stand", ""), by=member)
        return here

    page = FormPage(title=title, back=back, trail=way(member, (title, "")), minutes=5, promises=PROMISES)
    extra: dict[str, Any] = {
        "publication": row,
        "now": now,
        "page_obj": page_of(now.entries, request.GET),
        "moved": difference(row, now) if row else None,
        "open_url": settings.BASE_URL + reverse("open_actors", args=[slug]),
    }
    template = "partners/publishing/publish.html"
    return answer_form(
        request, form, page, save=save, done="Die Liste ist veröffentlicht.", template=template, extra=extra
    )
