"""Reports (``reports/``): who may have the paper is who may open the page, and it costs no more with more to print."""

from assignments.models import Assignment
from checklist.models import Progress
from districts.models import Office
from partners.models import Actor, Body
from pruefsteine.models import Consensus, Release
from sozialraum.models import Need
from tests.pages.assignments import GROWING, SEE, one
from tests.pages.checklist import READERS
from tests.pages.districts import first_region
from tests.pages.pruefsteine_release import closed_round
from tests.pages.row import in_district, of, row
from tests.personas import MEMBERS, SENATE

#: What a Sachstandsbericht lists.
LISTED = (Assignment, Progress, Body, Actor, Need)
#: The statements of its parts: checklist twice, Aufträge, rounds, Gremien, actors, Bedarfe, and a calendar's.
STANDING = 17

ROWS = [
    row("reports", in_district, get=MEMBERS, budget=1),
    row("standing_report", in_district, get=READERS, kind="file", budget=STANDING, grows=LISTED),
    row("standing_report", in_district, get=READERS, kind="file", query="form=docx&teile=punkte", budget=1),
    row("round_report", closed_round, get=READERS, kind="file", budget=8, grows=(Consensus,)),
    row("region_report", first_region, get=MEMBERS, kind="file", budget=12),
    row("office_report", of(Office), get=READERS, kind="file", budget=7),
    row("assignment_note", one, get=SEE, kind="file", budget=5, grows=GROWING),
    row("berlin_report", get=SENATE, kind="file", budget=5, grows=(Release,)),
]
