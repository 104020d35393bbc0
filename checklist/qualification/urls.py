from django.urls import path

from checklist.qualification import views

urlpatterns = [
    path("", views.qualification, name="qualification"),
    path("jahre/", views.offer_years, name="offer_years"),
    path("neu/", views.offer_new, name="offer_new"),
    path("<uuid:pk>/", views.offer, name="offer"),
    path("<uuid:pk>/bearbeiten/", views.offer_edit, name="offer_edit"),
    path("<uuid:pk>/entfernen/", views.offer_remove, name="offer_remove"),
    path("<uuid:pk>/teilnahme/<uuid:office>/", views.participation, name="participation"),
    path("<uuid:pk>/teilnahme/<uuid:office>/zuruecknehmen/", views.participation_remove, name="participation_remove"),
]
