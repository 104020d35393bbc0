from django.urls import URLPattern, URLResolver, include, path

#: One package per subject, each with addresses of its own.
SUBJECTS: tuple[str, ...] = ("requests", "places", "needs", "topics")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"sozialraum.{subject}.urls")) for subject in SUBJECTS]
