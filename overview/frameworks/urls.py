from django.urls import path

from overview.frameworks import views

urlpatterns = [
    path("rahmenvorgaben/", views.frameworks, name="frameworks"),
    path("rahmenvorgaben/<uuid:pk>/", views.framework, name="framework"),
]
