from django.urls import path

from checklist.concerns import views

urlpatterns = [
    path("", views.concerns, name="concerns"),
    path("aeussern/", views.concern_raise, name="concern_raise"),
    path("aeussern/danke/", views.concern_raised, name="concern_raised"),
    path("eingang/", views.concern_inbox, name="concern_inbox"),
    path("eingang/<uuid:pk>/loesen/", views.concern_release, name="concern_release"),
    path("eingang/<uuid:pk>/loeschen/", views.concern_delete, name="concern_delete"),
    path("thema/neu/", views.concern_topic_new, name="concern_topic_new"),
    path("thema/<uuid:pk>/", views.concern_topic, name="concern_topic"),
    path("thema/<uuid:pk>/beantworten/", views.concern_topic_edit, name="concern_topic_edit"),
    path("thema/<uuid:pk>/auch-so/", views.concern_echo, name="concern_echo"),
]
