"""What a district shows to everybody: a frozen copy, made and taken away by the district alone (decision 23)."""

from typing import ClassVar

from django.db import models

from districts.wall.tenancy import TenantModel, kept


class Licence(models.TextChoices):
    """Open licences; the values are the addresses that DCAT-AP.de knows them by."""

    BY = "http://dcat-ap.de/def/licenses/dl-by-de/2.0", "Datenlizenz Deutschland – Namensnennung – Version 2.0"
    ZERO = "http://dcat-ap.de/def/licenses/dl-zero-de/2.0", "Datenlizenz Deutschland – Zero – Version 2.0"
    CC_BY = "http://dcat-ap.de/def/licenses/cc-by/4.0", "Creative Commons Namensnennung 4.0 International"


@kept(exclude=["entries"])
class Publication(TenantModel):
    """The released actors of a district as they were on ``modified_on``. What stands here is public; nothing else is.

    One row a district, and none until coordination publishes. The history tells that and when, without the entries:
    taking the list back really removes them.
    """

    title = models.CharField("Titel", max_length=160)
    description = models.TextField("Beschreibung", max_length=2_000)
    publisher = models.CharField("Herausgeber", max_length=160)
    contact_name = models.CharField("Ansprechstelle", max_length=160)
    contact_mailbox = models.EmailField("Funktionspostfach der Ansprechstelle", max_length=254)
    licence = models.CharField("Lizenz", max_length=80, choices=Licence, default=Licence.BY)
    #: Dictionaries with the fields of ``publishing.rules.FIELDS``.
    entries = models.JSONField(editable=False)
    issued_on = models.DateField("erstmals veröffentlicht am", editable=False)
    modified_on = models.DateField("zuletzt veröffentlicht am", editable=False)

    #: The login role is what an anonymous request acts as.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE DELETE", "login": "SELECT"}

    class Meta:
        verbose_name = "veröffentlichte Liste"
        verbose_name_plural = "veröffentlichte Listen"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district"],
                name="publication_once",
                violation_error_message="Die Liste ist schon veröffentlicht.",
            )
        ]

    def __str__(self) -> str:
        return self.title
