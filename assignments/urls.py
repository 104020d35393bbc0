from django.urls import path

from assignments import step_views, views
from assignments.steps import STEPS

urlpatterns = [
    path("auftraege/", views.assignments, name="assignments"),
    path("auftraege/neu/", views.assignment_new, name="assignment_new"),
    path("auftraege/nachtragen/", views.assignment_record, name="assignment_record"),
    path("auftraege/im-auftrag/", views.on_behalf, name="on_behalf"),
    path("auftraege/meilensteine/<uuid:pk>/erreicht/", step_views.milestone_reached, name="milestone_reached"),
    path("auftraege/meilensteine/<uuid:pk>/entfernen/", step_views.milestone_remove, name="milestone_remove"),
    path(
        "auftraege/nachweise/<uuid:pk>/entfernen/", views.remove_assignment_evidence, name="remove_assignment_evidence"
    ),
    path("auftraege/<uuid:pk>/", views.assignment, name="assignment"),
    path("auftraege/<uuid:pk>/bearbeiten/", views.assignment_edit, name="assignment_edit"),
    path("auftraege/<uuid:pk>/nachweise/", views.assignment_evidence, name="assignment_evidence"),
    path("auftraege/<uuid:pk>/aemter/<uuid:part>/", step_views.assignment_part, name="assignment_part"),
    path("auftraege/<uuid:pk>/meilensteine/", step_views.milestone_new, name="milestone_new"),
    # A name per step, so that each has its own line in the access matrix.
    *(path(f"auftraege/<uuid:pk>/{key}/", step_views.step, {"key": key}, name=f"assignment_{key}") for key in STEPS),
]
