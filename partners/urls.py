from django.urls import include, path

urlpatterns = [
    path("", include(f"partners.{subject}.urls"))
    for subject in ("actors", "publishing", "bodies", "signals", "cooperation", "questions", "ties")
]
