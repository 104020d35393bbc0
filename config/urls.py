"""All addresses. Short, German, and under the wall: ``/bezirk/<slug>/…`` names the district."""

from django.conf import settings
from django.urls import include, path

from checklist import views as checklist_views
from config import my_account, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
    path("hilfe/", pages.hilfe, name="hilfe"),
    path("hilfe/arbeitshilfe/", checklist_views.guide, name="arbeitshilfe"),
    path("hilfe/arbeitshilfe/<code:code>/", checklist_views.wordings, name="wordings"),
    path("hilfe/begriffe/", checklist_views.glossary, name="glossary"),
    path("barrierefreiheit/", pages.barrierefreiheit, name="barrierefreiheit"),
    path("datenschutz/", pages.datenschutz, name="datenschutz"),
    path("impressum/", pages.impressum, name="impressum"),
    path("darstellung/", my_account.theme, name="theme"),
    path("konto/", my_account.my_account, name="my_account"),
    path("konto/ueberall-abmelden/", my_account.sign_out_everywhere, name="sign_out_everywhere"),
    path("", include("reminders.outside_urls")),
    path("konto/", include("accounts.urls")),
    path("bezirk/<slug:slug>/", pages.district_home, name="district_home"),
    path("bezirk/<slug:slug>/aufgaben/", pages.my_tasks, name="my_tasks"),
    path("bezirk/<slug:slug>/checkliste/", include("checklist.urls")),
    path("bezirk/<slug:slug>/pruefsteine/", include("pruefsteine.urls")),
    path("bezirk/<slug:slug>/pruefsteine/", include("pruefsteine.agreeing.urls")),
    path("bezirk/<slug:slug>/pruefsteine/", include("pruefsteine.comparing.urls")),
    path("bezirk/<slug:slug>/pruefsteine/", include("pruefsteine.releasing.urls")),
    path("berlin/", include("pruefsteine.releasing.senate_urls")),
    path("berlin/", include("overview.urls")),
    path("bezirk/<slug:slug>/", include("assignments.urls")),
    path("bezirk/<slug:slug>/", include("partners.urls")),
    path("", include("partners.publishing.open_urls")),
    path("bezirk/<slug:slug>/", include("sozialraum.urls")),
    path("bezirk/<slug:slug>/", include("overview.district_urls")),
    path("berlin/", include("overview.senate_urls")),
    path("bezirk/<slug:slug>/", include("evidence.urls")),
    path("bezirk/<slug:slug>/", include("reminders.urls")),
    path("", include("reports.urls")),
    path("", include("districts.urls")),
]

if settings.SHOW_COMPONENTS:
    from config import development

    urlpatterns.append(path("entwicklung/bausteine/", development.components, name="components"))

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
