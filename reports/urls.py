from django.urls import path

from reports import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("sachstand/", views.standing, name="standing_report"),
    path("runde/<uuid:pk>/", views.round_, name="round_report"),
    path("region/<str:key>/", views.region, name="region_report"),
    path("amt/<uuid:pk>/", views.office, name="office_report"),
    path("auftrag/<uuid:pk>/", views.assignment, name="assignment_note"),
]
