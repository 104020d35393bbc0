from django.urls import path

from sozialraum.regions import figure_views, import_views, views

_PROFILE = "bezirksregionenprofile/<str:key>/"
_FIGURE = "kennzahlen/<uuid:pk>/"

urlpatterns = [
    path("bezirksregionenprofile/", views.region_profiles, name="region_profiles"),
    path(
        "bezirksregionenprofile/nachweise/<uuid:pk>/entfernen/",
        views.region_profile_evidence_remove,
        name="region_profile_evidence_remove",
    ),
    path(_PROFILE, views.region_profile, name="region_profile"),
    path(_PROFILE + "bearbeiten/", views.region_profile_edit, name="region_profile_edit"),
    path(_PROFILE + "nachweise/", views.region_profile_evidence, name="region_profile_evidence"),
    path("kennzahlen/", figure_views.figures, name="figures"),
    path("kennzahlen/einlesen/", import_views.figure_import, name="figure_import"),
    path("kennzahlen/einlesen/<uuid:pk>/", import_views.figure_import_check, name="figure_import_check"),
    path(_FIGURE, figure_views.figure, name="figure"),
    path(_FIGURE + "bearbeiten/", figure_views.figure_edit, name="figure_edit"),
    path(_FIGURE + "entfernen/", figure_views.figure_remove, name="figure_remove"),
]
