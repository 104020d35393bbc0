from django.urls import path

from overview.minimum import senate_views

_ONE = "mindestmass/vorschlag/<uuid:pk>/"

urlpatterns = [
    path("mindestmass/vorschlag/neu/", senate_views.senate_minimum_new, name="senate_minimum_new"),
    path(_ONE, senate_views.senate_minimum, name="senate_minimum"),
    path(_ONE + "bearbeiten/", senate_views.senate_minimum_edit, name="senate_minimum_edit"),
]
