from django.urls import path

from partners.actors import choice_views, form_views, part_views, views
from partners.actors.workflow import STEPS
from partners.importing import views as import_views

urlpatterns = [
    path("akteure/", views.actors, name="actors"),
    path("akteure/eingrenzen/", views.actor_facets, name="actor_facets"),
    path("akteure/doppelt/", views.actor_twins, name="actor_twins"),
    path("akteure/neu/", form_views.actor_new, name="actor_new"),
    path("akteure/ansprechpersonen/", views.actor_contacts, name="actor_contacts"),
    path("akteure/ansprechpersonen/<uuid:pk>/", part_views.actor_contact_edit, name="actor_contact_edit"),
    path("akteure/ansprechpersonen/<uuid:pk>/loeschen/", part_views.actor_contact_remove, name="actor_contact_remove"),
    path("akteure/angebote/<uuid:pk>/", part_views.actor_offer_edit, name="actor_offer_edit"),
    path("akteure/angebote/<uuid:pk>/entfernen/", part_views.actor_offer_remove, name="actor_offer_remove"),
    path("akteure/nachweise/<uuid:pk>/entfernen/", part_views.remove_actor_evidence, name="remove_actor_evidence"),
    path("akteure/einlesen/", import_views.actor_import, name="actor_import"),
    path("akteure/einlesen/<uuid:pk>/", import_views.actor_import_check, name="actor_import_check"),
    path("akteure/einlesen/<uuid:pk>/uebernehmen/", import_views.actor_import_take, name="actor_import_take"),
    path("akteure/einlesen/<uuid:pk>/verwerfen/", import_views.actor_import_discard, name="actor_import_discard"),
    path("akteure/<uuid:pk>/", views.actor, name="actor"),
    path("akteure/<uuid:pk>/bearbeiten/", form_views.actor_edit, name="actor_edit"),
    path("akteure/<uuid:pk>/angebote/", part_views.actor_offer_new, name="actor_offer_new"),
    path("akteure/<uuid:pk>/ansprechpersonen/", part_views.actor_contact_new, name="actor_contact_new"),
    path("akteure/<uuid:pk>/nachweise/", part_views.actor_evidence, name="actor_evidence"),
    path("akteure/<uuid:pk>/zusammenfuehren/", form_views.actor_merge, name="actor_merge"),
    # A name per step, so that each has its own line in the access matrix.
    *(path(f"akteure/<uuid:pk>/{key}/", form_views.actor_step, {"key": key}, name=f"actor_{key}") for key in STEPS),
    path("einstellungen/akteure/<slug:which>/", choice_views.actor_choices, name="actor_choices"),
    path("einstellungen/akteure/<slug:which>/neu/", choice_views.actor_choice_new, name="actor_choice_new"),
    path("einstellungen/akteure/<slug:which>/<uuid:pk>/", choice_views.actor_choice_edit, name="actor_choice_edit"),
]
