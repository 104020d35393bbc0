"""What every page's frame shows: own districts, navigation by what the person may do, demo banner, colours.

Reads only what the wall has read for this request; not one query of its own.
"""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
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
    return {
        # Django writes the token anew for every form of a page; once per page is as safe, and cheaper.
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),
        "user": getattr(request, "user", None),
        "demo": settings.DEMO,
        "theme": theme_of(request),
        "operator": settings.OPERATOR,
        "show_components": settings.SHOW_COMPONENTS,
        "district": member.district if member else None,
        "own_districts": [
            {
                "name": district.name,
                "url": address("district_home", args=(district.slug,)),
                "current": member is not None and district.pk == member.district.pk,
            }
            for district in belongings.districts
        ],
        "role_label": role_label(member, belongings),
        "navigation": menu,
        "menu": menu_markup(menu) if menu else "",
        # Refusals keep the side navigation where there is one: nobody is left at a dead end.
        "error_layout": "base.html" if menu else "narrow.html",
    }


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
