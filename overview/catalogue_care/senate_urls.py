from django.urls import path

from overview.catalogue_care import senate_views

_ONE = "arbeitshilfe/<code:code>/"

urlpatterns = [
    path("arbeitshilfe/", senate_views.senate_wordings, name="senate_wordings"),
    path(_ONE, senate_views.senate_wording, name="senate_wording"),
    path(_ONE + "entwurf/", senate_views.senate_wording_edit, name="senate_wording_edit"),
]
