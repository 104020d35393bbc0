from django.urls import path

from pruefsteine.comparing import views

urlpatterns = [path("vergleich/", views.comparison, name="comparison")]
