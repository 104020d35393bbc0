from django.urls import path

from partners.publishing import views

urlpatterns = [
    path("veroeffentlichen/", views.actor_publication, name="actor_publication"),
]
