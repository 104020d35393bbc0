"""States of an actor in the register (DESIGN § 6)."""

from django.db import models


class ActorState(models.TextChoices):
    """Where an entry stands. "Zurückgegeben" is a draft with a question, not a state."""

    DRAFT = "draft", "Entwurf"
    SUBMITTED = "submitted", "eingereicht"
    APPROVED = "approved", "freigegeben"
    ARCHIVED = "archived", "archiviert"

    @classmethod
    def settled(cls) -> list["ActorState"]:
        """What the district has checked once."""
        return [cls.APPROVED, cls.ARCHIVED]

    @classmethod
    def open(cls) -> list["ActorState"]:
        """What may still be edited."""
        return [cls.DRAFT, cls.SUBMITTED, cls.APPROVED]


#: State -> shape of its badge (``static/css/parts.css``).
BADGES: dict[str, str] = {
    ActorState.DRAFT: "open",
    ActorState.SUBMITTED: "talking",
    ActorState.APPROVED: "settled",
    ActorState.ARCHIVED: "set-aside",
}
