from django.urls import path

from evidence import views

urlpatterns = [path("<uuid:pk>/", views.evidence_file, name="evidence_file")]
