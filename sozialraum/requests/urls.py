from django.urls import path

from sozialraum.requests import views

_ONE = "<uuid:pk>/"

urlpatterns = [
    path("", views.requests, name="requests"),
    path("neu/", views.request_new, name="request_new"),
    path("nachweise/<uuid:pk>/entfernen/", views.request_evidence_remove, name="request_evidence_remove"),
    path(_ONE, views.request_page, name="request"),
    path(_ONE + "bearbeiten/", views.request_edit, name="request_edit"),
    path(_ONE + "<str:key>/", views.request_step, name="request_step"),
]
