from django.db import migrations

from districts.wall.operations import Enclose
from reminders.watching import WatchDue

# Both run past the wall and give away numbers of districts alone. What was reported is to be sorted and who is asked
# to answer within 14 days; a Federführung may stay open as long as the district says; what is told back is told once.
NEEDS_DUE = """
SELECT n.district_id, CASE n.state WHEN 'reported' THEN n.reported_on + 14 WHEN 'agreed' THEN n.agreed_until
       ELSE coalesce(n.lead_open_since, n.moved_on) END AS due_on
  FROM sozialraum_need n WHERE n.state IN ('reported', 'seen', 'talking', 'agreed')
UNION ALL
SELECT district_id, settled_on FROM sozialraum_need WHERE settled_on >= today - 14
"""
REQUESTS_DUE = """
SELECT district_id, wanted_by AS due_on FROM sozialraum_servicerequest
 WHERE state IN ('asked', 'accepted') AND wanted_by IS NOT NULL
"""

#: What others point at stands first.
KEPT = [
    "OfficeProfile",
    "ProfileEvidence",
    "Plan",
    "PlanRegion",
    "PlanOffice",
    "ServiceRequest",
    "RequestEvidence",
    "Programme",
    "FormerName",
    "SpatialUnit",
    "SpatialUnitRegion",
    "Site",
    "SiteUnit",
    "FundingStream",
    "FundingStreamRegion",
    "RegionProfile",
    "RegionProfileEvidence",
    "Figure",
    "FigureImport",
    "Topic",
    "TopicOffice",
    "TopicRegion",
    "TopicBody",
    "TopicFunding",
    "Need",
    "NeedRegion",
    "NeedOffice",
    "NeedEntry",
]
#: Without history of their own: an import tells it, and a list on its way must really go.
UNKEPT = ["FigureValue", "PendingFigures"]


class Migration(migrations.Migration):
    dependencies = [
        ("sozialraum", "0001_initial"),
        ("districts", "0002_wall"),
        ("evidence", "0002_wall"),
        ("discussions", "0002_wall"),
        ("reminders", "0002_wall"),
        ("partners", "0007_withdrawn_and_put_off"),
    ]

    operations = [
        *(Enclose(name + suffix) for name in KEPT for suffix in ("", "Event")),
        *(Enclose(name) for name in UNKEPT),
        WatchDue("needs_due_districts", NEEDS_DUE),
        WatchDue("sozialraum_requests_due_districts", REQUESTS_DUE),
    ]
