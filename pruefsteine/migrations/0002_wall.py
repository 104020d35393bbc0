from django.db import migrations

from districts.wall.operations import Enclose
from reminders.watching import WatchDue

# Runs past the wall and gives away numbers of districts alone.
DUE = """
SELECT a.district_id, coalesce(a.extended_to, r.closes_on) AS due_on
  FROM pruefsteine_selfassessment a JOIN pruefsteine_round r ON r.id = a.round_id
 WHERE r.state = 'open' AND a.state IN ('not_begun', 'in_progress', 'returned')
UNION ALL
SELECT district_id, opens_on FROM pruefsteine_round WHERE state = 'planned'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pruefsteine", "0001_initial"),
        ("assignments", "0002_wall"),
        ("checklist", "0003_wall"),
        ("discussions", "0002_wall"),
        ("districts", "0002_wall"),
        ("evidence", "0002_wall"),
        ("reminders", "0002_wall"),
    ]

    operations = [
        Enclose("Operationalisation"),
        Enclose("OperationalisationEvent"),
        Enclose("OperationalisationOffice"),
        Enclose("OperationalisationOfficeEvent"),
        Enclose("Indicator"),
        Enclose("IndicatorEvent"),
        Enclose("Round"),
        Enclose("RoundEvent"),
        Enclose("RoundPruefstein"),
        Enclose("RoundPruefsteinEvent"),
        Enclose("SelfAssessment"),
        Enclose("SelfAssessmentEvent"),
        Enclose("Rating"),
        Enclose("RatingEvent"),
        Enclose("RatingEvidence"),
        Enclose("RatingEvidenceEvent"),
        Enclose("ActorView"),
        Enclose("ActorViewEvent"),
        Enclose("Consensus"),
        Enclose("ConsensusEvent"),
        Enclose("ConsensusThread"),
        Enclose("ConsensusThreadEvent"),
        Enclose("ConsensusAssignment"),
        Enclose("ConsensusAssignmentEvent"),
        Enclose("Dissent"),
        Enclose("DissentEvent"),
        # The only table of this room that the Senate reads, and of it only what is in force.
        Enclose("Release", also={"senate": {"SELECT": "state = 'released'"}}),
        Enclose("ReleaseEvent"),
        Enclose("Statement"),
        Enclose("StatementEvent"),
        WatchDue("pruefsteine_due_districts", DUE),
    ]
