from django.urls import path

from overview.frameworks import senate_views

_ONE = "rahmenvorgaben/<uuid:pk>/"

urlpatterns = [
    path("rahmenvorgaben/", senate_views.senate_frameworks, name="senate_frameworks"),
    path("rahmenvorgaben/neu/", senate_views.senate_framework_new, name="senate_framework_new"),
    path(_ONE, senate_views.senate_framework, name="senate_framework"),
    path(_ONE + "bearbeiten/", senate_views.senate_framework_edit, name="senate_framework_edit"),
]
