"""Rows of the table in ``evidence``."""

from django.core.files.base import ContentFile

from evidence.models import Evidence, evidence_storage
from tests.factories import Place
from tests.makers import makes


@makes(Evidence)
def evidence(place: Place, number: int) -> Evidence:
    """Number 0 is a file, all others are links."""
    if number:
        source = {"url": f"https://{place.district.slug}.example/{number}"}
    else:
        name = evidence_storage().save("beleg.txt", ContentFile(f"Ein Beleg aus {place.district.name}".encode()))
        source = {"stored_as": name, "file_name": f"Beleg {place.district.name}.txt", "content_type": "text/plain"}
    return Evidence.objects.create(
        district=place.district,
        title=f"Nachweis {number} {place.district.name}",
        added_by=place.people["coordination"],
        **source,
    )
