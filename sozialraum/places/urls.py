from django.urls import path

from sozialraum.places import views

_ONE = "<str:which>/<uuid:pk>/"

urlpatterns = [
    path("", views.places, name="places"),
    path("kulissen/", views.funding_matrix, name="funding_matrix"),
    path("<str:which>/neu/", views.place_new, name="place_new"),
    path(_ONE, views.place, name="place"),
    path(_ONE + "bearbeiten/", views.place_edit, name="place_edit"),
    path(_ONE + "entfernen/", views.place_remove, name="place_remove"),
]
