"""What actors offer, and whom to talk to there."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from districts.wall.tenancy import TenantModel, kept
from partners.actor_models import Actor
from partners.search_models import told, words_kept


@kept(exclude=["haystack"])
class Offer(TenantModel):
    """What an actor offers: a café for parents, legal advice, a room to hire."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="offers")
    title = models.CharField("Angebot", max_length=160)
    text = models.TextField("Beschreibung", max_length=2_000, blank=True)
    haystack = told("title")

    class Meta:
        verbose_name = "Angebot"
        verbose_name_plural = "Angebote"
        ordering = ["title", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "actor", "title"],
                name="offer_once",
                violation_error_message="Dieses Angebot steht schon da.",
            )
        ]
        indexes = [
            GinIndex(fields=["district", "haystack"], opclasses=["int2_ops", "gin_trgm_ops"], name="offer_search")
        ]
        triggers = [words_kept("title")]

    def __str__(self) -> str:
        return self.title


class ContactPerson(TenantModel):
    """Somebody to talk to at an actor. Personal: no history, and deletion really removes it."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField("Name", max_length=120)
    role = models.CharField("Funktion", max_length=120, blank=True)
    email = models.EmailField("E-Mail-Adresse", max_length=254, blank=True)
    phone = models.CharField("Telefon", max_length=60, blank=True)
    purpose = models.CharField("Zweck der Speicherung", max_length=300)
    source = models.CharField("Woher stammen die Angaben?", max_length=300)
    informed_on = models.DateField("informiert am", null=True, blank=True)
    may_be_published = models.BooleanField("darf veröffentlicht werden", default=False)
    review_on = models.DateField("zu prüfen am")

    class Meta:
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"
        ordering = ["name", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "actor", "name"],
                name="contact_once",
                violation_error_message="Diese Person steht schon bei diesem Akteur.",
            ),
            models.CheckConstraint(
                condition=models.Q(may_be_published=False) | models.Q(informed_on__isnull=False),
                name="contact_published_is_informed",
                violation_error_message="Veröffentlicht werden darf nur, wer darüber informiert ist: Bitte tragen Sie "
                "ein, wann.",
            ),
        ]
        indexes = [models.Index(fields=["district", "review_on"], name="contact_to_review")]

    def __str__(self) -> str:
        return self.name
