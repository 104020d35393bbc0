"""Addresses of the room: inside a district, of the operator, and the invitation outside both."""

from django.urls import path

from districts.pages import (
    dates,
    invitation,
    members,
    offices,
    operator_districts,
    operator_people,
    regions,
    relief,
    settings,
)

_SETTINGS = "bezirk/<slug:slug>/einstellungen/"
_MEMBERS = "bezirk/<slug:slug>/mitglieder/"
_RELIEF = "bezirk/<slug:slug>/aufgaben/entlastung/"
_DISTRICT = "betrieb/bezirke/<str:key>/"

urlpatterns = [
    path("bezirk/<slug:slug>/kalender/", dates.calendar, name="calendar"),
    path("bezirk/<slug:slug>/zeitachse/", dates.timeline, name="timeline"),
    path(_RELIEF, relief.relief_new, name="relief_new"),
    path(_RELIEF + "<uuid:pk>/", relief.relief, name="relief"),
    path(_RELIEF + "<uuid:pk>/gesehen/", relief.relief_seen, name="relief_seen"),
    path(_RELIEF + "<uuid:pk>/zuruecknehmen/", relief.relief_take_back, name="relief_take_back"),
    path("bezirk/<slug:slug>/regionen/", regions.region_list, name="regions"),
    path("bezirk/<slug:slug>/regionen/umrisse/", regions.region_outlines, name="region_outlines"),
    path("bezirk/<slug:slug>/regionen/<slug:key>/", regions.region, name="region"),
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
    path("einladung/<str:slug>/<str:token>/", invitation.accept, name="accept_invitation"),
    path("betrieb/", operator_districts.district_list, name="operator_districts"),
    path("betrieb/bezirke/neu/", operator_districts.district_new, name="operator_district_new"),
    path(_DISTRICT, operator_districts.district_detail, name="operator_district"),
    path(_DISTRICT + "bearbeiten/", operator_districts.district_edit, name="operator_district_edit"),
    path(_DISTRICT + "einladen/", operator_districts.invite, name="operator_invite"),
    path(_DISTRICT + "mitglieder/<uuid:membership_id>/beenden/", operator_districts.end, name="operator_end"),
    path(
        _DISTRICT + "einladungen/<uuid:invitation_id>/erneut/",
        operator_districts.resend,
        name="operator_invitation_resend",
    ),
    path(
        _DISTRICT + "einladungen/<uuid:invitation_id>/zurueckziehen/",
        operator_districts.revoke,
        name="operator_invitation_revoke",
    ),
    path("betrieb/rollen/", operator_people.statewide_list, name="operator_statewide"),
    path("betrieb/rollen/neu/", operator_people.statewide_new, name="operator_statewide_new"),
    path("betrieb/rollen/<int:membership_id>/beenden/", operator_people.statewide_end, name="operator_statewide_end"),
    path("betrieb/personen/", operator_people.people, name="operator_people"),
    path("betrieb/personen/<uuid:person_id>/sperren/", operator_people.close_account, name="operator_close_account"),
    path("betrieb/personen/<uuid:person_id>/freigeben/", operator_people.open_account, name="operator_open_account"),
]
