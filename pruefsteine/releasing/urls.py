from django.urls import path

from pruefsteine.releasing import views

_ONE = "freigaben/<uuid:pk>/"

urlpatterns = [
    path("freigaben/", views.releases, name="releases"),
    path("runden/<uuid:pk>/freigabe/", views.release_new, name="release_new"),
    path(_ONE, views.release, name="release"),
    path(_ONE + "auswahl/", views.release_choose, name="release_choose"),
    path(_ONE + "verwerfen/", views.release_discard, name="release_discard"),
    path(_ONE + "stellungnahmen/", views.release_ask, name="release_ask"),
    path(_ONE + "ueberarbeiten/", views.release_take_back, name="release_take_back"),
    path(_ONE + "stellungnahme/", views.release_statement, name="release_statement"),
    path(_ONE + "freigeben/", views.release_release, name="release_release"),
    path(_ONE + "zurueckziehen/", views.release_withdraw, name="release_withdraw"),
]
