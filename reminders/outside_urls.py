"""Addresses of the room outside any district: the own account, the calendar feed, and how the sweep is doing."""

from django.urls import path

from reminders import feed_views, health, own_views

urlpatterns = [
    path("konto/mails/", own_views.my_mails, name="my_mails"),
    path("konto/vertretung/", own_views.my_deputy, name="my_deputy"),
    path("konto/vertretung/beenden/", own_views.my_deputy_end, name="my_deputy_end"),
    path("konto/kalender/", feed_views.my_calendar, name="my_calendar"),
    path("konto/kalender/neu/", feed_views.my_calendar_new, name="my_calendar_new"),
    path("konto/kalender/abschalten/", feed_views.my_calendar_off, name="my_calendar_off"),
    path("kalender/<str:token>.ics", feed_views.calendar_feed, name="calendar_feed"),
    path("betrieb/erinnerungen/", health.operation, name="reminder_operation"),
]
