from django.urls import path

from partners.bodies import meeting_views, views

_BODY = "<uuid:pk>/"
_MEETING = "sitzungen/<uuid:pk>/"

urlpatterns = [
    path("", views.bodies, name="bodies"),
    path("neu/", views.body_new, name="body_new"),
    path("arten/", views.body_kinds, name="body_kinds"),
    path("arten/<uuid:pk>/", views.body_kind_edit, name="body_kind_edit"),
    path("mitglieder/<uuid:pk>/beenden/", views.body_member_end, name="body_member_end"),
    path("themen/<uuid:pk>/", views.body_topic, name="body_topic"),
    path("themen/<uuid:pk>/verschieben/", views.body_topic_move, name="body_topic_move"),
    path("themen/<uuid:pk>/entfernen/", views.body_topic_remove, name="body_topic_remove"),
    path("nachweise/<uuid:pk>/entfernen/", meeting_views.meeting_evidence_remove, name="meeting_evidence_remove"),
    path(_MEETING, meeting_views.meeting, name="meeting"),
    path(_MEETING + "bearbeiten/", meeting_views.meeting_edit, name="meeting_edit"),
    path(_MEETING + "vorbereitet/", meeting_views.meeting_prepared, name="meeting_prepared"),
    path(_MEETING + "absagen/", meeting_views.meeting_cancel, name="meeting_cancel"),
    path(_MEETING + "ergebnis/", meeting_views.meeting_record, name="meeting_record"),
    path(_MEETING + "nachweise/", meeting_views.meeting_evidence, name="meeting_evidence"),
    path(_BODY, views.body, name="body"),
    path(_BODY + "bearbeiten/", views.body_edit, name="body_edit"),
    path(_BODY + "mitglieder/", views.body_member_new, name="body_member_new"),
    path(_BODY + "themen/", views.body_topic_new, name="body_topic_new"),
    path(_BODY + "sitzungen/", meeting_views.meeting_new, name="meeting_new"),
    path(_BODY + "termine.ics", meeting_views.body_calendar, name="body_calendar"),
]
