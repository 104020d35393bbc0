from django.urls import include, path

urlpatterns = [
    path("rahmenvorgaben/", include("overview.frameworks.urls")),
    path("mindestmass/", include("overview.minimum.urls")),
    path("unterstuetzung/", include("overview.support.urls")),
    path("gute-beispiele/", include("overview.practice.urls")),
]
