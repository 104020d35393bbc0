"""The application and, beside it, one bare Django page: what any page of this kind costs on this machine."""

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path

from districts.models import District

#: Apart from the application's templates, whose context processors belong to its frame.
_TEMPLATES = Engine(dirs=[str(Path(__file__).parent / "templates")])


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Session, user, one indexed query, a small template."""
    context = Context({"district": District.objects.get(slug="mitte"), "user": request.user})
    return HttpResponse(_TEMPLATES.get_template("bare.html").render(context))


urlpatterns = [
    path("benchmark/", bare),
    # The same, surrounded by everything the application puts around a page: its middleware with the wall.
    path("benchmark/wall/", bare),
    path("", include("config.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
