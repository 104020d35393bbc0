"""Addresses that answer without signing in: what a district has published, and nothing else."""

from django.urls import path

from partners.publishing import open_views

urlpatterns = [
    path("offen/<slug:slug>/akteure/", open_views.open_actors, name="open_actors"),
    path("offen/<slug:slug>/akteure.<slug:kind>", open_views.open_actors_file, name="open_actors_file"),
]
