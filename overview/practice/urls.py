from django.urls import path

from overview.practice import views

_OWN = "eigene/<uuid:pk>/"

urlpatterns = [
    path("", views.practices, name="practices"),
    path("neu/", views.practice_new, name="practice_new"),
    path("<uuid:pk>/", views.practice, name="practice"),
    path(_OWN, views.practice_own, name="practice_own"),
    path(_OWN + "bearbeiten/", views.practice_edit, name="practice_edit"),
]
