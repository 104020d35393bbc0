from django.urls import path

from sozialraum.places import views

_ONE = "raum/<str:which>/<uuid:pk>/"

urlpatterns = [
    path("raum/", views.places, name="places"),
    path("raum/kulissen/", views.funding_matrix, name="funding_matrix"),
    path("raum/<str:which>/neu/", views.place_new, name="place_new"),
    path(_ONE, views.place, name="place"),
    path(_ONE + "bearbeiten/", views.place_edit, name="place_edit"),
    path(_ONE + "entfernen/", views.place_remove, name="place_remove"),
]
