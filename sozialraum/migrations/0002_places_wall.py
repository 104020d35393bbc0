from django.db import migrations

from districts.wall.operations import Enclose
from reminders.watching import WatchDue

# Runs past the wall and gives away numbers of districts alone.
DUE = """
SELECT district_id, wanted_by AS due_on FROM sozialraum_servicerequest
 WHERE state IN ('asked', 'accepted') AND wanted_by IS NOT NULL
"""

#: What others point at stands first.
TABLES = [
    "Programme",
    "FormerName",
    "SpatialUnit",
    "SpatialUnitRegion",
    "Site",
    "SiteUnit",
    "FundingStream",
    "FundingStreamRegion",
    "ServiceRequest",
    "RequestEvidence",
]


class Migration(migrations.Migration):
    dependencies = [("sozialraum", "0001_places"), ("districts", "0002_wall"), ("evidence", "0002_wall"), ("reminders", "0002_wall")]

    operations = [
        *(Enclose(name + suffix) for name in TABLES for suffix in ("", "Event")),
        WatchDue("sozialraum_requests_due_districts", DUE),
    ]
