"""Pages that belong to no room (``config/``)."""

from tests.pages.row import in_district, row
from tests.personas import ANYONE, MEMBERS, SIGNED_IN

ROWS = [
    # Who belongs to one district alone is sent there.
    row("home", get=SIGNED_IN - MEMBERS - {"foreign"}, budget=0),
    row("healthz", get=ANYONE, kind="machine", budget=0),
    row("readyz", get=ANYONE, kind="machine", budget=1),
    row("district_home", in_district, get=MEMBERS, budget=0),
]
