from django.urls import path

from overview.support import views

urlpatterns = [
    path("", views.support, name="support"),
    path("neu/", views.support_new, name="support_new"),
    path("<uuid:pk>/", views.support_one, name="support_one"),
]
