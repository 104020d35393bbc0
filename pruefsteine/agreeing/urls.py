from django.urls import path

from pruefsteine.agreeing import stone_views, talk_views, views

_HERE = "runden/<uuid:pk>/tisch/"
_STONE = _HERE + "<int:number>/"

urlpatterns = [
    path("runden/<uuid:pk>/abschliessen/", views.round_close, name="round_close"),
    path(_HERE, views.consensus, name="consensus"),
    path(_STONE, stone_views.consensus_stone, name="consensus_stone"),
    path(_STONE + "sitzung/", stone_views.consensus_meeting, name="consensus_meeting"),
    path(_STONE + "einschaetzung/", views.consensus_agree, name="consensus_agree"),
    path(_STONE + "abweichung/", views.dissent_edit, name="dissent_edit"),
    path(_STONE + "akteure/", views.actor_view_new, name="actor_view_new"),
    path(_STONE + "auftrag/", talk_views.consensus_assignment, name="consensus_assignment"),
    path(_STONE + "gespraech/", talk_views.consensus_thread_new, name="consensus_thread_new"),
    path("abweichungen/<uuid:pk>/entfernen/", views.dissent_remove, name="dissent_remove"),
    path("akteure/<uuid:pk>/", views.actor_view_edit, name="actor_view_edit"),
    path("akteure/<uuid:pk>/entfernen/", views.actor_view_remove, name="actor_view_remove"),
    path("gespraeche/<uuid:pk>/antworten/", talk_views.consensus_reply, name="consensus_reply"),
    path("gespraeche/<uuid:pk>/erledigt/", talk_views.consensus_thread_close, name="consensus_thread_close"),
    path("gespraeche/<uuid:pk>/oeffnen/", talk_views.consensus_thread_reopen, name="consensus_thread_reopen"),
]
