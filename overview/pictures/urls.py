from django.urls import path

from overview.pictures import views

urlpatterns = [
    path("", views.berlin, name="berlin"),
    path("pruefsteine/<int:number>/", views.berlin_stone, name="berlin_stone"),
    path("bezirke/<slug:slug>/", views.berlin_district, name="berlin_district"),
    path("mindestmass/", views.berlin_minimum, name="berlin_minimum"),
    path("karte/", views.berlin_map, name="berlin_map"),
]
