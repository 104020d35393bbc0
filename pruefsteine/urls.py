"""Addresses below ``/bezirk/<slug>/pruefsteine/``."""

from django.urls import path

from pruefsteine import answer_views, meaning_views, questionnaire_views, round_views

_ROUND, _ANSWER = "runden/<uuid:pk>/", "bogen/<uuid:pk>/"

urlpatterns = [
    path("", round_views.pruefsteine, name="pruefsteine"),
    path("runden/neu/", round_views.round_new, name="round_new"),
    path(_ROUND, round_views.round_page, name="round_page"),
    path(_ROUND + "bearbeiten/", round_views.round_edit, name="round_edit"),
    path(_ROUND + "entfernen/", round_views.round_remove, name="round_remove"),
    path(_ROUND + "oeffnen/", round_views.round_open, name="round_open"),
    path(_ROUND + "amt/", round_views.round_join, name="round_join"),
    path(_ROUND + "abstimmung/", round_views.round_discuss, name="round_discuss"),
    path(_ANSWER, answer_views.answer, name="answer"),
    path(_ANSWER + "<int:number>/", answer_views.answer_save, name="answer_save"),
    path(_ANSWER + "<int:number>/nachweis/", answer_views.answer_evidence, name="answer_evidence"),
    path(_ANSWER + "<int:number>/bekannt/", answer_views.answer_known, name="answer_known"),
    path(_ANSWER + "einreichen/", answer_views.answer_submit, name="answer_submit"),
    path(_ANSWER + "zurueckgeben/", answer_views.answer_return, name="answer_return"),
    path(_ANSWER + "frist/", round_views.answer_extend, name="answer_extend"),
    path(_ANSWER + "zeigen/", answer_views.answer_show, name="answer_show"),
    path(_ANSWER + "fragebogen/", questionnaire_views.answer_download, name="answer_download"),
    path(_ANSWER + "einlesen/", questionnaire_views.answer_upload, name="answer_upload"),
    path("nachweis/<uuid:pk>/entfernen/", answer_views.remove_rating_evidence, name="remove_rating_evidence"),
    path("bedeutung/", meaning_views.meanings, name="meanings"),
    path("bedeutung/<str:code>/", meaning_views.meaning, name="meaning"),
    path("bedeutung/<str:code>/neu/", meaning_views.meaning_start, name="meaning_start"),
    path("bedeutung/<str:code>/amt/<uuid:office>/", meaning_views.meaning_office, name="meaning_office"),
    path("fassung/<uuid:pk>/bearbeiten/", meaning_views.meaning_edit, name="meaning_edit"),
    path("fassung/<uuid:pk>/indikator/", meaning_views.meaning_indicator, name="meaning_indicator"),
    path("fassung/<uuid:pk>/verabreden/", meaning_views.meaning_agree, name="meaning_agree"),
    path("indikator/<uuid:pk>/entfernen/", meaning_views.indicator_remove, name="indicator_remove"),
]
