from django.urls import path

from partners.questions import views

urlpatterns = [
    path("partner/fragen/", views.partner_questions, name="partner_questions"),
    path("partner/fragen/<str:code>/", views.partner_question, name="partner_question"),
]
