"""What the database itself holds true of rounds, answers, meanings and releases."""

import pytest
from django.db import IntegrityError, transaction

from pruefsteine.models import Consensus, Indicator, Operationalisation, Rating, Release
from pruefsteine.scales import RoundState
from tests.makers.pruefsteine import stone
from tests.pruefsteine.conftest import TODAY

pytestmark = pytest.mark.django_db


def refused(match):
    return pytest.raises(IntegrityError, match=match)


def test_no_level_outside_the_scale(stage):
    row = stage.answers(stage.round()).ratings.first()
    for values, name in (({"level": "7"}, "rating_level"), ({"change": "viel"}, "rating_change")):
        with refused(name), transaction.atomic():
            Rating.objects.filter(pk=row.pk).update(**values)
    with refused("consensus_level"):
        Consensus.objects.create(district=stage.district, round=row.assessment.round, item=stone(1), level="prima")


def test_an_agreed_meaning_is_final(stage):
    row = Operationalisation.objects.create(district=stage.district, item=stone(8), meaning="So", version=3)
    indicator = Indicator.objects.create(district=stage.district, operationalisation=row, name="Zahl")
    row.agreed_on, row.body = TODAY, "AG SRO"
    row.save()
    for change in (
        lambda: Operationalisation.objects.filter(pk=row.pk).update(meaning="Anders"),
        lambda: Indicator.objects.filter(pk=indicator.pk).update(name="Andere Zahl"),
        lambda: Indicator.objects.create(district=stage.district, operationalisation=row, name="Noch eine"),
    ):
        with refused("final"), transaction.atomic():
            change()
    Operationalisation.objects.filter(pk=row.pk).update(shared=True)


def test_one_draft_at_a_time_and_the_latest_agreed_version_counts(stage):
    def version(number, **values):
        values = {"agreed_on": TODAY, "meaning": f"Fassung {number}"} | values
        return Operationalisation.objects.create(district=stage.district, item=stone(5), version=number, **values)

    version(1)
    second, of_office = version(2), version(1, office=stage.jug)
    draft = version(3, agreed_on=None)
    found = Operationalisation.objects.filter(item=stone(5))
    assert set(found.in_force()) == {second, of_office}
    with refused("one_draft"), transaction.atomic():
        version(4, agreed_on=None)
    Operationalisation.objects.filter(pk=draft.pk).update(agreed_on=TODAY)
    assert set(found.in_force()) == {draft, of_office}


def test_a_picture_is_frozen_once_offices_were_asked(stage):
    found = stage.round(state=RoundState.CLOSED)
    row = Release.objects.create(district=stage.district, round=found, picture={"a": 1})
    Release.objects.filter(pk=row.pk).update(picture={"a": 2})
    Release.objects.filter(pk=row.pk).update(state="commenting")
    with refused("frozen"), transaction.atomic():
        Release.objects.filter(pk=row.pk).update(picture={"a": 3})
    Release.objects.filter(pk=row.pk).update(state="released", released_on=TODAY)
    with refused("frozen"), transaction.atomic():
        Release.objects.filter(pk=row.pk).update(picture={"a": 3})
