"""What the room of partners knows beside Prüfsteine 3, 7 and 8 (footnote 7): lists to open, never how many."""

from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from districts.member import Member
from partners.models import Body, Cooperation, Meeting, Signal, Sort
from partners.offered import uses_partners
from pruefsteine.known import SHOWN, Fact, Known, knows_about


def _list(name: str, member: Member, **params: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in params.items())
    return reverse(name, args=[member.district.slug]) + (f"?{query}" if query else "")


@knows_about("B4.3")
def signals_known(member: Member, code: str) -> Known | None:
    """Hinweise aus dem Stadtteil that an office took up, without saying which."""
    if not uses_partners(member, "view_signals"):
        return None
    visible: Any = Signal.objects.visible_to(member).filter(offices__taken_on__isnull=False)
    rows = visible.annotate(taken_up_on=Min("offices__taken_on")).order_by("-taken_up_on", "pk")[:SHOWN]
    slug = member.district.slug
    facts = tuple(Fact(row.title, reverse("signal", args=[slug, row.pk]), row.taken_up_on) for row in rows)
    return Known("Hinweise aus dem Stadtteil, die ein Amt übernommen hat", facts, _list("signals", member))


@knows_about("B4.3", "B4.7", "B4.8")
def meetings_known(member: Member, code: str) -> Known | None:
    """Sitzungen with actors that took place."""
    if not uses_partners(member, "view_bodies"):
        return None
    bodies = Body.objects.visible_to(member).filter(sort=Sort.WITH_ACTORS).values("pk")
    rows = Meeting.objects.filter(state=Meeting.State.HELD, body__in=bodies).select_related("body")
    slug = member.district.slug
    facts = tuple(
        Fact(row.body.name, reverse("meeting", args=[slug, row.pk]), row.starts_on)
        for row in rows.order_by("-starts_on", "pk")[:SHOWN]
    )
    return Known("Sitzungen mit Akteuren, die stattgefunden haben", facts,
                 _list("bodies", member, tisch=Sort.WITH_ACTORS.value))  # fmt: skip


@knows_about("B4.7", "B4.8")
def cooperations_known(member: Member, code: str) -> Known | None:
    """Kooperationen that run and are written down."""
    if not uses_partners(member, "view_cooperations"):
        return None
    running = Cooperation.objects.visible_to(member).running(timezone.localdate())
    rows = running.filter(form__in=Cooperation.Form.binding()).select_related("actor").order_by("-starts_on", "pk")
    slug = member.district.slug
    facts = tuple(
        Fact(f"{row.title} ({row.actor.name})", reverse("cooperation", args=[slug, row.pk]), row.starts_on)
        for row in rows[:SHOWN]
    )
    return Known("Kooperationen, die schriftlich vereinbart sind", facts,
                 _list("cooperations", member, stand="verbindlich"))  # fmt: skip
