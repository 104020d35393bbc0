"""Support asked of the Senate, on the side of the Ressort that was asked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import statewide
from districts.member import belongings_of
from overview.models import SupportRequest
from overview.offered import SENATE
from overview.support import rules
from overview.support.forms import MessageForm
from overview.support.showing import lines, state_of, talk_of
from overview.support_models import BADGES

TITLE = "Bitten um Unterstützung"


def _own(request: HttpRequest) -> frozenset[str]:
    """The Ressorts the person belongs to."""
    return belongings_of(request).departments(*SENATE)


@statewide(*SENATE)
@require_safe
def senate_support(request: HttpRequest) -> HttpResponse:
    """What districts ask of the own Ressort: first what waits for an answer."""
    own = _own(request)
    found = lines(
        SupportRequest.objects.filter(department__in=own), lambda key: reverse("senate_support_one", args=[key])
    )
    context = {
        "breadcrumbs": [(TITLE, "")],
        "departments": sorted(own),
        "groups": [
            (heading, part)
            for heading, waits in (("Wartet auf Ihre Antwort", True), ("Beantwortet oder erledigt", False))
            if (part := [line for line in found if line["waits"] is waits])
        ],
    }
    return render(request, "overview/support/senate_list.html", context)


@statewide(*SENATE)
@require_http_methods(["GET", "HEAD", "POST"])
def senate_support_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One Bitte to the own Ressort; a POST answers. For any other Ressort it does not exist."""
    own = _own(request)
    asked = SupportRequest.objects.filter(department__in=own).select_related("district", "item")
    row: SupportRequest = get_object_or_404(asked, pk=pk)
    here = reverse("senate_support_one", args=[pk])
    form = MessageForm(posted(request))

    def save() -> str:
        rules.answer(row=row, text=form.cleaned_data["text"], departments=own)
        return here

    talk = talk_of(row, district=row.district.name, own=True)
    state = state_of(row, talk)
    page = FormPage(title=row.title, back=here, trail=[(TITLE, reverse("senate_support")), (row.title, "")],
                    action="Antworten")  # fmt: skip
    extra = {
        "row": row,
        "asker": f"Bezirk {row.district.name}",
        "state": state,
        "badge": BADGES[state],
        "talk": talk,
        "may_talk": not row.closed_on,
    }
    return answer_form(request, form, page, save=save, done="Ihre Antwort ist beim Bezirk.",
                       template="overview/support/detail.html", extra=extra)  # fmt: skip
