"""Lets a story happen in the rooms beside the checklist: Verständigung, Beschlüsse, Funktionsebenen, Qualifizierung,
Bedenken, invitations.

Rows are written as they would stand after the forms of these rooms.
"""

import datetime
import secrets
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from django.utils import timezone

from checklist.models import (
    Agreement,
    Concern,
    ConcernEcho,
    ConcernTopic,
    FunctionalRole,
    FunctionalRoleRegion,
    FunctionLevel,
    Qualification,
    QualificationOffice,
    Resolution,
    ResolutionEvidence,
    Understanding,
    Workshop,
    WorkshopOffice,
)
from config.demo.story import Consent, Course, Decision, Fear, Invited, Level, Meeting, Post
from config.demo.telling import Scene
from districts.invitations import VALID_FOR, token_hash
from districts.models import Invitation, InvitationRegion, Region
from districts.roles import Role
from districts.wall.session import DatabaseRole, acting_as
from evidence.models import Evidence


def tell_understanding(scene: Scene) -> None:
    """The four parts, the workshops, and who agreed."""
    story, diary = scene.story, scene.diary
    if story.understanding:
        # The four parts grew one after the other, so that their history has something to tell.
        for number, (name, text) in enumerate(story.understanding.items()):
            day = max(1, story.began - 60 - 45 * number)
            diary.add(day, scene.coordination, partial(_understand, name, text))
    for meeting in story.meetings:
        diary.add(meeting.day, scene.coordination, partial(_meet, scene, meeting))
    for consent in story.consents:
        diary.add(consent.day, scene.people[consent.by], partial(_agree, scene, consent))


def _understand(name: str, text: str) -> None:
    row = Understanding.objects.get()
    setattr(row, name, text)
    row.save(update_fields=[name])


def _meet(scene: Scene, meeting: Meeting) -> None:
    workshop = Workshop.objects.create(
        title=meeting.title, held_on=scene.diary.day(meeting.day), outcome=meeting.outcome
    )
    WorkshopOffice.objects.bulk_create(
        WorkshopOffice(workshop=workshop, office=scene.offices[short]) for short in meeting.offices
    )


def _agree(scene: Scene, consent: Consent) -> None:
    Agreement.objects.create(
        office=scene.offices[consent.office], agreed_on=scene.diary.day(consent.day), note=consent.note
    )


def tell_decisions(scene: Scene) -> dict[str, Callable[[Evidence], None]]:
    """Resolutions and declarations; returns by title what ties evidence to each."""
    for decision in scene.story.decisions:
        scene.diary.add(decision.day, scene.people[decision.by], partial(_decide, scene, decision))

    def tie(title: str) -> Callable[[Evidence], None]:
        def do(evidence: Evidence) -> None:
            ResolutionEvidence.objects.create(resolution=Resolution.objects.get(title=title), evidence=evidence)

        return do

    return {decision.title: tie(decision.title) for decision in scene.story.decisions}


def _decide(scene: Scene, decision: Decision) -> None:
    Resolution.objects.create(
        kind=decision.kind,
        title=decision.title,
        body=decision.body,
        decided_on=None if decision.decided is None else scene.diary.day(decision.decided),
        printed_matter=decision.printed_matter,
        carried_by=decision.carried_by,
        text=decision.text,
    )


def tell_levels(scene: Scene) -> None:
    """The district's names for the functional levels, and the posts on them."""
    begin = scene.story.began - 30
    for level in scene.story.levels:
        scene.diary.add(max(1, begin), scene.coordination, partial(_name, level))
    for post in scene.story.posts:
        scene.diary.add(post.day, scene.coordination, partial(_fill, scene, post))


def _name(level: Level) -> None:
    row = FunctionLevel.objects.get(code=level.code)
    row.name, row.mandate = level.name, level.mandate
    row.save(update_fields=["name", "mandate"])


def _fill(scene: Scene, post: Post) -> None:
    role = FunctionalRole.objects.create(
        level=FunctionLevel.objects.get(code=post.level),
        title=post.title,
        person=post.person,
        office=scene.offices[post.office],
        hours=Decimal(post.hours) if post.hours else None,
        powers=post.powers,
        starts_on=scene.diary.day(post.day) if post.person else None,
        ends_on=None if post.ends is None else scene.diary.date(post.ends),
    )
    FunctionalRoleRegion.objects.bulk_create(
        FunctionalRoleRegion(role=role, region=region) for region in Region.objects.filter(key__in=post.regions)
    )


