from django.urls import include, path

urlpatterns = [
    path("", include(f"partners.{subject}.urls"))
    for subject in ("actors", "bodies", "signals", "cooperation", "questions")
]
