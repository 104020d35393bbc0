from django.urls import path

from sozialraum.needs import step_views, views

_ONE = "<uuid:pk>/"

urlpatterns = [
    path("", views.needs_list, name="needs"),
    path("neu/", views.need_new, name="need_new"),
    path(_ONE, views.need, name="need"),
    path(_ONE + "bearbeiten/", views.need_edit, name="need_edit"),
    path(_ONE + "durchsehen/", views.need_words, name="need_words"),
    path(_ONE + "<slug:key>/", step_views.need_step, name="need_step"),
]
