"""The one place where a request enters a district.

For every request, anonymous ones too: open the transaction, take the login role, find out from the path whether a
district is asked for, check the membership, then take the district's role. Nothing a view does can happen outside.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.exception import response_for_exception
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from districts.member import Belongings, Member, holdings_in, read_belongings
from districts.refusals import NotNow, Refused
from districts.rights import read_rights
from districts.roles import StatewideRole
from districts.wall.session import DatabaseRole, current_standing, standing_of, take

DISTRICT_PATH = re.compile(r"^/bezirk/(?P<slug>[^/]+)/")

#: Path -> roles beside the districts that may enter, and the database role they act as.
STATEWIDE_PATHS: dict[str, tuple[tuple[StatewideRole, ...], DatabaseRole]] = {
    "/berlin/": ((StatewideRole.SENATE, StatewideRole.SENATE_EDITOR), DatabaseRole.SENATE),
    "/betrieb/": ((StatewideRole.OPERATOR,), DatabaseRole.OPERATOR),
}

#: Answered without a database, so that they answer when it is gone.
NO_DATABASE = frozenset({"/healthz"})


class WallMiddleware:
    """Opens the transaction and takes the role. A response with 5xx and every exception of a view roll back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in NO_DATABASE:
            return self.get_response(request)
        # In tests a transaction is already open: its role is given back at the end. In production the end of the
        # transaction does that by itself, since everything here is local to it.
        before = current_standing() if connection.in_atomic_block else None
        request.wall_rollback = False  # type: ignore[attr-defined]
        with transaction.atomic():
            response = self.answer(request)
            if request.wall_rollback or response.status_code >= 500:  # type: ignore[attr-defined]
                # The last act, so that an error page could still read.
                transaction.set_rollback(True)
        if before is not None:
            take(before)
        return response

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        request.member = None  # type: ignore[attr-defined]
        request.belongings = Belongings()  # type: ignore[attr-defined]
        # Session and person are read as what the connection is: the login role, which may read nothing of a district.
        user = request.user
        person = user if isinstance(user, User) and user.is_authenticated else None
        take(standing_of(DatabaseRole.LOGIN, user_id=person.pk if person else None))
        if person:
            request.belongings = read_belongings(person.pk, timezone.localdate())  # type: ignore[attr-defined]
        place = DISTRICT_PATH.match(request.path_info)
        if place:
            return self.enter_district(request, place["slug"])
        for path, (roles, database_role) in STATEWIDE_PATHS.items():
            if request.path_info.startswith(path):
                return self.enter_statewide(request, roles, database_role)
        return self.get_response(request)

    def enter_district(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.is_authenticated:
            return _to_sign_in(request)
        belongings: Belongings = request.belongings  # type: ignore[attr-defined]
        district = belongings.district(slug)
        if district is None:
            # The same answer as for a slug that does not exist.
            return response_for_exception(request, Http404())
        holdings = holdings_in(belongings.holdings, district.pk)
        take(
            standing_of(
                DatabaseRole.DISTRICT,
                district_id=district.pk,
                user_id=user.pk,
                context={
                    "user": str(user.pk),
                    "roles": ",".join(sorted(h.role for h in holdings)),
                    "offices": ",".join(sorted(str(h.office_id) for h in holdings if h.office_id)),
                },
            )
        )
        rights = read_rights(user_id=user.pk, district_id=district.pk, day=timezone.localdate())
        request.member = Member(user, district, rights, holdings)  # type: ignore[attr-defined]
        return self.get_response(request)

    def enter_statewide(
        self, request: HttpRequest, roles: tuple[StatewideRole, ...], database_role: DatabaseRole
    ) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.is_authenticated:
            return _to_sign_in(request)
        belongings: Belongings = request.belongings  # type: ignore[attr-defined]
        if not belongings.holds_statewide(*roles):
            return response_for_exception(request, Http404())
        take(
            standing_of(
                database_role,
                user_id=user.pk,
                departments=belongings.departments(*roles),
                context={"user": str(user.pk), "roles": ",".join(roles)},
            )
        )
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: list[object],
        kwargs: dict[str, object],
    ) -> None:
        """Refuses a view of ours that has no guard: a forgotten guard must be loud, not open."""
        own = view.__module__.split(".")[0] in settings.ROOMS
        if own and not getattr(view, "guard", None):
            raise ImproperlyConfigured(f"The view {view.__module__}.{view.__name__} has no guard.")
        if getattr(request, "member", None) is None and DISTRICT_PATH.match(request.path_info):
            raise Refused("view_district")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whatever leaves a view as an exception takes its writes with it, Http404 and PermissionDenied too.

        ``NotNow`` becomes the page for 409 with its sentence, unless the view has shown it itself.
        """
        request.wall_rollback = True  # type: ignore[attr-defined]
        if isinstance(exception, NotNow):
            return render(
                request,
                "409.html",
                {"reason": exception.sentence, "back_url": _came_from(request), "back_label": "Zurück"},
                status=409,
            )
        return None


def _came_from(request: HttpRequest) -> str:
    """The page of ours that sent this request, or the first page."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return "/"


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a fragment asked for by htmx sends the whole page there."""
    if getattr(request, "htmx", False):
        back = request.headers.get("HX-Current-URL", "/")
        path = "/" + back.split("/", 3)[3] if back.count("/") >= 3 else "/"
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = redirect_to_login(path, resolve_url(settings.LOGIN_URL)).url
        return answer
    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
