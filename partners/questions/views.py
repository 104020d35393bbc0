"""The six questions of A 5: a page each, with the district's own answer and the records that answer it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from districts.form_page import Trail
from districts.guard import needs
from districts.member import Member, MemberRequest
from districts.room_guard import uses_room
from partners.offered import ROOM
from partners.questions.answers import answer_to
from partners.questions.records import QUESTIONS

TITLE = "Sechs Fragen zu den Partnern"


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    slug = [member.district.slug]
    home = (member.district.name, reverse("district_home", args=slug))
    return [home, (TITLE, reverse("partner_questions", args=slug)), *steps]


@needs("view_partnership")
@uses_room(ROOM)
@require_safe
def partner_questions(request: MemberRequest, slug: str) -> HttpResponse:
    """The six questions, each leading to its page."""
    context = {
        "breadcrumbs": _way(request.member),
        "questions": [
            (question, reverse("partner_question", args=[slug, question.code])) for question in QUESTIONS.values()
        ],
    }
    return render(request, "partners/questions/list.html", context)


@needs("view_partnership")
@uses_room(ROOM)
@require_safe
def partner_question(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One question: the district's own answer, the records, and what nobody knows yet."""
    member = request.member
    question = QUESTIONS.get(code)
    if question is None:
        raise Http404
    codes = list(QUESTIONS)
    at = codes.index(code)
    lists = question.lists(member)
    context = {
        "breadcrumbs": _way(member, (question.code, "")),
        "question": question,
        "answer": answer_to(code, member),
        "lists": [listed for listed in lists if not listed.gap],
        # A gap that is closed is not worth a heading.
        "gaps": [listed for listed in lists if listed.gap and listed.entries],
        "previous": reverse("partner_question", args=[slug, codes[at - 1]]) if at else "",
        "following": reverse("partner_question", args=[slug, codes[at + 1]]) if at + 1 < len(codes) else "",
    }
    return render(request, "partners/questions/detail.html", context)
