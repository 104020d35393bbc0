from django.urls import path

from partners.cooperation import views

_COOPERATION = "kooperationen/<uuid:pk>/"
_ENTRY = "beteiligung/<uuid:pk>/"

urlpatterns = [
    path("kooperationen/", views.cooperations, name="cooperations"),
    path("kooperationen/neu/", views.cooperation_new, name="cooperation_new"),
    path(
        "kooperationen/nachweise/<uuid:pk>/entfernen/",
        views.cooperation_evidence_remove,
        name="cooperation_evidence_remove",
    ),
    path(_COOPERATION, views.cooperation, name="cooperation"),
    path(_COOPERATION + "bearbeiten/", views.cooperation_edit, name="cooperation_edit"),
    path(_COOPERATION + "nachweise/", views.cooperation_evidence, name="cooperation_evidence"),
    path("beteiligung/", views.involvements, name="involvements"),
    path("beteiligung/neu/", views.involvement_new, name="involvement_new"),
    path(_ENTRY, views.involvement, name="involvement"),
    path(_ENTRY + "bearbeiten/", views.involvement_edit, name="involvement_edit"),
    path(_ENTRY + "entfernen/", views.involvement_remove, name="involvement_remove"),
]
