"""What the checklist lays out for a district: a row per point, the five fears, the three functional levels."""

from checklist.models import ConcernTopic, FunctionLevel, Item, Kind, Progress, Understanding
from checklist.states import State, kinds_with_states
from districts.models import District

#: Kinds of points that a district works on. Others are read (thoughts, chapters, footnotes) or have their own room.
WORKED_ON = (Kind.DECISION, Kind.STEP, Kind.QUESTION, Kind.CORNERSTONE, Kind.BENEFIT)


def lay_out_checklist(district: District) -> None:
    """Creates what is missing for ``district``; touches nothing that is there. Idempotent, inside the wall."""
    held = set(Progress.objects.values_list("code", flat=True))
    Progress.objects.bulk_create(
        Progress(
            item=item,
            code=item.code,
            chapter=item.chapter,
            kind=item.kind,
            state=State.OPEN if item.kind in kinds_with_states() else "",
            # Steps of ten leave room between two common points for the district's own.
            position=item.position * 10,
        )
        for item in Item.objects.filter(kind__in=WORKED_ON)
        if item.code not in held
    )
    feared = set(ConcernTopic.objects.filter(item__isnull=False).values_list("item_id", flat=True))
    ConcernTopic.objects.bulk_create(
        ConcernTopic(item=item, title=item.title, text=item.text, position=item.position)
        for item in Item.objects.filter(kind=Kind.CONCERN)
        if item.pk not in feared
    )
    levels = set(FunctionLevel.objects.values_list("code", flat=True))
    FunctionLevel.objects.bulk_create(
        FunctionLevel(code=code, name=code.label) for code in FunctionLevel.Code if code not in levels
    )
    if not Understanding.objects.exists():
        Understanding.objects.create()
