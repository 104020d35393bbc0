"""Guards of views. A view under a district without a guard is refused by the wall, so forgetting one is loud."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from districts.member import MemberRequest, belongings_of
from districts.refusals import Refused
from districts.roles import StatewideRole, known_right

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


def needs(codename: str, *others: str) -> Callable[[Callable[Concatenate[MemberRequest, P], R]], Callable[..., R]]:
    """Only for members of the district who hold ``codename`` or one of ``others``; the rest get 403 with who may.

    A right on an office passes here if it is held on any office; the view asks again for the very office.
    """
    codenames = [known_right(name) for name in (codename, *others)]

    def decorate(view: Callable[Concatenate[MemberRequest, P], R]) -> Callable[..., R]:
        @wraps(view)
        def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not any(request.member.may(name) for name in codenames):
                raise Refused(codename)
            return view(request, *args, **kwargs)

        guarded.guard = ",".join(codenames)  # type: ignore[attr-defined]  # read by the wall and by the access matrix
        return guarded

    return decorate


def statewide(*roles: StatewideRole) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Only for people who hold one of ``roles`` beside the districts; for others there is nothing (404)."""

    def decorate(view: Callable[..., R]) -> Callable[..., R]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> R:
            # The wall lets everybody of the Senate below /berlin/.
            if not belongings_of(request).holds_statewide(*roles):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.guard = ",".join(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def everyone(view: Callable[..., R]) -> Callable[..., R]:
    """For pages that answer without signing in."""
    view.guard = "everyone"  # type: ignore[attr-defined]
    return view


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages about the person themselves."""
    guarded = login_required(view)
    guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return guarded
