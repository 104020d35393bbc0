"""What Gremien tell about the state of things: Sitzungen to come, what was agreed lately, rhythms that have lapsed."""

import datetime
import uuid
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from districts.dates import Dated
from districts.member import Member
from districts.member_query import MemberQuery
from districts.outlook import AHEAD, BACK, MOST, Block, Line, News, Outlook
from partners.bodies.listing import with_dates
from partners.bodies.rhythm import lapsed_sentence
from partners.models import Body, Meeting
from partners.offered import uses_partners


def _near(asker: Member, today: datetime.date) -> Any:
    near = Meeting.objects.filter(body=OuterRef("pk"), starts_on__range=(today - BACK, today + AHEAD))
    data = JSONObject(key="pk", day="starts_on", state="state", outcome="outcome")
    rows = with_dates(Body.objects.visible_to(asker).filter(is_active=True), today)
    return rows.annotate(near=ArraySubquery(near.values(data=data))).order_by("sort_key")


_NEAR: MemberQuery[Any] = MemberQuery(_near)


def outlook_from_bodies(member: Member, today: datetime.date) -> Outlook:
    """One query: the Gremien, and with each its Sitzungen of these weeks."""
    if not uses_partners(member, "view_bodies"):
        return Outlook()
    slug = member.district.slug
    told = Outlook()
    lapsed = []
    for body in _NEAR.rows_for(member, today):
        for meeting in body.near:
            _tell(told, body, meeting, slug, today)
        sentence = lapsed_sentence(body, last=body.last_on, following=body.next_on, today=today)
        if sentence:
            lapsed.append(Line(body.name, reverse("body", args=[slug, body.pk]), sentence))
    if lapsed:
        links = [("Alle Gremien ohne nächsten Termin", f"{reverse('bodies', args=[slug])}?stand=ohne-termin")]
        told.blocks.append(Block("Gremien ohne nächsten Termin", 60, lapsed[:MOST], links))
    return told


def _tell(told: Outlook, body: Body, meeting: dict[str, Any], slug: str, today: datetime.date) -> None:
    day = datetime.date.fromisoformat(meeting["day"])
    state = Meeting.State(meeting["state"])
    url = reverse("meeting", args=[slug, uuid.UUID(meeting["key"])])
    if state == Meeting.State.PLANNED and day >= today:
        told.dates.append(Dated(day, "Sitzung", body.name, url, state.label))
    elif state == Meeting.State.HELD and meeting["outcome"]:
        told.news.append(News(day, "Ergebnis einer Sitzung", body.name, url))
