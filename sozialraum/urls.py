from django.urls import include, path

urlpatterns = [
    path("aemter/", include("sozialraum.profiles.urls")),
    path("planungen/", include("sozialraum.plans.urls")),
    path("anfragen/", include("sozialraum.requests.urls")),
    path("raum/", include("sozialraum.places.urls")),
    path("bedarfe/", include("sozialraum.needs.urls")),
    path("themen/", include("sozialraum.topics.urls")),
    path("", include("sozialraum.regions.urls")),
]
