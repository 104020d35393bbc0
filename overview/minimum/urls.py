from django.urls import path

from overview.minimum import views

urlpatterns = [path("", views.minimum, name="minimum")]
