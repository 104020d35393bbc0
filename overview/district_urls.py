from django.urls import URLPattern, URLResolver, include, path

#: One package per subject, each with addresses of its own.
SUBJECTS: tuple[str, ...] = ("frameworks", "minimum", "support", "practice")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"overview.{subject}.urls")) for subject in SUBJECTS]
