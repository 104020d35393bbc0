"""The Bögen of an office on its page (``sozialraum.profiles.parts``), for those who may read them."""

from typing import Any

from districts.member import Member
from districts.models import Office
from districts.navigation import thing_address
from districts.page_part import PagePart
from partners.questions.records import Entry
from pruefsteine.models import SelfAssessment
from pruefsteine.offered import uses_pruefsteine
from pruefsteine.scales import AnswerState
from sozialraum.profiles.parts import SHOWN, Found, OfficeSection, list_part


def _answers(member: Member, *, office: Any, today: Any) -> Any:
    """Selbsteinschätzungen of the office by round, the latest first."""
    rows = SelfAssessment.objects.visible_to(member).filter(office=office)
    return rows.order_by("-round__opens_on", "pk").values("pk", "state", "round__name")[: SHOWN + 1]


def _tell_answers(member: Member, office: Office, rows: Found) -> PagePart | None:
    slug = member.district.slug
    return list_part("Prüfsteine", 70, [
        Entry(row["round__name"], AnswerState(row["state"]).label, thing_address("answer", slug, pk=row["pk"]))
        for row in rows
    ])  # fmt: skip


ANSWERS_AT_OFFICE = OfficeSection(uses_pruefsteine, _answers, _tell_answers)
