from django.urls import path

from sozialraum.topics import views

_ONE = "<uuid:pk>/"

urlpatterns = [
    path("", views.topics, name="topics"),
    path("neu/", views.topic_new, name="topic_new"),
    path(_ONE, views.topic, name="topic"),
    path(_ONE + "bearbeiten/", views.topic_edit, name="topic_edit"),
    path(_ONE + "abschliessen/", views.topic_close, name="topic_close"),
]
