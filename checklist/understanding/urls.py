from django.urls import path

from checklist.understanding import views

urlpatterns = [
    path("", views.understanding, name="understanding"),
    path("bearbeiten/", views.understanding_edit, name="understanding_edit"),
    path("workshops/neu/", views.workshop_new, name="workshop_new"),
    path("workshops/<uuid:pk>/", views.workshop_edit, name="workshop_edit"),
    path("workshops/<uuid:pk>/entfernen/", views.workshop_remove, name="workshop_remove"),
    path("zustimmung/<uuid:office>/", views.agreement, name="agreement"),
    path("zustimmung/<uuid:office>/zurueckziehen/", views.agreement_withdraw, name="agreement_withdraw"),
]
