from django.urls import path

from checklist.levels import views

urlpatterns = [
    path("", views.levels, name="levels"),
    path("ebene/<slug:code>/", views.level_edit, name="level_edit"),
    path("funktion/neu/", views.function_new, name="function_new"),
    path("funktion/<uuid:pk>/", views.function, name="function"),
    path("funktion/<uuid:pk>/bearbeiten/", views.function_edit, name="function_edit"),
    path("funktion/<uuid:pk>/entfernen/", views.function_remove, name="function_remove"),
]
