"""What every page's frame shows: own districts, navigation by what the person may do, demo banner, colours.

Reads only what the wall has read for this request; not one query of its own.
"""

import datetime
import re
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from districts.member import Belongings, Member, belongings_of
from districts.navigation import Shown, address, navigation
from districts.roles import Role

#: Colours somebody may choose; anything else follows the system.
THEMES = ("light", "dark")


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of ``templates/base.html``. Everything may be missing: error pages come before the wall, too."""
    member: Member | None = getattr(request, "member", None)
    belongings = belongings_of(request)
    menu = navigation(request)
    district = member.district if member else None
    own = tuple((known.name, address("district_home", args=(known.slug,)), known == district)
                for known in belongings.districts)  # fmt: skip
    # Django writes the token anew for every form of a page; once per page is as safe, and cheaper.
    token: Any = SimpleLazyObject(lambda: get_token(request))
    user, label = getattr(request, "user", None), role_label(member, belongings)
    theme, name = theme_of(request), district.name if district else ""
    return {
        "csrf_token": token,
        "user": user,
        "demo": settings.DEMO,
        "theme": theme,
        "operator": settings.OPERATOR,
        "show_components": settings.SHOW_COMPONENTS,
        "district": district,
        "header": SimpleLazyObject(lambda: header_of(user, name, own, label, menu, token)),
        "footer": SimpleLazyObject(lambda: footer_of(request, theme, name, token)),
        "navigation": menu,
        "menu": menu_markup(menu) if menu else "",
        # Refusals keep the side navigation where there is one: nobody is left at a dead end.
        "error_layout": "base.html" if menu else "narrow.html",
    }


def header_of(
    user: Any, district: str, own: tuple[tuple[str, str, bool], ...], label: str, menu: tuple[Shown, ...], token: Any
) -> SafeString:
    """The header of a page, with the ``token`` of this request in its form."""
    known = user is not None and user.is_authenticated
    name = (user.name or user.email) if known else ""
    markup = header_markup(name, district, own, label, menu, demo=settings.DEMO)
    return _written(markup, token=str(token)) if known else markup


def footer_of(request: HttpRequest, theme: str, district: str, token: Any) -> SafeString:
    """The foot of a page, with the ``token`` of this request, the way back to it and its address for paper."""
    markup = footer_markup(theme, district, timezone.localdate(), demo=settings.DEMO)
    path, whole = escape(request.get_full_path()), escape(request.build_absolute_uri())
    return _written(markup, token=str(token), path=path, address=whole)


#: Stand in a remembered part where each request writes its own.
_TOKEN, _PATH, _ADDRESS = "[[token]]", "[[path]]", "[[address]]"


def _written(markup: str, **values: str) -> SafeString:
    """``markup`` with ``values``, escaped already, in their places. In one go: no value is looked through again."""
    return SafeString(re.sub(r"\[\[(\w+)\]\]", lambda place: values.get(str(place[1]), str(place[0])), markup))


@lru_cache(maxsize=64)
def footer_markup(theme: str, district: str, today: datetime.date, *, demo: bool) -> SafeString:
    """The foot of every page of a district on one day (it says when a page was printed), rendered once."""
    request = {"get_full_path": _PATH, "build_absolute_uri": _ADDRESS}
    context = {"theme": theme, "district": {"name": district} if district else None, "today": today, "demo": demo}
    return render_to_string("parts/footer.html", context | {"request": request, "csrf_token": _TOKEN})


@lru_cache(maxsize=512)
def header_markup(
    name: str, district: str, own: tuple[tuple[str, str, bool], ...], label: str, menu: tuple[Shown, ...], *, demo: bool
) -> SafeString:
    """The header for one person at one place: on every page they look at, so it is rendered once and remembered."""
    context = {
        "name": name,
        "district": district,
        "own_districts": [{"name": known, "url": url, "current": current} for known, url, current in own],
        "role_label": label,
        "menu": menu_markup(menu) if menu else "",
        "demo": demo,
        "csrf_token": _TOKEN,
    }
    return render_to_string("parts/header.html", context)


@lru_cache(maxsize=512)
def menu_markup(menu: tuple[Shown, ...]) -> SafeString:
    """The side navigation. Shown twice on every page (beside it, and folded away on a narrow screen), and the same for
    everybody who may do the same, so it is rendered once and remembered."""
    return render_to_string("parts/navigation.html", {"navigation": menu})


def theme_of(request: HttpRequest) -> str:
    """The colours chosen in the footer: "light", "dark", or "" for what the system says."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def role_label(member: Member | None, belongings: Belongings) -> str:
    """The roles held here, in the order of the table of roles; outside districts those beside them."""
    if member is not None:
        return ", ".join(role.label for role in Role if role in member.roles)
    if belongings.districts:
        return ""
    return ", ".join(role.label for role, _ in belongings.statewide)
