from django.db import migrations

from districts.wall.operations import Enclose
from partners.search_functions import statements
from reminders.watching import WatchDue

# Runs past the wall and gives away numbers of districts alone.
DUE = """
SELECT district_id, confirm_by AS due_on FROM partners_actor WHERE state = 'approved'
UNION ALL
SELECT district_id, review_on FROM partners_contactperson
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("districts", "0002_wall"), ("evidence", "0002_wall"), ("reminders", "0002_wall")]

    operations = [
        Enclose("ActorKind"),
        Enclose("ActorKindEvent"),
        Enclose("Theme"),
        Enclose("ThemeEvent"),
        Enclose("TargetGroup"),
        Enclose("TargetGroupEvent"),
        Enclose("Actor"),
        Enclose("ActorEvent"),
        Enclose("ActorTheme"),
        Enclose("ActorThemeEvent"),
        Enclose("ActorTargetGroup"),
        Enclose("ActorTargetGroupEvent"),
        Enclose("Offer"),
        Enclose("OfferEvent"),
        Enclose("ContactPerson"),
        Enclose("ActorEvidence"),
        Enclose("ActorEvidenceEvent"),
        Enclose("SearchWord"),
        WatchDue("partners_due_districts", DUE),
        migrations.RunSQL(statements(), migrations.RunSQL.noop),
    ]
