from django.urls import path

from overview.support import senate_views

urlpatterns = [
    path("unterstuetzung/", senate_views.senate_support, name="senate_support"),
    path("unterstuetzung/<uuid:pk>/", senate_views.senate_support_one, name="senate_support_one"),
]
