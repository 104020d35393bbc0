from django.urls import path

from partners.ties import views

urlpatterns = [path("akteure/verbindungen/", views.ties, name="ties")]
