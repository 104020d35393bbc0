from django.urls import path

from assignments import step_views, views
from assignments.steps import STEPS

urlpatterns = [
    path("", views.assignments, name="assignments"),
    path("neu/", views.assignment_new, name="assignment_new"),
    path("nachtragen/", views.assignment_record, name="assignment_record"),
    path("im-auftrag/", views.on_behalf, name="on_behalf"),
    path("meilensteine/<uuid:pk>/erreicht/", step_views.milestone_reached, name="milestone_reached"),
    path("meilensteine/<uuid:pk>/entfernen/", step_views.milestone_remove, name="milestone_remove"),
    path("nachweise/<uuid:pk>/entfernen/", views.remove_assignment_evidence, name="remove_assignment_evidence"),
    path("<uuid:pk>/", views.assignment, name="assignment"),
    path("<uuid:pk>/bearbeiten/", views.assignment_edit, name="assignment_edit"),
    path("<uuid:pk>/nachweise/", views.assignment_evidence, name="assignment_evidence"),
    path("<uuid:pk>/aemter/<uuid:part>/", step_views.assignment_part, name="assignment_part"),
    path("<uuid:pk>/meilensteine/", step_views.milestone_new, name="milestone_new"),
    # A name per step, so that each has its own line in the access matrix.
    *(path(f"<uuid:pk>/{key}/", step_views.step, {"key": key}, name=f"assignment_{key}") for key in STEPS),
]
