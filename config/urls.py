"""All addresses. Short, German, and under the wall: ``/bezirk/<slug>/…`` names the district."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from checklist import views as checklist_views
from config import my_account, pages

#: Behind ``/bezirk/<slug>/``: under the wall, the slug names the district.
_DISTRICT: list[URLPattern | URLResolver] = [
    path("", pages.district_home, name="district_home"),
    path("aufgaben/", pages.my_tasks, name="my_tasks"),
    path("checkliste/", include("checklist.urls")),
    path("pruefsteine/", include("pruefsteine.urls")),
    path("pruefsteine/", include("pruefsteine.agreeing.urls")),
    path("pruefsteine/", include("pruefsteine.comparing.urls")),
    path("pruefsteine/", include("pruefsteine.releasing.urls")),
    path("auftraege/", include("assignments.urls")),
    path("", include("partners.urls")),
    path("", include("sozialraum.urls")),
    path("", include("overview.district_urls")),
    path("nachweise/", include("evidence.urls")),
    path("erinnerungen/", include("reminders.urls")),
    path("berichte/", include("reports.urls")),
    path("", include("districts.urls")),
]

#: Behind ``/berlin/``: what the Senatsverwaltung sees.
_BERLIN: list[URLPattern | URLResolver] = [
    path("", include("pruefsteine.releasing.senate_urls")),
    path("", include("overview.urls")),
    path("", include("overview.senate_urls")),
    path("", include("reports.senate_urls")),
]

urlpatterns = [
    path("", pages.home, name="home"),
    path("bezirk/<slug:slug>/", include(_DISTRICT)),
    path("berlin/", include(_BERLIN)),
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
    path("konto/", include("accounts.urls")),
    path("", include("reminders.outside_urls")),
    path("", include("partners.publishing.open_urls")),
    path("", include("districts.outside_urls")),
]

if settings.SHOW_COMPONENTS:
    from config import development

    urlpatterns.append(path("entwicklung/bausteine/", development.components, name="components"))

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
