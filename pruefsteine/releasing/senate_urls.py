from django.urls import path

from pruefsteine.releasing import senate_views

urlpatterns = [
    path("freigaben/", senate_views.senate_releases, name="senate_releases"),
    path("freigaben/<uuid:pk>/", senate_views.senate_release, name="senate_release"),
]
