"""Addresses of the room, inside a district."""

from django.urls import path

from reminders import views

urlpatterns = [
    path("erinnerungen/", views.inbox, name="reminder_inbox"),
    path("erinnerungen/versand/", views.delivery, name="reminder_delivery"),
    path("erinnerungen/versand/<uuid:person_id>/erneut/", views.send_again, name="reminder_send_again"),
    path("erinnerungen/einstellen/", views.settings, name="reminder_settings"),
]
