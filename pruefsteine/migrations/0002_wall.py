from django.db import migrations

from districts.wall.operations import Enclose


class Migration(migrations.Migration):
    dependencies = [
        ("pruefsteine", "0001_initial"),
        ("assignments", "0002_wall"),
        ("checklist", "0003_wall"),
        ("discussions", "0002_wall"),
        ("districts", "0002_wall"),
        ("evidence", "0002_wall"),
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
    ]
