"""What the checklist offers in the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.navigation import Offer, Section, address
from districts.rooms import in_use

#: Room of the tool, label, name of its first page.
_SUBJECTS = (
    ("verstaendigung", "Verständigung", "understanding"),
    ("beschluesse", "Beschlüsse", "resolutions"),
    ("funktionsebenen", "Funktionsebenen", "levels"),
    ("qualifizierung", "Qualifizierung", "qualification"),
    ("bedenken", "Bedenken", "concerns"),
)


def offered_by_checklist(request: HttpRequest) -> Iterable[Offer]:
    """Entries for whoever reads the checklist."""
    member = getattr(request, "member", None)
    if member is None or not member.may("view_checklist"):
        return []
    slug = member.district.slug
    used = in_use(member.district.rooms)
    return [
        Offer(Section.WORK, "Checkliste", address("checklist", args=(slug,)), position=10),
        Offer(Section.WORK, "Leitfragen", address("questions", args=(slug,)), position=20),
        *(
            Offer(Section.WORK, label, address(name, args=(slug,)), position=position)
            for position, (room, label, name) in enumerate(_SUBJECTS, start=30)
            if room in used
        ),
    ]
