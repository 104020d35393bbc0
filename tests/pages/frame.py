"""Pages that belong to no room (``config/``)."""

from tests.pages.row import in_district, row
from tests.personas import ANYONE, MEMBERS, NONE, SIGNED_IN

ROWS = [
    # Who belongs to one district alone is sent there.
    row("home", get=SIGNED_IN - MEMBERS - {"foreign"}, budget=0),
    row("healthz", get=ANYONE, kind="machine", budget=0),
    row("readyz", get=ANYONE, kind="machine", budget=1),
    row("hilfe", get=ANYONE, budget=0),
    row("barrierefreiheit", get=ANYONE, budget=0),
    row("datenschutz", get=ANYONE, budget=0),
    row("impressum", get=ANYONE, budget=0),
    row("theme", get=NONE, post=ANYONE, posted=302),
    row("district_home", in_district, get=MEMBERS, budget=0),
]
