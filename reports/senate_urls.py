from django.urls import path

from reports import views

urlpatterns = [path("bericht/", views.berlin, name="berlin_report")]
