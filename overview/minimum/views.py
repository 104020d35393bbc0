"""The Mindestmaß in a district: what belongs to it, what the Senate proposes, and what the district says to it."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from checklist.models import Item, Kind, Progress
from checklist.overview import BADGES as STATE_BADGES
from checklist.states import State as PointState
from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.member import MemberRequest
from districts.navigation import address
from overview.codes import key_in
from overview.minimum import rules, showing
from overview.minimum.forms import AnswerForm
from overview.models import MinimumAnswer, MinimumProposal
from overview.offered import way

TITLE = "Mindestmaß"
PROMISES = [
    "Ihre Antwort lesen Ihr Bezirk und die Senatsverwaltungen, andere Bezirke nicht.",
    "Ändern können Sie sie, bis der Vorschlag vereinbart oder zurückgezogen ist.",
]


@needs("view_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def minimum(request: MemberRequest, slug: str) -> HttpResponse:
    """What holds, the open proposal, and what was before. POST: the answer of the district to ``vorschlag``."""
    member, here = request.member, reverse("minimum", args=[slug])
    if request.method == "POST":
        member.require("answer_minimum")
    items, proposals = showing.read_items(), showing.read_proposals()
    answers = {row.proposal_id: row for row in MinimumAnswer.objects.all()}
    row = proposals.open
    answer = answers.get(row.pk) if row else None
    form = AnswerForm(posted(request), instance=answer or MinimumAnswer())

    def leads_to(item: Item) -> str:
        if item.kind == Kind.PRUEFSTEIN:
            return f"{address('arbeitshilfe')}#{item.code}"
        return address("point", args=(slug, item.code))

    def save() -> str:
        asked = key_in(request.POST.get("vorschlag", ""))
        rules.answer(proposal=asked, seen=form.seen(), new=form.cleaned_data, by=member)
        return here

    page = FormPage(title=TITLE, back=here, trail=way(member, (TITLE, "")), minutes=10, promises=PROMISES,
                    action="Antwort senden")  # fmt: skip
    extra: dict[str, Any] = {
        "proposals": proposals,
        "present": proposals.present(items, leads_to),
        "row": row,
        "changes": _with_states(showing.changes(items, row.codes, leads_to)) if row else [],
        "answer": answer,
        "may_answer": member.may("answer_minimum"),
        "before": [(old, _titles(items, old), answers.get(old.pk)) for old in proposals.settled],
        "has_history": answer is not None,
        "history": history_if_asked(request, answer) if answer else None,
    }
    return answer_form(request, form, page, save=save, done="Die Antwort ist bei den Senatsverwaltungen.",
                       template="overview/minimum/district.html", extra=extra)  # fmt: skip


def _titles(items: list[Item], row: MinimumProposal) -> list[str]:
    return [str(item) for item in items if item.code in row.codes]


def _with_states(points: list[showing.Point]) -> list[showing.Point]:
    """The same with label and shape of their states in the district. One query."""
    codes = [point.code for point in points]
    rows = Progress.objects.filter(code__in=codes).exclude(state="").values_list("code", "state")
    states = {code: PointState(state) for code, state in rows}
    return [
        replace(point, state=states[point.code].label, badge=STATE_BADGES[states[point.code]])
        if point.code in states
        else point
        for point in points
    ]
