"""Addresses of the room, inside a district."""

from django.urls import path

from reminders import views

urlpatterns = [
    path("", views.inbox, name="reminder_inbox"),
    path("versand/", views.delivery, name="reminder_delivery"),
    path("versand/<uuid:person_id>/erneut/", views.send_again, name="reminder_send_again"),
    path("einstellen/", views.settings, name="reminder_settings"),
]
