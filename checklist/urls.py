"""Addresses below ``/bezirk/<slug>/checkliste/``."""

from django.urls import include, path

from checklist import question_views, talk_views, views

urlpatterns = [
    path("", views.checklist, name="checklist"),
    path("leitfragen/", question_views.questions, name="questions"),
    path("punkt/neu/", views.new_point, name="new_point"),
    path("punkt/<code:code>/", views.point, name="point"),
    path("punkt/<code:code>/entfernen/", views.remove_point, name="remove_point"),
    path("punkt/<code:code>/verschieben/hoch/", views.move_point, {"way": "hoch"}, name="move_point_up"),
    path("punkt/<code:code>/verschieben/runter/", views.move_point, {"way": "runter"}, name="move_point_down"),
    path("punkt/<code:code>/fassung/", views.point_words_stay, name="point_words_stay"),
    path("punkt/<code:code>/nachweis/", talk_views.add_evidence, name="add_evidence"),
    path("punkt/<code:code>/gespraech/", talk_views.add_thread, name="add_thread"),
    path("punkt/<code:code>/beitrag/", talk_views.add_contribution, name="add_contribution"),
    path("nachweis/<uuid:pk>/entfernen/", talk_views.remove_evidence, name="remove_evidence"),
    path("gespraech/<uuid:pk>/antworten/", talk_views.reply, name="reply"),
    path("gespraech/<uuid:pk>/erledigt/", talk_views.close_thread, name="close_thread"),
    path("gespraech/<uuid:pk>/oeffnen/", talk_views.reopen_thread, name="reopen_thread"),
    path("beitrag/<uuid:pk>/", talk_views.edit_contribution, name="edit_contribution"),
    path("beitrag/<uuid:pk>/entfernen/", talk_views.delete_contribution, name="delete_contribution"),
    path("verstaendigung/", include("checklist.understanding.urls")),
    path("beschluesse/", include("checklist.resolutions.urls")),
    path("funktionsebenen/", include("checklist.levels.urls")),
    path("qualifizierung/", include("checklist.qualification.urls")),
    path("bedenken/", include("checklist.concerns.urls")),
]
