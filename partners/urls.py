from django.urls import include, path

urlpatterns = [path("", include("partners.actors.urls"))]
