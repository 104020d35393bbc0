"""Addresses and the Planungsraum each lies in: a directory, written by ``import_addresses``, read inside a district."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.expressions import Func

from districts.models import Region
from districts.wall.tenancy import TenantModel


class AddressKey(Func):
    """The key by which addresses are compared: "Müllerstr." and "MUELLER STRASSE" are the same, so are "3 a" and "3A".

    The SQL function comes with the table.
    """

    function = "address_key"
    output_field = models.TextField()


def _key(name: str) -> models.GeneratedField:
    return models.GeneratedField(expression=AddressKey(name), output_field=models.TextField(), db_persist=True)


class Address(TenantModel):
    """A house. Nobody lives here as far as this table knows."""

    street = models.CharField(max_length=120)
    #: With its addition: "12 A".
    house_number = models.CharField(max_length=20)
    #: Text, "" where the file had none.
    postcode = models.CharField(max_length=5, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    #: WGS 84.
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    street_key = _key("street")
    number_key = _key("house_number")

    wall_grants: ClassVar[dict[str, Any]] = {"district": "SELECT"}

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "street_key", "number_key", "postcode"],
                name="address_once",
                violation_error_message="Diese Anschrift steht schon da.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.house_number}"
