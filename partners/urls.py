from django.urls import include, path

urlpatterns = [
    path("", include("partners.actors.urls")),
    path("akteure/", include("partners.publishing.urls")),
    path("akteure/", include("partners.ties.urls")),
    path("gremien/", include("partners.bodies.urls")),
    path("hinweise/", include("partners.signals.urls")),
    path("partner/", include("partners.questions.urls")),
    path("", include("partners.cooperation.urls")),
]
