"""Fills the districts, one after the other, each in a transaction of its own."""

import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from checklist.models import ItemText
from config.demo.berlin import ROOM as BERLIN
from config.demo.berlin import propose_minimum, tell_berlin, write_frameworks, write_wordings
from config.demo.bodies import tell_bodies
from config.demo.cast import address, make_members, make_statewide, tell_wishes
from config.demo.composing import compose, spread_days
from config.demo.diary import Diary
from config.demo.levels import deal
from config.demo.needs import tell_needs
from config.demo.offices import tell_offices
from config.demo.orders import ROOMS, tell_orders
from config.demo.partners import ROOM as PARTNERS
from config.demo.partners import tell_actors
from config.demo.places import tell_places
from config.demo.recording import (
    leave_invitations,
    leave_voices,
    tell_courses,
    tell_decisions,
    tell_fears,
    tell_levels,
    tell_understanding,
)
from config.demo.regions import tell_regions
from config.demo.stones import ROOM as STONES
from config.demo.stones import tell_stones
from config.demo.story import TEXTS, Story, read_stock, read_story
from config.demo.table import RELEASED, tell_table
from config.demo.telling import (
    Scene,
    points_with_states,
    tell_evidence,
    tell_examples,
    tell_own_points,
    tell_points,
    tell_talks,
)
from districts.models import District, Office, Region
from districts.rooms import in_use
from districts.wall.session import DatabaseRole, acting_as
from sozialraum.offered import ROOM as SOZIALRAUM


def missing_districts() -> list[District]:
    """Districts of the directory without their demo cast."""
    held = set(User.objects.values_list("email", flat=True))
    return [d for d in District.objects.order_by("key") if address("planung", d.slug) not in held]


def load(*, today: datetime.date) -> list[str]:
    """Fills every district that has no demo cast yet; returns their names. Days are counted back from ``today``."""
    found = missing_districts()
    if found:
        with transaction.atomic():
            make_statewide()
            write_frameworks(today=today)
            propose_minimum(today=today)
    settings, stock = read_stock("bezirke"), read_stock("vorrat") | read_stock("vorrat_vorgaenge")
    filled = []
    for district in found:
        if district.slug in settings or (TEXTS / district.slug).is_dir():
            with transaction.atomic():
                fill(district, settings=settings.get(district.slug), stock=stock, today=today)
            filled.append(district.name)
    if found and not ItemText.objects.exclude(reason="").exists():
        with transaction.atomic():
            write_wordings(today=today)
    return filled


def fill(district: District, *, settings: dict[str, Any] | None, stock: dict[str, Any], today: datetime.date) -> None:
    """Fills one district: from ``texts/<slug>/`` where that is there, else composed as ``settings`` say."""
    with acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
        rows = points_with_states()
    if settings is None:
        story = read_story(district.slug)
        states = deal(rows, {c: p.state for c, p in story.points.items() if p.state}, seed=district.slug)
    else:
        states = deal(rows, {}, seed=district.slug)
        regions = dict(Region.objects.filter(district=district).values_list("key", "name"))
        names = {"bezirk": district.name} | {f"r{n}": regions[key] for n, key in enumerate(settings["regions"], 1)}
        story = compose(settings=settings, stock=stock, names=names, states=states, rows=rows, seed=district.slug)
    diary = Diary(district, today, story.began)
    used = in_use([*story.rooms, *ROOMS, STONES, PARTNERS, SOZIALRAUM, BERLIN])
    District.objects.filter(pk=district.pk).update(contact=story.contact, rooms=used)
    people = make_members(diary=diary, story=story, operator=User.objects.get(email=address("betrieb")))
    if settings is None:
        tell_wishes(people, today=today)
    offices = {office.short_name: office for office in Office.objects.filter(district=district)}
    scene = Scene(story, diary, people, offices)
    codes = {row.code for row in rows} | story.points.keys()
    tell_stones(scene, from_the_beginning=district.slug in RELEASED)
    tell_table(scene)
    tell_bodies(scene)
    tell_places(scene)
    tell_regions(scene)
    tell(scene, states, spread_days(codes, began=story.began, seed=district.slug))


def tell(scene: Scene, states: Any, days: dict[str, tuple[int, ...]]) -> None:
    """Writes the whole story into the diary and lets it happen."""
    _check_rooms(scene.story)
    tell_points(scene, states, days)
    tell_own_points(scene)
    tell_examples(scene)
    tell_talks(scene)
    tell_understanding(scene)
    ties = tell_decisions(scene)
    tell_evidence(scene, ties)
    tell_levels(scene)
    tell_courses(scene)
    tell_fears(scene)
    tell_orders(scene)
    tell_actors(scene)
    tell_needs(scene)
    tell_offices(scene)
    tell_berlin(scene)
    scene.diary.tell()
    leave_voices(scene)
    leave_invitations(scene)


def _check_rooms(story: Story) -> None:
    """A room that is off stays empty: nothing must lie where nobody can see it."""
    holds = {
        "verstaendigung": story.understanding or story.meetings or story.consents,
        "beschluesse": story.decisions,
        "funktionsebenen": story.posts or story.levels,
        "qualifizierung": story.courses,
        "bedenken": story.fears or story.voices,
    }
    lost = [room for room, content in holds.items() if content and room not in story.rooms]
    if lost:
        raise ValueError(f"The story fills rooms that are switched off: {', '.join(lost)}.")
