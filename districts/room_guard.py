"""Rooms of the tool that a district has not switched on: a page that says so, instead of an empty room."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import render

from districts.member import MemberRequest
from districts.roles import roles_with
from districts.rooms import ALWAYS, ROOMS

P = ParamSpec("P")


def uses_room(
    key: str,
) -> Callable[[Callable[Concatenate[MemberRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Below ``@needs(…)``: answers 403 with who can switch the room on where the district does not use it.

    Raises ``LookupError`` at import for a room that does not exist.
    """
    label, purpose = ROOMS[key]

    def decorate(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def entered(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if key in ALWAYS or key in request.member.district.rooms:
                return view(request, *args, **kwargs)
            context = {
                "room": label,
                "purpose": purpose,
                "roles": [role.label for role in roles_with("edit_settings")],
                "may_switch": request.member.may("edit_settings"),
                "contact": request.member.district.contact,
            }
            return render(request, "room_off.html", context, status=403)

        entered.room = key  # type: ignore[attr-defined]  # read by navigation and tests
        return entered

    return decorate
