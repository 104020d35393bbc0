from django.urls import path

from overview.practice import senate_views

urlpatterns = [
    path("gute-beispiele/", senate_views.senate_practices, name="senate_practices"),
    path("gute-beispiele/<uuid:pk>/", senate_views.senate_practice, name="senate_practice"),
]
