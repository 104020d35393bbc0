"""One page per step of a Bedarf: asks, then runs its rule."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.refusals import Refused
from districts.room_guard import uses_room
from sozialraum.needs import workflow
from sozialraum.needs.forms import StepForm
from sozialraum.needs.showing import find
from sozialraum.needs.steps import STEPS
from sozialraum.needs.views import page_url, way
from sozialraum.offered import ROOM

_RULES: dict[str, Callable[..., Any]] = {
    "sichten": workflow.sort,
    "bitten": workflow.ask,
    "federfuehrung": workflow.take_lead,
    "zusagen": workflow.pledge,
    "nicht-moeglich": workflow.say_unable,
    "vereinbaren": workflow.agree,
    "erledigt": workflow.settle,
    "zuruecktreten": workflow.withdraw,
    "abgeben": workflow.leave_lead,
    "ablehnen": workflow.decline,
    "gremium": workflow.decline_by_body,
    "tagesordnung": workflow.bring_before,
    "gespraech": workflow.talk,
}
#: Steps that add something and undo nothing: two people at once may both take them.
_ANY_VERSION = frozenset(["tagesordnung", "gespraech"])
_PROMISES = {
    "gespraech": "Ihren Beitrag lesen die Planungskoordination, die gebetenen Ämter, das Amt, das den Bedarf gemeldet "
    "hat, und ab der Abstimmung die Verwaltungsspitze: mit Amt und Tag, ohne Ihren Namen.",
    "nicht-moeglich": "Den Grund lesen die Planungskoordination, die gebetenen Ämter und ab der Abstimmung die "
    "Verwaltungsspitze; die Stadtteilkoordination liest ihn nicht.",
}


@needs("view_needs")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def need_step(request: MemberRequest, slug: str, pk: UUID, key: str) -> HttpResponse:
    """The step ``key`` of ``needs/steps.py``."""
    if key not in STEPS:
        raise Http404
    member, step = request.member, STEPS[key]
    standing = find(member, pk)
    row, back = standing.row, page_url(member, standing.row)
    if request.method == "POST":
        # Somebody may have been faster: then the rule says so, with everything that was typed still there.
        if not step.may(standing):
            raise Refused(step.right)
    else:
        step.check(standing)
    form = StepForm(posted(request), key=key, standing=standing, initial={"version": row.version})

    def save() -> str:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if key not in _ANY_VERSION:
            values["version"] = form.seen_version()
        found = _RULES[key](need_id=pk, by=member, **values)
        if key == "tagesordnung":
            return reverse("body", args=[slug, found.body_id]) + "#themen"
        return f"{back}#gespraech" if key == "gespraech" else back

    page = FormPage(
        title=step.label,
        back=back,
        trail=way(member, (row.title, back), (step.label, "")),
        intro=step.intro or f"„{row.title}“",
        action=step.label,
        minutes=step.minutes,
        promises=[_PROMISES[key]] if key in _PROMISES else [],
    )
    return answer_form(request, form, page, save=save, done=step.done)
