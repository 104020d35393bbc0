"""The rules of the subjects refuse by themselves: a view that forgot its guard would still open nothing."""

import datetime
import uuid
from typing import Any

import pytest

from checklist.concerns import rules as concerns
from checklist.levels import rules as levels
from checklist.models import Concern, ConcernTopic, FunctionalRole, FunctionLevel, Qualification, Resolution, Workshop
from checklist.qualification import rules as qualification
from checklist.resolutions import rules as resolutions
from checklist.understanding import rules as understanding
from districts.refusals import Refused
from evidence.models import Evidence
from tests.acting import acting, member_of
from tests.makers import thing

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 2)
NO: dict[str, Any] = {"seen": {}, "new": {}}
OFFICES: dict[str, Any] = {"seen_offices": [], "new_offices": []}


def office(place):
    return place.offices[0].pk


#: What somebody tries -> who may not.
TRIED = {
    "write_understanding": (lambda p, by: understanding.write_understanding(**NO, by=by), "leadership"),
    "record_workshop": (
        lambda p, by: understanding.record_workshop(title="x", held_on=DAY, outcome="", offices=[], by=by),
        "leadership",
    ),
    "change_workshop": (
        lambda p, by: understanding.change_workshop(workshop=thing(p, Workshop), **NO, **OFFICES, by=by),
        "data",
    ),
    "remove_workshop": (lambda p, by: understanding.remove_workshop(workshop=thing(p, Workshop), by=by), "data"),
    "agree": (
        lambda p, by: understanding.agree(office_id=office(p), seen={}, new={"agreed_on": DAY}, by=by),
        "second_head",
    ),
    "withdraw": (lambda p, by: understanding.withdraw(office_id=office(p), by=by), "coordination"),
    "record_resolution": (lambda p, by: resolutions.record_resolution(values={}, by=by), "office_head"),
    "change_resolution": (
        lambda p, by: resolutions.change_resolution(resolution=thing(p, Resolution), **NO, by=by),
        "data",
    ),
    "remove_resolution": (
        lambda p, by: resolutions.remove_resolution(resolution=thing(p, Resolution), by=by),
        "office_head",
    ),
    "attach_evidence": (
        lambda p, by: resolutions.attach_evidence(resolution=thing(p, Resolution), evidence=thing(p, Evidence), by=by),
        "office_head",
    ),
    "change_level": (lambda p, by: levels.change_level(level=thing(p, FunctionLevel), **NO, by=by), "leadership"),
    "add_role": (lambda p, by: levels.add_role(values={}, regions=[], by=by), "leadership"),
    "change_role": (
        lambda p, by: levels.change_role(role=thing(p, FunctionalRole), **NO, seen_regions=[], new_regions=[], by=by),
        "data",
    ),
    "remove_role": (lambda p, by: levels.remove_role(role=thing(p, FunctionalRole), by=by), "data"),
    "add_offer": (lambda p, by: qualification.add_offer(values={}, offices=[], by=by), "office_head"),
    "change_offer": (
        lambda p, by: qualification.change_offer(offer=thing(p, Qualification), **NO, **OFFICES, by=by),
        "office_head",
    ),
    "remove_offer": (lambda p, by: qualification.remove_offer(offer=thing(p, Qualification), by=by), "leadership"),
    "take_part": (
        lambda p, by: qualification.take_part(offer=thing(p, Qualification), office_id=office(p), **NO, by=by),
        "second_head",
    ),
    "step_back": (
        lambda p, by: qualification.step_back(offer=thing(p, Qualification), office_id=office(p), by=by),
        "office_staff",
    ),
    "raise_concern": (lambda p, by: concerns.raise_concern(text="x", by=by), "neighbourhood"),
    "echo": (lambda p, by: concerns.echo(topic=thing(p, ConcernTopic), by=by), "neighbourhood"),
    "bundle": (
        lambda p, by: concerns.bundle(texts=[uuid.uuid4()], topic=None, title="x", today=DAY, by=by),
        "leadership",
    ),
    "release": (lambda p, by: concerns.release(concern=thing(p, Concern), by=by), "leadership"),
    "delete_text": (lambda p, by: concerns.delete_text(concern=thing(p, Concern), by=by), "leadership"),
    "add_topic": (lambda p, by: concerns.add_topic(values={}, by=by), "office_head"),
    "answer_topic": (lambda p, by: concerns.answer_topic(topic=thing(p, ConcernTopic), **NO, by=by), "data"),
}


@pytest.mark.parametrize("tried", TRIED)
def test_a_rule_refuses_whoever_may_not(world, tried):
    attempt, role = TRIED[tried]
    place = world.mitte
    person = place.people[role]
    for model in (Workshop, Resolution, FunctionLevel, FunctionalRole, Qualification, ConcernTopic, Concern):
        thing(place, model)
    by = member_of(place, person)
    with acting(place, person), pytest.raises(Refused):
        attempt(place, by)


def test_every_changing_rule_of_the_subjects_is_tried():
    found = {
        name
        for module in (understanding, resolutions, levels, qualification, concerns)
        for name, function in vars(module).items()
        if getattr(function, "__module__", "") == module.__name__ and "by" in getattr(function, "__annotations__", {})
    }
    # Asks, and changes nothing.
    assert found - {"may_enter_for"} == set(TRIED)
