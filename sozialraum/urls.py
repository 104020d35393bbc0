from django.urls import URLPattern, URLResolver, include, path

#: One package per subject, each with addresses of its own.
SUBJECTS: tuple[str, ...] = ("profiles", "plans", "requests", "places", "regions", "needs", "topics")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"sozialraum.{subject}.urls")) for subject in SUBJECTS]
