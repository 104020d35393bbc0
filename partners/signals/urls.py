from django.urls import path

from partners.signals import views

_ONE = "<uuid:pk>/"

urlpatterns = [
    path("", views.signals, name="signals"),
    path("neu/", views.signal_new, name="signal_new"),
    path(_ONE, views.signal, name="signal"),
    path(_ONE + "bearbeiten/", views.signal_edit, name="signal_edit"),
    path(_ONE + "bitten/", views.signal_ask, name="signal_ask"),
    path(_ONE + "uebernehmen/", views.signal_take, name="signal_take"),
    path(_ONE + "abgeben/", views.signal_give_back, name="signal_give_back"),
    path(_ONE + "antworten/", views.signal_answer, name="signal_answer"),
    path(_ONE + "abschliessen/", views.signal_close, name="signal_close"),
    path(_ONE + "zurueckziehen/", views.signal_withdraw, name="signal_withdraw"),
    path(_ONE + "inhalt-entfernen/", views.signal_remove_words, name="signal_remove_words"),
    path(_ONE + "tagesordnung/", views.signal_agenda, name="signal_agenda"),
]
