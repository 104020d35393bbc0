from django.db import migrations

from districts.wall.operations import Enclose


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_initial"), ("checklist", "0003_wall"), ("districts", "0002_wall"), ("evidence", "0002_wall")]

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
    ]
