"""Addresses of Gremien, Hinweise, Kooperationen, Beteiligung and the six questions."""

from partners.bodies.urls import urlpatterns as bodies
from partners.cooperation.urls import urlpatterns as cooperation
from partners.questions.urls import urlpatterns as questions
from partners.signals.urls import urlpatterns as signals

urlpatterns = [*bodies, *signals, *cooperation, *questions]
