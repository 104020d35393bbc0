from django.urls import path

from overview.frameworks import views

urlpatterns = [
    path("", views.frameworks, name="frameworks"),
    path("<uuid:pk>/", views.framework, name="framework"),
]
