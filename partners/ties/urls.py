from django.urls import path

from partners.ties import views

urlpatterns = [path("verbindungen/", views.ties, name="ties")]
