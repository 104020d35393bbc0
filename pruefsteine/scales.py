"""The words of the Prüfsteine (DESIGN § 6): levels, changes, and the states of rounds, answers and releases."""

from django.db import models


class Level(models.TextChoices):
    """How far. Unanswered is the empty text; "nicht beurteilbar" is an answer, and no level."""

    NOT_YET = "not_yet", "noch nicht"
    BEGUN = "begun", "in Ansätzen"
    PARTLY = "partly", "teilweise"
    LARGELY = "largely", "weitgehend"
    THROUGHOUT = "throughout", "durchgehend"
    NOT_ASSESSABLE = "not_assessable", "nicht beurteilbar"

    @classmethod
    def scale(cls) -> list["Level"]:
        """The five levels, from the lowest to the highest; without "nicht beurteilbar"."""
        return [cls.NOT_YET, cls.BEGUN, cls.PARTLY, cls.LARGELY, cls.THROUGHOUT]


class Change(models.TextChoices):
    """Since the Ausgangslage, for the Prüfsteine that compare with the time before (3, 4, 9, 10)."""

    WORSE = "worse", "schlechter"
    UNCHANGED = "unchanged", "unverändert"
    SOMEWHAT_BETTER = "somewhat_better", "etwas besser"
    MUCH_BETTER = "much_better", "deutlich besser"


class RoundState(models.TextChoices):
    """Of an Erhebungsrunde."""

    PLANNED = "planned", "geplant"
    OPEN = "open", "offen"
    DISCUSSING = "discussing", "in Abstimmung"
    CLOSED = "closed", "abgeschlossen"

    @classmethod
    def talked_about(cls) -> list["RoundState"]:
        """Submitted answers lie on the table of all offices that take part."""
        return [cls.DISCUSSING, cls.CLOSED]


class AnswerState(models.TextChoices):
    """Of one office's Selbsteinschätzung."""

    NOT_BEGUN = "not_begun", "noch nicht begonnen"
    IN_PROGRESS = "in_progress", "in Arbeit"
    SUBMITTED = "submitted", "eingereicht"
    RETURNED = "returned", "zurückgegeben"

    @classmethod
    def with_the_office(cls) -> list["AnswerState"]:
        """Drafts: the office alone sees and writes them."""
        return [cls.NOT_BEGUN, cls.IN_PROGRESS, cls.RETURNED]


class ReleaseState(models.TextChoices):
    """Of a Freigabe."""

    PREPARED = "prepared", "vorbereitet"
    COMMENTING = "commenting", "zur Stellungnahme"
    RELEASED = "released", "freigegeben"
    WITHDRAWN = "withdrawn", "zurückgezogen"
