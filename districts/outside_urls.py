"""Addresses of the room outside a district: the invitation, and what the operator cares for."""

from django.urls import path

from districts.pages import invitation, operator_districts, operator_people

_DISTRICT = "betrieb/bezirke/<str:key>/"

urlpatterns = [
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
