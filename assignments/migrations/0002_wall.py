from django.db import migrations

from districts.wall.operations import Enclose
from reminders.watching import WatchDue

# Runs past the wall and gives away numbers of districts alone. Milestones have dates of their own; what was recorded
# on paper is told at once, whenever it is due; what was put to the Verwaltungsspitze waits for an answer, however far
# the Auftrag itself is.
DUE = """
SELECT district_id, due_on FROM assignments_assignment WHERE state IN ('given', 'working', 'reported')
UNION ALL
SELECT district_id, decide_by FROM assignments_assignment
 WHERE decide_by IS NOT NULL AND state IN ('given', 'working', 'reported')
UNION ALL
SELECT m.district_id, m.due_on FROM assignments_milestone m JOIN assignments_assignment a ON a.id = m.assignment_id
 WHERE m.reached_on IS NULL AND a.state IN ('given', 'working')
UNION ALL
SELECT district_id, today FROM assignments_assignment
 WHERE recorded_on >= today - 14 AND state IN ('given', 'working', 'reported')
"""


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_initial"), ("checklist", "0003_wall"), ("districts", "0002_wall"), ("evidence", "0002_wall"), ("reminders", "0002_wall")]

    operations = [
        Enclose("OnBehalf"),
        Enclose("OnBehalfEvent"),
        Enclose("Assignment"),
        Enclose("AssignmentEvent"),
        Enclose("AssignmentOffice"),
        Enclose("AssignmentOfficeEvent"),
        Enclose("Milestone"),
        Enclose("MilestoneEvent"),
        Enclose("Entry"),
        Enclose("EntryEvent"),
        Enclose("AssignmentEvidence"),
        Enclose("AssignmentEvidenceEvent"),
        WatchDue("assignments_due_districts", DUE),
    ]
