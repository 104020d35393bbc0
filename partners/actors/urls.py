from django.urls import include, path

from partners.actors import choice_views, form_views, part_views, views
from partners.actors.workflow import STEPS
from partners.importing import views as import_views

_ACTORS = [
    path("", views.actors, name="actors"),
    path("eingrenzen/", views.actor_facets, name="actor_facets"),
    path("doppelt/", views.actor_twins, name="actor_twins"),
    path("neu/", form_views.actor_new, name="actor_new"),
    path("ansprechpersonen/", views.actor_contacts, name="actor_contacts"),
    path("ansprechpersonen/<uuid:pk>/", part_views.actor_contact_edit, name="actor_contact_edit"),
    path("ansprechpersonen/<uuid:pk>/loeschen/", part_views.actor_contact_remove, name="actor_contact_remove"),
    path("angebote/<uuid:pk>/", part_views.actor_offer_edit, name="actor_offer_edit"),
    path("angebote/<uuid:pk>/entfernen/", part_views.actor_offer_remove, name="actor_offer_remove"),
    path("nachweise/<uuid:pk>/entfernen/", part_views.remove_actor_evidence, name="remove_actor_evidence"),
    path("einlesen/", import_views.actor_import, name="actor_import"),
    path("einlesen/<uuid:pk>/", import_views.actor_import_check, name="actor_import_check"),
    path("einlesen/<uuid:pk>/uebernehmen/", import_views.actor_import_take, name="actor_import_take"),
    path("einlesen/<uuid:pk>/verwerfen/", import_views.actor_import_discard, name="actor_import_discard"),
    path("<uuid:pk>/", views.actor, name="actor"),
    path("<uuid:pk>/bearbeiten/", form_views.actor_edit, name="actor_edit"),
    path("<uuid:pk>/angebote/", part_views.actor_offer_new, name="actor_offer_new"),
    path("<uuid:pk>/ansprechpersonen/", part_views.actor_contact_new, name="actor_contact_new"),
    path("<uuid:pk>/nachweise/", part_views.actor_evidence, name="actor_evidence"),
    path("<uuid:pk>/zusammenfuehren/", form_views.actor_merge, name="actor_merge"),
    # A name per step, so that each has its own line in the access matrix.
    *(path(f"<uuid:pk>/{key}/", form_views.actor_step, {"key": key}, name=f"actor_{key}") for key in STEPS),
]

#: The words actors are described with, cared for in the settings.
_CHOICES = [
    path("<slug:which>/", choice_views.actor_choices, name="actor_choices"),
    path("<slug:which>/neu/", choice_views.actor_choice_new, name="actor_choice_new"),
    path("<slug:which>/<uuid:pk>/", choice_views.actor_choice_edit, name="actor_choice_edit"),
]

urlpatterns = [path("akteure/", include(_ACTORS)), path("einstellungen/akteure/", include(_CHOICES))]
