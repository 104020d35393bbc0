from django.urls import path

from checklist.resolutions import views

urlpatterns = [
    path("", views.resolutions, name="resolutions"),
    path("neu/", views.resolution_new, name="resolution_new"),
    path("<uuid:pk>/", views.resolution, name="resolution"),
    path("<uuid:pk>/bearbeiten/", views.resolution_edit, name="resolution_edit"),
    path("<uuid:pk>/nachweis/", views.resolution_evidence, name="resolution_evidence"),
    path("<uuid:pk>/entfernen/", views.resolution_remove, name="resolution_remove"),
]
