"""What waits for a person in Freigaben: a Stellungnahme, a decision, the next step of coordination."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse

from districts.member import Member
from districts.tasks import Pile, Task
from pruefsteine.models import Release, SelfAssessment, Statement
from pruefsteine.offered import uses_pruefsteine
from pruefsteine.scales import ReleaseState


def tasks_from_releases(member: Member, today: datetime.date) -> Iterable[Task]:
    """One query: Freigaben that lie with the offices."""
    decides, heads = member.may("release_to_senate"), member.headed_office_ids
    if not uses_pruefsteine(member) or not (decides or heads):
        return []
    rows = Release.objects.visible_to(member).filter(state=ReleaseState.COMMENTING)
    if not decides:
        # Who heads several offices is asked until each of them has said something.
        said = Statement.objects.filter(release=OuterRef(OuterRef("pk"))).values("office_id")
        silent = SelfAssessment.objects.filter(round=OuterRef("round"), office__in=heads).exclude(office__in=said)
        rows = rows.filter(Exists(silent), comments_until__gte=today)
    found = []
    for row in rows.select_related("round").defer("picture"):
        url = reverse("release", args=[member.district.slug, row.pk])
        title = f"Freigabe: {row.round.name}"
        until = row.comments_until
        if not decides:
            found.append(Task(Pile.KNOW, title, url, "Wenn Sie möchten: Stellung nehmen.", until))
        elif until and until < today:
            found.append(Task(Pile.DECIDE, title, url, "Die Ämter konnten Stellung nehmen: freigeben oder nicht."))
    return found
