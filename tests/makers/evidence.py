"""Rows of the table in ``evidence``."""

from evidence.models import Evidence
from tests.factories import Place
from tests.makers import makes


@makes(Evidence)
def evidence(place: Place, number: int) -> Evidence:
    return Evidence.objects.create(
        district=place.district,
        title=f"Nachweis {number} {place.district.name}",
        url=f"https://{place.district.slug}.example/{number}",
        added_by=place.people["coordination"],
    )
