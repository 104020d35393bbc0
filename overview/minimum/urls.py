from django.urls import path

from overview.minimum import views

urlpatterns = [path("mindestmass/", views.minimum, name="minimum")]
