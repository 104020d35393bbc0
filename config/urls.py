"""All addresses. Short, German, and under the wall: ``/bezirk/<slug>/…`` names the district."""

from django.urls import include, path

from config import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
    path("konto/", include("allauth.urls")),
    path("bezirk/<slug:slug>/", pages.district_home, name="district_home"),
    path("bezirk/<slug:slug>/checkliste/", include("checklist.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
