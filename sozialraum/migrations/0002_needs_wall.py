from django.db import migrations

from districts.wall.operations import Enclose
from reminders.watching import WatchDue

# Runs past the wall and gives away numbers of districts alone. What was reported is to be sorted and who is asked to
# answer within 14 days; a Federführung may stay open as long as the district says; what is told back is told once.
DUE = """
SELECT n.district_id, CASE n.state WHEN 'reported' THEN n.reported_on + 14 WHEN 'agreed' THEN n.agreed_until
       ELSE coalesce(n.lead_open_since, n.moved_on) END AS due_on
  FROM sozialraum_need n WHERE n.state IN ('reported', 'seen', 'talking', 'agreed')
UNION ALL
SELECT district_id, settled_on FROM sozialraum_need WHERE settled_on >= today - 14
"""


class Migration(migrations.Migration):
    dependencies = [("sozialraum", "0001_needs"), ("partners", "0007_withdrawn_and_put_off"), ("discussions", "0002_wall"), ("reminders", "0002_wall")]

    operations = [
        Enclose("Topic"),
        Enclose("TopicEvent"),
        Enclose("TopicOffice"),
        Enclose("TopicOfficeEvent"),
        Enclose("TopicRegion"),
        Enclose("TopicRegionEvent"),
        Enclose("TopicBody"),
        Enclose("TopicBodyEvent"),
        Enclose("Need"),
        Enclose("NeedEvent"),
        Enclose("NeedRegion"),
        Enclose("NeedRegionEvent"),
        Enclose("NeedOffice"),
        Enclose("NeedOfficeEvent"),
        Enclose("NeedEntry"),
        Enclose("NeedEntryEvent"),
        WatchDue("needs_due_districts", DUE),
    ]
