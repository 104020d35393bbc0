"""Pages that belong to no room (``config/``)."""

from django.conf import settings

from checklist.models import Progress, Resolution
from districts.models import Relief
from partners.models import Cooperation
from sozialraum.models import Need, Plan
from tests.pages.assignments import GROWING as ORDERS
from tests.pages.row import in_district, row
from tests.personas import ANYONE, MEMBERS, SENATE, SIGNED_IN

ROWS = [
    # Who belongs to one district alone is sent there, the operator to the districts, the Senate to Berlin.
    row("home", get=SIGNED_IN - MEMBERS - SENATE - {"foreign", "operator"}, budget=0),
    row("healthz", get=ANYONE, kind="machine", budget=0),
    row("readyz", get=ANYONE, kind="machine", budget=3),
    row("hilfe", get=ANYONE, budget=0),
    row("barrierefreiheit", get=ANYONE, budget=0),
    row("datenschutz", get=ANYONE, budget=0),
    row("impressum", get=ANYONE, budget=0),
    row("theme", post=ANYONE, posted=302),
    row("district_home", in_district, get=MEMBERS, budget=6),
    row(
        "my_tasks",
        in_district,
        get=MEMBERS,
        budget=12,
        grows=(*ORDERS, Progress, Resolution, Relief, Cooperation, Need, Plan),
    ),
    # Of each room one query; everything from the makers lies in this month and this year and a half.
    row("calendar", in_district, get=MEMBERS, budget=5, query="monat=2026-03", grows=(*ORDERS, Resolution)),
    row("calendar", in_district, get=MEMBERS, budget=5, grows=(*ORDERS, Resolution)),
    row("timeline", in_district, get=MEMBERS, budget=5, grows=(*ORDERS, Progress, Resolution)),
    row("timeline", in_district, get=MEMBERS, budget=5, kind="file", query="export=xlsx"),
    row("timeline", in_district, get=MEMBERS, budget=5, kind="file", query="export=csv"),
]

if settings.SHOW_COMPONENTS:
    # Shows itself and saves nothing; its sample fields are named like controls elsewhere.
    ROWS.append(row("components", get=ANYONE, budget=0, fuzzed=False))
