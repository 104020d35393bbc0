"""Support asked of the Senate, on the side of the district."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from checklist.models import Item
from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.member import MemberRequest
from districts.room_guard import uses_room
from overview.frameworks.rules import departments_held
from overview.models import SupportRequest
from overview.offered import ROOM, way
from overview.support import rules
from overview.support.forms import MessageForm, SupportForm
from overview.support.showing import lines, state_of, talk_of
from overview.support_models import BADGES

TITLE = "Unterstützung durch den Senat"
PROMISES = [
    (
        "Ihre Bitte lesen nur die Mitglieder des Ressorts, das Sie wählen, kein anderes Ressort und kein anderer "
        "Bezirk. Dort steht der Name des Bezirks, kein Name einer Person."
    ),
    "Im Bezirk lesen sie Planungskoordination, Verwaltungsspitze und ihr Büro, dazu das Amt, das Sie nennen.",
]
READ_AND_POST = ["GET", "HEAD", "POST"]


@needs("view_support")
@uses_room(ROOM)
@require_safe
def support(request: MemberRequest, slug: str) -> HttpResponse:
    """The Bitten of the district that one may read."""
    member = request.member
    rows = SupportRequest.objects.visible_to(member)
    context = {
        "breadcrumbs": way(member, (TITLE, "")),
        "lines": lines(rows, lambda key: reverse("support_one", args=[slug, key])),
        "may_ask": member.may("ask_senate"),
    }
    return render(request, "overview/support/list.html", context)


@needs("ask_senate")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def support_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Asks a Ressort; ``?punkt=`` names the point it is about."""
    member, title, back = request.member, "Um Unterstützung bitten", reverse("support", args=[slug])
    departments = departments_held(timezone.localdate())
    item = Item.objects.filter(code=request.GET.get("punkt", "").replace("\x00", "")).first()
    form = SupportForm(posted(request), departments=departments, initial={"item": item})
    page = FormPage(title=title, back=back, trail=way(member, (TITLE, back), (title, "")), minutes=5,
                    promises=PROMISES, action="An das Ressort senden")  # fmt: skip

    def save() -> str:
        return reverse("support_one", args=[slug, rules.ask(values=form.cleaned_data, by=member).pk])

    return answer_form(request, form, page, save=save, done="Ihre Bitte ist beim Ressort.")


@needs("view_support")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def support_one(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One Bitte with its talk. POST: say more, close, open again."""
    member = request.member
    visible = SupportRequest.objects.visible_to(member).select_related("item", "office")
    row: SupportRequest = get_object_or_404(visible, pk=pk)
    here = reverse("support_one", args=[slug, pk])
    step = request.POST.get("schritt", "")
    if request.method == "POST" and step in _STEPS:
        _STEPS[step][0](pk=pk, by=member)
        messages.success(request, _STEPS[step][1])
        return redirect(here)
    if request.method == "POST":
        member.require("ask_senate")
    form = MessageForm(posted(request))

    def save() -> str:
        rules.say(pk=pk, text=form.cleaned_data["text"], by=member)
        return here

    talk = talk_of(row, district=member.district.name, own=False)
    state = state_of(row, talk)
    page = FormPage(title=row.title, back=here, trail=way(member, (TITLE, reverse("support", args=[slug])),
                    (row.title, "")), action="Senden")  # fmt: skip
    extra: dict[str, Any] = {
        "row": row,
        "asker": f"Bezirk {member.district.name}",
        "state": state,
        "badge": BADGES[state],
        "talk": talk,
        "item_url": reverse("point", args=[slug, row.item.code]) if row.item else "",
        "may_talk": member.may("ask_senate") and not row.closed_on,
        "may_close": member.may("ask_senate"),
        "nobody": row.department not in departments_held(timezone.localdate()),
        "has_history": True,
        "entries": history_if_asked(request, row),
    }
    return answer_form(request, form, page, save=save, done="Ihre Nachricht ist beim Ressort.",
                       template="overview/support/detail.html", extra=extra)  # fmt: skip


_STEPS: dict[str, Any] = {
    "erledigt": (rules.close, "Die Bitte ist erledigt."),
    "wieder-oeffnen": (rules.reopen, "Die Bitte ist wieder offen."),
}
