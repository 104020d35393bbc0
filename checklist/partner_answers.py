"""The district's own answer to the six questions of A 5, for the pages that show the records beside it."""

from django.urls import reverse

from checklist.models import Progress
from districts.member import Member
from partners.questions.answers import Answer


def answer_in_checklist(member: Member, code: str) -> Answer | None:
    """What stands at the point ``code``. One query."""
    if not member.may("view_checklist"):
        return None
    row = Progress.objects.filter(code=code).only("answer", "own_text", "state", "code").first()
    if row is None:
        return None
    return Answer(
        text=row.answer or row.own_text,
        state=row.get_state_display(),
        url=reverse("point", args=[member.district.slug, row.code]),
        may_edit=member.may("edit_checklist"),
    )
