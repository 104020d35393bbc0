from django.urls import path

from sozialraum.profiles import views

_ONE = "<uuid:pk>/"

urlpatterns = [
    path("", views.office_profiles, name="office_profiles"),
    path(_ONE, views.office_profile, name="office_profile"),
    path(_ONE + "bearbeiten/", views.office_profile_edit, name="office_profile_edit"),
    path(_ONE + "teilen/", views.office_profile_share, name="office_profile_share"),
    path(_ONE + "nicht-sinnvoll/", views.office_sensible, name="office_sensible"),
    path(_ONE + "nachweis/", views.office_profile_evidence, name="office_profile_evidence"),
    path("nachweis/<uuid:pk>/entfernen/", views.profile_evidence_remove, name="profile_evidence_remove"),
]
