"""What the page of a Hinweis shows, read with one query."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, UUIDField, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from districts.member import Member
from districts.member_query import MemberQuery
from districts.navigation import thing_address
from districts.own_regions import is_outside
from districts.region_page import region_links
from partners.actor_links import named_actor
from partners.choosing import offices_to_choose
from partners.models import Signal, SignalAnswer, SignalOffice, SignalRegion
from partners.signals import rules
from partners.signals.listing import standing_of

#: Pages the page of a Hinweis leads to.
_LEADS_TO = ("signal_edit", "signal_withdraw", "signal_remove_words", "signal_agenda", "signal_ask", "signal_take",
             "signal_give_back", "signal_answer", "signal_close")  # fmt: skip

Row = dict[str, Any]


def _visible(member: Member, *, signal: Any) -> Any:
    return Signal.objects.visible_to(member).with_standing().filter(pk=signal).order_by()


def _whole(member: Member, *, signal: Any, own: Any) -> Any:
    """The Hinweis with the rows of all that its page tells, as JSON."""
    places = SignalRegion.objects.filter(signal=OuterRef("pk")).order_by("region__key")
    offices = SignalOffice.objects.filter(signal=OuterRef("pk")).order_by("office__sort_key")
    answers = SignalAnswer.objects.filter(signal=OuterRef("pk")).order_by("said_at", "id")
    office = JSONObject(key="office_id", name="office__name", asked="asked_on", taken="taken_on")
    answer = JSONObject(at="said_at", text="text", spoke_as="spoke_as", office="office_id", office_name="office__name",
                        author="author_id", name="author__name", email="author__email")  # fmt: skip
    return _visible(member, signal=signal).annotate(
        from_actor=Case(When(named_actor(member), then=F("actor__name"))),
        from_office=F("office__name"),
        region_rows=ArraySubquery(places.values(data=JSONObject(key="region__key", name="region__name"))),
        office_rows=ArraySubquery(offices.values(data=office)),
        answer_rows=ArraySubquery(answers.values(data=answer)),
        own_rows=ArraySubquery(offices_to_choose().filter(pk__in=own).values(data=JSONObject(key="pk", name="name"))),
    )


_FOUND: MemberQuery[Signal] = MemberQuery(
    lambda member, *, signal: _visible(member, signal=signal).select_related("actor"), signal=UUIDField()
)
_WHOLE: MemberQuery[Any] = MemberQuery(_whole, signal=UUIDField(), own=[UUIDField()])


def find(member: Member, pk: uuid.UUID) -> Signal:
    """The Hinweis with how it stands; 404 where ``member`` may not read it."""
    return _FOUND.found_for(member, signal=pk)


def read_signal(member: Member, pk: uuid.UUID) -> dict[str, Any]:
    """Everything the page of a Hinweis shows but its way and its history; 404 as for ``find``. One query."""
    slug, outside = member.district.slug, is_outside(member)
    row = _WHOLE.found_for(member, signal=pk, own=rules.offices_of(member))
    ties, answers = row.office_rows, row.answer_rows
    state, badge = standing_of(row, outside=outside)
    offices = [uuid.UUID(tie["key"]) for tie in ties]
    takers = [office for office, tie in zip(offices, ties, strict=True) if tie["taken"]]
    return {
        "signal": row,
        "state": state,
        "badge": badge,
        "facts": [
            ("Regionen", region_links(member, ((place["key"], place["name"]) for place in row.region_rows))),
            ("Stand vom", f"{row.observed_on:%d.%m.%Y}"),
            ("Von", row.from_actor),
            ("Aufgenommen", f"{row.taken_down_on:%d.%m.%Y}, {row.from_office or row.spoke_as}"),
            ("Zurückgezogen" if row.withdrawn else "Abgeschlossen", row.closed_on and f"{row.closed_on:%d.%m.%Y}"),
            ("Grund", row.withdrawn_because),
        ],
        "removed": f"Am {row.removed_on:%d.%m.%Y} hat die Planungskoordination Inhalt entfernt, auch aus dem Verlauf. "
        f"Grund: {row.removed_because}" if row.removed_on else "",
        "offices": [
            {"name": tie["name"], "taken": _day(tie["taken"]), "asked": _day(tie["asked"]),
             # Whether an office was asked and has not taken it up is nobody's business outside.
             "hidden": outside and not tie["taken"]}
            for tie in ties
        ],
        "answers": [
            {"when": _local_day(answer["at"]), "who": _said_by(answer, member), "text": answer["text"]}
            for answer in answers
        ],
        "own": _own_steps(row.own_rows, ties),
        "may_change": rules.may_change(member, row),
        "may_withdraw": rules.may_withdraw(member, row),
        "may_remove": member.may("assign_signals") and bool(row.text or any(answer["text"] for answer in answers)),
        "may_ask": member.may("assign_signals") and not row.closed_on,
        "may_answer": rules.may_answer(member, offices),
        "may_close": not row.withdrawn and rules.may_answer(member, takers),
        "may_bring": (member.may("assign_signals") or member.may("prepare_office")) and not row.closed_on,
        "outside": outside,
        "urls": {name: thing_address(name, slug, pk=row.pk) for name in _LEADS_TO},
    }  # fmt: skip


def _day(said: str | None) -> str:
    return f"{datetime.date.fromisoformat(said):%d.%m.%Y}" if said else ""


def _local_day(at: str) -> str:
    return f"{timezone.localtime(datetime.datetime.fromisoformat(at)):%d.%m.%Y}"


def _said_by(row: Row, member: Member) -> str:
    """Office or role; the name to the person's own office alone."""
    who: str = row["office_name"] or row["spoke_as"]
    own = row["author"] == str(member.user.pk) or row["office"] in {str(pk) for pk in member.office_ids}
    return f"{row['name'] or row['email']} ({who})" if own else who


def _own_steps(own: Iterable[Row], ties: Iterable[Row]) -> list[Row]:
    """What the person's own offices may do: take it up, or give it back."""
    taken = {tie["key"]: bool(tie["taken"]) for tie in ties}
    return [
        {"pk": office["key"], "name": office["name"], "asked": taken.get(office["key"]) is False,
         "taken": taken.get(office["key"]) is True}
        for office in own
    ]  # fmt: skip