def tell_courses(scene: Scene) -> None:
    """The plan of qualification, entered in one go early on; numbers of people came afterwards."""
    entered = max(1, scene.story.began - 45)
    for course in scene.story.courses:
        rows: list[Qualification] = []
        scene.diary.add(entered, scene.coordination, partial(_plan, scene, course, rows))
        if course.took_place:
            after = max(1, min(entered, course.starts - 7))
            scene.diary.add(after, scene.coordination, partial(_held, scene, course, rows))


def _plan(scene: Scene, course: Course, rows: list[Qualification]) -> None:
    row = Qualification.objects.create(
        kind=course.kind,
        title=course.title,
        content=course.content,
        audience=course.audience,
        starts_on=scene.diary.date(course.starts),
        ends_on=None if course.ends is None else scene.diary.date(course.ends),
    )
    QualificationOffice.objects.bulk_create(
        QualificationOffice(qualification=row, office=scene.offices[short]) for short in course.offices
    )
    rows.append(row)


def _held(scene: Scene, course: Course, rows: list[Qualification]) -> None:
    row = rows[0]
    row.took_place, row.benefit = True, course.benefit
    row.save(update_fields=["took_place", "benefit"])
    for short, people in course.offices.items():
        QualificationOffice.objects.filter(qualification=row, office=scene.offices[short]).update(people=people)


def tell_fears(scene: Scene) -> None:
    """The answers to the fears. The anonymous texts come from nobody: no step, no person, no kept change."""
    for fear in scene.story.fears:
        scene.diary.add(fear.day, scene.coordination, partial(_answer, fear))


def _answer(fear: Fear) -> None:
    if fear.item:
        topic = ConcernTopic.objects.get(item__code=fear.item)
        topic.answer, topic.published = fear.answer, fear.published
        topic.save(update_fields=["answer", "published"])
        return
    ConcernTopic.objects.create(title=fear.title, text=fear.text, answer=fear.answer, published=fear.published)


def leave_voices(scene: Scene) -> None:
    """The anonymous texts and the numbers of "Das sehe ich auch so", after everything else."""
    first = scene.diary.today.replace(day=1)
    with acting_as(DatabaseRole.DISTRICT, district_id=scene.diary.district.pk):
        topics = {topic.title: topic for topic in ConcernTopic.objects.select_related("item")}
        by_code = {topic.item.code: topic for topic in topics.values() if topic.item}
        Concern.objects.bulk_create(
            Concern(
                text=voice.text,
                month=_months_before(first, voice.months),
                batch=voice.batch,
                topic=(topics.get(voice.topic) or by_code[voice.topic]) if voice.topic else None,
            )
            for voice in scene.story.voices
        )
        for fear in scene.story.fears:
            topic = by_code[fear.item] if fear.item else topics[fear.title]
            if fear.echo:
                ConcernEcho.objects.update_or_create(topic=topic, defaults={"count": fear.echo})


def _months_before(first: datetime.date, months: int) -> datetime.date:
    for _ in range(months):
        first = (first - datetime.timedelta(days=1)).replace(day=1)
    return first


def leave_invitations(scene: Scene) -> None:
    """Open, expired and revoked invitations. No mail leaves, and no link fits: its secret is thrown away here."""
    now = timezone.now()
    for invited in scene.story.invited:
        by = scene.people[invited.by]
        with acting_as(DatabaseRole.DISTRICT, district_id=scene.diary.district.pk, user_id=by.user.pk):
            _invite(scene, invited, now - datetime.timedelta(days=invited.day))


def _invite(scene: Scene, invited: Invited, moment: datetime.datetime) -> None:
    row = Invitation.objects.create(
        email=invited.email,
        role=Role(invited.role),
        office=scene.offices[invited.office] if invited.office else None,
        token_hash=token_hash(secrets.token_urlsafe(32)),
        invited_by=scene.people[invited.by].user,
        starts_on=timezone.localdate(moment),
        expires_at=moment + VALID_FOR,
        revoked_at=moment + datetime.timedelta(days=1) if invited.revoked else None,
    )
    Invitation.objects.filter(pk=row.pk).update(created_at=moment)
    InvitationRegion.objects.bulk_create(
        InvitationRegion(invitation=row, region=region) for region in Region.objects.filter(key__in=invited.regions)
    )
