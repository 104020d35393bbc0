"""Rows of the tables in ``discussions``."""

from discussions.models import Comment, Thread
from tests.factories import Place
from tests.makers import makes, thing


@makes(Thread)
def thread(place: Place, number: int) -> Thread:
    return Thread.objects.create(
        district=place.district,
        title=f"Faden {number} {place.district.name}",
        author=place.people["coordination"],
        spoke_as="Planungskoordination",
    )


@makes(Comment)
def comment(place: Place, number: int) -> Comment:
    return Comment.objects.create(
        district=place.district,
        thread=thing(place, Thread),
        text=f"Beitrag {number} {place.district.name}",
        author=place.people["office_head"],
        office=place.offices[0],
        spoke_as="Amtsleitung",
    )
