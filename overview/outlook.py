"""What came from the Senate or went to it, for the state of things in a district."""

import datetime
from typing import Any

from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from districts.dates import Dated, Row
from districts.member import Member
from districts.outlook import AHEAD, BACK, News, Outlook
from overview.models import Framework, GoodPractice, SupportMessage, SupportRequest
from overview.offered import uses_berlin
from overview.practice_models import State

#: Kind of a row -> name of its page, what happened, whether it was decided.
_NEWS = {
    "framework_new": ("framework", "Rahmenvorgabe veröffentlicht", True),
    "practice_shared": ("practice_own", "Gutes Beispiel freigegeben", True),
    "support_answer": ("support_one", "Antwort der Senatsverwaltung", False),
}


def _coming(_: Member, today: datetime.date) -> Any:
    return Framework.objects.holding(today).filter(valid_from__gt=today, valid_from__lte=today + AHEAD)


def _new(_: Member, today: datetime.date) -> Any:
    return Framework.objects.published().filter(published_on__gte=today - BACK)


def _shared(_: Member, today: datetime.date) -> Any:
    return GoodPractice.objects.filter(state=State.RELEASED, shared_on__gte=today - BACK)


def _answers(asker: Member, today: datetime.date) -> Any:
    begin = timezone.make_aware(datetime.datetime.combine(today - BACK, datetime.time.min))
    seen = SupportRequest.objects.visible_to(asker).order_by().values("pk")
    return SupportMessage.objects.filter(from_senate=True, said_at__gte=begin, request__in=seen)


def outlook_from_overview(member: Member, today: datetime.date) -> Outlook:
    """Rahmenvorgaben, good examples of the own district, answers of Ressorts. All of it asked."""
    told, slug = Outlook(), member.district.slug

    def tell_news(row: Row) -> None:
        name, what, decision = _NEWS[row.kind]
        told.news.append(News(row.day, what, row.title, reverse(name, args=[slug, row.key]), decision))

    def tell_date(row: Row) -> None:
        told.dates.append(
            Dated(row.day, "Rahmenvorgabe, gültig ab", row.title, reverse("framework", args=[slug, row.key]))
        )

    if member.may("view_checklist"):
        told.ask("framework_coming", _coming, tell_date, day="valid_from")
        told.ask("framework_new", _new, tell_news, day="published_on")
    if uses_berlin(member, "view_checklist"):
        told.ask("practice_shared", _shared, tell_news, day="shared_on")
    if uses_berlin(member, "view_support"):
        told.ask("support_answer", _answers, tell_news, day=TruncDate("said_at"), key="request_id",
                 title="request__title")  # fmt: skip
    return told
