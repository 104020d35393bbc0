"""A database for measuring: of its own, filled anew, with invented districts and people."""

from io import StringIO
from typing import Any

from benchmarks.databases import beside, create, drop


def own_database(url: str, scale: int) -> str:
    """Creates an empty database beside the one of ``url`` (dropping an earlier one) and returns its address."""
    create(url, f"querlinie_bench_{scale}")
    return beside(url, f"querlinie_bench_{scale}")


def remove_database(url: str, scale: int) -> None:
    """Drops what ``own_database`` created."""
    drop(url, f"querlinie_bench_{scale}")


def fill(scale: int) -> Any:
    """Migrates, loads the catalogue, makes ``scale`` districts and returns the cast. The first, Mitte, is well used."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from checklist.models import Contribution, Progress, Qualification, Resolution
    from discussions.models import Thread
    from districts.models import Invitation, Membership, Office
    from pruefsteine.models import Rating
    from tests.factories import World, make_place
    from tests.makers import furnish, make
    from tests.pages.pruefsteine_table import talk
    from tests.worlds import Cast

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_catalogue", stdout=StringIO())
    with transaction.atomic():
        world = World.build()
        furnish(world.mitte)
        furnish(world.pankow)
        for model in (Office, Membership, Invitation, Progress, Contribution, Qualification, Resolution, Thread):
            for number in range(1, 40):
                make(world.mitte, model, number)
        for number in range(1, 10):
            make(world.mitte, Rating, number)
        _fill_table(world.mitte, talk(world.mitte)[0])
    for number in range(2, scale):
        with transaction.atomic():
            # Keys of three digits cannot meet the two real ones of two digits.
            make_place(f"{100 + number}", f"bezirk-{number}", f"Bezirk {number}")
    with transaction.atomic():
        _fill_releases()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Cast(world)


def cookie_of(client: Any) -> str:
    """The header line of a signed-in ``client``."""
    from django.conf import settings

    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def bare_target(cast: Any) -> tuple[str, str]:
    """Address of the bare page, and the cookie of somebody who signed in as in a new Django project."""
    from django.test import Client

    client = Client()
    client.force_login(cast.world.mitte.people["coordination"], backend="django.contrib.auth.backends.ModelBackend")
    return "/benchmark/", cookie_of(client)


def _fill_table(place: Any, found: Any) -> None:
    """Twenty offices say something to each of ten Prüfsteine of the round ``found``, which has three so far."""
    from districts.models import Office
    from pruefsteine.models import Rating, RoundPruefstein, SelfAssessment
    from pruefsteine.scales import AnswerState, Level
    from tests.makers.pruefsteine import DAY, stone

    there = set(RoundPruefstein.objects.filter(round=found).values_list("item_id", flat=True))
    stones = [stone(number) for number in range(10)]
    RoundPruefstein.objects.bulk_create(
        RoundPruefstein(district=place.district, round=found, item=item, text_version=1)
        for item in stones
        if item.pk not in there
    )
    taking_part = SelfAssessment.objects.filter(round=found).values("office_id")
    offices = Office.objects.filter(district=place.district).exclude(pk__in=taking_part).order_by("pk")[:19]
    answers = SelfAssessment.objects.bulk_create(
        SelfAssessment(
            district=place.district, round=found, office=office, state=AnswerState.SUBMITTED, submitted_on=DAY
        )
        for office in offices
    )
    levels = Level.scale()
    Rating.objects.bulk_create(
        Rating(
            district=place.district,
            assessment=answer,
            item=item,
            level=levels[(row + column) % len(levels)],
            words=f"Ein Satz des Amtes zu Prüfstein {column + 1}, wie ihn Ämter schreiben.",
        )
        for row, answer in enumerate(answers)
        for column, item in enumerate(stones)
    )


def _fill_releases() -> None:
    """Five rounds of every district in force, each with ten Prüfsteine in words as districts write them."""
    from checklist.models import Item
    from districts.models import District
    from pruefsteine.scales import Level
    from tests.overview.released import meaning, release, stone

    words = "So haben es die Ämter miteinander verabredet und an Beispielen aus den Bezirksregionen geprüft. " * 8
    levels = Level.scale()
    minimum = [
        {"code": item.code, "title": item.title, "state": "anchored", "state_label": "verankert", "own_text": words,
         "reason": ""}
        for item in Item.objects.filter(minimum=True)
    ]  # fmt: skip
    for place, district in enumerate(District.objects.all()):
        for number in range(5):
            stones = [
                stone(n, levels[(place + n) % len(levels)], reasons=words, text=words, meaning=meaning(words))
                for n in range(1, 11)
            ]
            release(district, *stones, name=f"Freigegeben {number}", closed=f"202{number}-03-01", minimum=minimum,
                    chosen={"texts": True})  # fmt: skip
