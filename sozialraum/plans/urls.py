from django.urls import path

from sozialraum.plans import views

_ONE = "<uuid:pk>/"

urlpatterns = [
    path("", views.plans, name="plans"),
    path("neu/", views.plan_new, name="plan_new"),
    path(_ONE, views.plan, name="plan"),
    path(_ONE + "bearbeiten/", views.plan_edit, name="plan_edit"),
    path(_ONE + "teilen/", views.plan_share, name="plan_share"),
    path(_ONE + "abstimmung/<uuid:office>/", views.plan_agree, name="plan_agree"),
    path(_ONE + "tagesordnung/", views.plan_agenda, name="plan_agenda"),
]
