"""What the register costs with 20,000 actors in one district, beside a bare Django page of the same run.

``python -m benchmarks.actors``; needs DATABASE_URL of the owner. ``ACTORS`` chooses another number. With
``DISTRICTS=400`` each of so many districts has 500, and no page may cost more than four times the bare one (issue 5).
"""

import json
import os
import platform
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.__main__ import BARE, RESULTS, _close_connections, _serve
from benchmarks.data import bare_target, cookie_of, fill, own_database, remove_database
from benchmarks.measure import Wrong

#: Label -> path below ``/bezirk/mitte/akteure/`` and how many times the bare page it may cost (issue 5).
PAGES = {
    "List": ("", 4),
    "Exact search": ("?q=Mehrgenerationenhaus+Lindenhof+777", 4),
    "Facet counts": ("eingrenzen/#fragment", 8),
    "Facet counts, one kind": ("eingrenzen/?art={kind}#fragment", 8),
    "Themes": ("eingrenzen/?merkmal=thema#fragment", 8),
    "Forgiving search": ("?q=Mehrgenerationnhaus+Lindenhoff+777", 12),
    "Forgiving search, broad": ("?q=Nachbarschftshaus", 12),
}
#: Of every page, where there are many districts.
MOST_OF_MANY = 4
SCALE = 3
_WHAT = ("Nachbarschaftshaus", "Familienzentrum", "Jugendklub", "Seniorentreff", "Beratungsstelle", "Verein",
         "Initiative", "Stiftung", "Kita", "Mehrgenerationenhaus")  # fmt: skip
_WHERE = ("Musterkiez", "Beispielbogen", "Testturm", "Probeplatz", "Fantasiegasse", "Mosaik", "Demobaum", "Lindenhof",
          "Spreeufer", "Bunte Höfe")  # fmt: skip


def fill_actors(cast: Any, count: int, *, everywhere: bool) -> dict[str, str]:
    """``count`` invented actors in Mitte, or in each district; returns words for addresses."""
    from django.db import connection

    from districts.models import District
    from partners.models import ActorKind

    mitte = cast.world.mitte.district
    for district in District.objects.all() if everywhere else [mitte]:
        _fill_district(district, count, cast.world.mitte.people["coordination"])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {"kind": str(ActorKind.objects.filter(district=mitte)[0].pk)}


def _fill_district(district: Any, count: int, person: Any) -> None:
    """Actors spread over kinds, regions, themes and states."""
    from django.utils import timezone

    from districts.models import Region
    from partners.models import Actor, ActorKind, ActorTheme, Theme

    chance = random.Random(20_000)  # noqa: S311  (nothing secret hangs on it)
    parent = Region.objects.filter(district=district, level="prognoseraum").first()
    regions = Region.objects.bulk_create(
        Region(district=district, level="bezirksregion", key=f"0199{number:02}", name=f"Region {number}", parent=parent)
        for number in range(40)
    )
    for number in range(2):
        ActorKind.objects.get_or_create(district=district, name=f"Art {number}")
        Theme.objects.get_or_create(district=district, name=f"Thema {number}")
    kinds = list(ActorKind.objects.filter(district=district))
    themes = list(Theme.objects.filter(district=district))
    today = timezone.localdate()
    states = ["approved"] * 17 + ["submitted", "draft", "archived"]
    rows = Actor.objects.bulk_create(
        (
            Actor(
                district=district,
                name=f"{chance.choice(_WHAT)} {chance.choice(_WHERE)} {number}",
                kind=chance.choice(kinds),
                region=chance.choice(regions),
                state=chance.choice(states),
                carrier=f"Träger {chance.randrange(400)}",
                street=f"{chance.choice(_WHERE)}straße",
                house_number=str(chance.randrange(1, 200)),
                postcode=f"10{chance.randrange(1000):03}",
                confirm_by=today + timedelta(days=chance.randrange(-30, 180)),
                entered_by=person,
            )
            for number in range(count)
        ),
        batch_size=2_000,
    )
    ActorTheme.objects.bulk_create(
        (ActorTheme(district=district, actor=row, theme=theme) for row in rows for theme in chance.sample(themes, 2)),
        batch_size=5_000,
    )


def main() -> int:
    """Fills, serves, measures, writes the table and the JSON. Returns 1 where a page is over its measure."""
    scale = int(os.environ.get("DISTRICTS", str(SCALE)))
    many = scale > SCALE
    count = int(os.environ.get("ACTORS", "500" if many else "20000"))
    given = os.environ["DATABASE_URL"]
    os.environ |= {"DATABASE_URL": own_database(given, scale), "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
                   "LOG_LEVEL": "ERROR"}  # fmt: skip
    os.environ.pop("DATABASE_ROLE", None)
    import django

    try:
        django.setup()
        begin = time.monotonic()
        cast = fill(scale)
        words = fill_actors(cast, count, everywhere=many)
        where = f"each of {scale} districts" if many else "Mitte"
        print(f"{count} actors in {where} made in {time.monotonic() - begin:.0f} s")
        cookie = cookie_of(cast.client("coordination"))
        targets = {
            label: (f"/bezirk/mitte/akteure/{path.format(**words)}", cookie) for label, (path, _) in PAGES.items()
        }
        targets[BARE] = bare_target(cast)
        _close_connections()
        alone, several = _serve(targets)
    except Wrong as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    finally:
        _close_connections()
        remove_database(given, scale)
    bare = alone[BARE].percentile(50)
    rows = []
    for label in [BARE, *PAGES]:
        p50 = alone[label].percentile(50)
        most = MOST_OF_MANY if many else PAGES[label][1] if label in PAGES else 1
        rows.append({"page": label, "p50_ms": round(p50, 2), "p95_ms": round(alone[label].percentile(95), 2),
                     "p50_ms_8_clients": round(several[label].percentile(50), 2), "bytes": alone[label].size,
                     "ratio": round(p50 / bare, 2), "most": most})  # fmt: skip
        print("{:<26} p50 {:>7} p95 {:>7} × 8 {:>8} bytes {:>7} ratio {:>6} of {}".format(*rows[-1].values()))
    over = [str(row["page"]) for row in rows if float(str(row["ratio"])) > float(str(row["most"]))]
    print(f"Over their measure: {', '.join(over) or 'none'}")
    machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
    text = {
        "day": datetime.now(UTC).date().isoformat(),
        "actors": count,
        "districts": scale,
        "machine": machine,
        "pages": rows,
        "over": over,
    }
    written = RESULTS / ("actors-many.json" if many else "actors.json")
    written.write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
