"""States of an Auftrag (DESIGN § 6). "Rückfrage" and "Fristverlängerung" are questions within a state, not states."""

from django.db import models


class State(models.TextChoices):
    """Where an Auftrag stands."""

    DRAFT = "draft", "Entwurf"
    GIVEN = "given", "erteilt"
    WORKING = "working", "in Bearbeitung"
    REPORTED = "reported", "Erledigung gemeldet"
    CLOSED = "closed", "abgeschlossen"
    WITHDRAWN = "withdrawn", "zurückgezogen"

    @classmethod
    def open(cls) -> list["State"]:
        """Given and not yet at an end."""
        return [cls.GIVEN, cls.WORKING, cls.REPORTED]

    @classmethod
    def with_the_office(cls) -> list["State"]:
        """States in which a due date can pass: what is reported waits for leadership, nobody is late with it."""
        return [cls.GIVEN, cls.WORKING]


#: State -> shape of its badge (``static/css/parts.css``).
BADGES: dict[str, str] = {
    State.DRAFT: "talking",
    State.GIVEN: "open",
    State.WORKING: "moving",
    State.REPORTED: "talking",
    State.CLOSED: "settled",
    State.WITHDRAWN: "set-aside",
}
