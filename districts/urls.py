"""Addresses of the room inside a district."""

from django.urls import path

from districts.pages import dates, members, offices, regions, relief, settings

_RELIEF = "aufgaben/entlastung/"
_SETTINGS = "einstellungen/"
_MEMBERS = "mitglieder/"

urlpatterns = [
    path("kalender/", dates.calendar, name="calendar"),
    path("zeitachse/", dates.timeline, name="timeline"),
    path(_RELIEF, relief.relief_new, name="relief_new"),
    path(_RELIEF + "<uuid:pk>/", relief.relief, name="relief"),
    path(_RELIEF + "<uuid:pk>/gesehen/", relief.relief_seen, name="relief_seen"),
    path(_RELIEF + "<uuid:pk>/zuruecknehmen/", relief.relief_take_back, name="relief_take_back"),
    path("regionen/", regions.region_list, name="regions"),
    path("regionen/umrisse/", regions.region_outlines, name="region_outlines"),
    path("regionen/<slug:key>/", regions.region, name="region"),
    path(_SETTINGS, settings.overview, name="settings_overview"),
    path(_SETTINGS + "bereiche/", settings.rooms, name="settings_rooms"),
    path(_SETTINGS + "ansprechstelle/", settings.contact, name="settings_contact"),
    path(_SETTINGS + "hinweis/", settings.hint, name="settings_hint"),
    path(_SETTINGS + "geschaeftsbereiche/", settings.areas, name="areas"),
    path(_SETTINGS + "geschaeftsbereiche/neu/", settings.area_new, name="area_new"),
    path(_SETTINGS + "geschaeftsbereiche/<uuid:area_id>/", settings.area_edit, name="area_edit"),
    path(_SETTINGS + "geschaeftsbereiche/<uuid:area_id>/loeschen/", settings.area_delete, name="area_delete"),
    path(_SETTINGS + "aemter/", offices.office_list, name="offices"),
    path(_SETTINGS + "aemter/neu/", offices.office_new, name="office_new"),
    path(_SETTINGS + "aemter/<uuid:office_id>/", offices.office_edit, name="office_edit"),
    path(_SETTINGS + "aemter/<uuid:office_id>/stand/", offices.office_state, name="office_state"),
    path(_SETTINGS + "aemter/<uuid:office_id>/loeschen/", offices.office_delete, name="office_delete"),
    path(_MEMBERS, members.member_list, name="members"),
    path(_MEMBERS + "einladen/", members.invite, name="member_invite"),
    path(_MEMBERS + "<uuid:membership_id>/beenden/", members.end, name="member_end"),
    path(_MEMBERS + "einladungen/", members.invitation_list, name="invitations"),
    path(_MEMBERS + "einladungen/<uuid:invitation_id>/erneut/", members.resend, name="invitation_resend"),
    path(_MEMBERS + "einladungen/<uuid:invitation_id>/zurueckziehen/", members.revoke, name="invitation_revoke"),
]
