from django.urls import path

from partners.questions import views

urlpatterns = [
    path("fragen/", views.partner_questions, name="partner_questions"),
    path("fragen/<str:code>/", views.partner_question, name="partner_question"),
]
