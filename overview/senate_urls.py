from django.urls import URLPattern, URLResolver, include, path

#: One package per subject, each with addresses below /berlin/.
SUBJECTS: tuple[str, ...] = ("frameworks", "minimum", "support", "practice", "catalogue_care")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"overview.{subject}.senate_urls")) for subject in SUBJECTS
]
