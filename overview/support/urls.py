from django.urls import path

from overview.support import views

urlpatterns = [
    path("unterstuetzung/", views.support, name="support"),
    path("unterstuetzung/neu/", views.support_new, name="support_new"),
    path("unterstuetzung/<uuid:pk>/", views.support_one, name="support_one"),
]
