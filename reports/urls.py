from django.urls import path

from reports import views

_REPORTS = "bezirk/<slug:slug>/berichte/"

urlpatterns = [
    path(_REPORTS, views.reports, name="reports"),
    path(_REPORTS + "sachstand/", views.standing, name="standing_report"),
    path(_REPORTS + "runde/<uuid:pk>/", views.round_, name="round_report"),
    path(_REPORTS + "region/<str:key>/", views.region, name="region_report"),
    path(_REPORTS + "amt/<uuid:pk>/", views.office, name="office_report"),
    path(_REPORTS + "auftrag/<uuid:pk>/", views.assignment, name="assignment_note"),
    path("berlin/bericht/", views.berlin, name="berlin_report"),
]
