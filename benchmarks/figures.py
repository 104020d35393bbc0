"""What the page of a region costs with all of a district's figures, and with ten times as many, beside a bare page.

``python -m benchmarks.figures``; needs DATABASE_URL of the owner. One district has 45 Planungsräume with 30 figures
over 10 years (13,500 values), then 300 figures (135,000). Every section of the region has more than it shows.
"""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from typing import Any

from benchmarks.__main__ import BARE, RESULTS, _close_connections, _serve
from benchmarks.data import bare_target, cookie_of, fill, own_database, remove_database
from benchmarks.measure import Wrong

SCALE = 3
#: So many times the bare page the page of a region may cost (issue 6).
MOST = 5
_PAGES = {"Region": "/bezirk/mitte/regionen/{key}/", "Figures of a region": "/bezirk/mitte/kennzahlen/?region={key}"}
_YEARS = range(2016, 2026)


def fill_figures(cast: Any, first: int, upto: int) -> None:
    """Figures number ``first`` to ``upto`` in Mitte: values of ten years for 45 Planungsräume, five in its region."""
    from django.db import connection

    from districts.models import Region
    from sozialraum.models import Figure, FigureValue

    mitte = cast.world.mitte
    keys = [f"{mitte.regions[number % 9 > 0].key}{number:02}" for number in range(1, 46)]
    Region.objects.bulk_create(
        (
            Region(district=mitte.district, level="planungsraum", key=key, name=f"Raum {key}",
                   parent=next(region for region in mitte.regions if key.startswith(region.key)))
            for key in keys
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    regions = list(Region.objects.filter(district=mitte.district, key__in=keys))
    figures = Figure.objects.bulk_create(
        Figure(district=mitte.district, name=f"Kennzahl {n}", unit="%", source="erfunden", latest_year=_YEARS[-1])
        for n in range(first, upto)
    )
    values = (
        FigureValue(district=mitte.district, figure=figure, region=region, year=year, number=(at + year) % 60)
        for figure in figures
        for at, region in enumerate(regions)
        for year in _YEARS
    )
    FigureValue.objects.bulk_create(values, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def fill_region(place: Any) -> None:
    """Forty more of everything the page of a region tells of, in the first region of ``place``."""
    from partners.models import (
        Actor,
        Body,
        BodyRegion,
        Cooperation,
        Participation,
        ParticipationRegion,
        Signal,
        SignalRegion,
    )
    from sozialraum.models import (
        FundingStream,
        FundingStreamRegion,
        Need,
        NeedRegion,
        Plan,
        PlanRegion,
        Site,
        SpatialUnit,
        SpatialUnitRegion,
    )
    from tests.makers import make

    tied: tuple[tuple[Any, Any, str], ...] = (
        (Body, BodyRegion, "body"), (Signal, SignalRegion, "signal"), (Need, NeedRegion, "need"),
        (Participation, ParticipationRegion, "participation"), (Plan, PlanRegion, "plan"),
        (SpatialUnit, SpatialUnitRegion, "unit"), (FundingStream, FundingStreamRegion, "funding"),
    )  # fmt: skip
    here = {"district": place.district, "region": place.regions[0]}
    for number in range(1, 41):
        for model in (Actor, Cooperation, Site):
            make(place, model, number)
        for thing, tie, name in tied:
            tie.objects.get_or_create(**here, **{name: make(place, thing, number)})


def main() -> int:
    """Fills, measures, fills more, measures again, writes the JSON. Returns 1 where the page is over its measure."""
    given = os.environ["DATABASE_URL"]
    os.environ |= {"DATABASE_URL": own_database(given, SCALE), "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
                   "LOG_LEVEL": "ERROR"}  # fmt: skip
    os.environ.pop("DATABASE_ROLE", None)
    import django

    rows = []
    try:
        django.setup()
        cast = fill(SCALE)
        cookie = cookie_of(cast.client("coordination"))
        fill_region(cast.world.mitte)
        targets = {label: (path.format(key=cast.world.mitte.regions[0].key), cookie) for label, path in _PAGES.items()}
        targets[BARE] = bare_target(cast)
        for first, upto in ((0, 30), (30, 300)):
            fill_figures(cast, first, upto)
            _close_connections()
            alone, _ = _serve(targets)
            bare = alone[BARE].percentile(50)
            for label in targets:
                p50 = alone[label].percentile(50)
                rows.append({"figures": upto, "page": label, "p50_ms": round(p50, 2), "ratio": round(p50 / bare, 2)})
                print("{:>4} figures  {:<20} p50 {:>7} ratio {:>6}".format(*rows[-1].values()))
    except Wrong as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    finally:
        _close_connections()
        remove_database(given, SCALE)
    over = [row for row in rows if row["page"] == "Region" and float(str(row["ratio"])) > MOST]
    machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
    text = {"day": datetime.now(UTC).date().isoformat(), "machine": machine, "pages": rows, "over": over}
    (RESULTS / "figures.json").write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
