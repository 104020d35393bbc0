from django.db import migrations

from districts.wall.operations import Enclose


class Migration(migrations.Migration):
    dependencies = [("checklist", "0001_initial"), ("districts", "0002_wall"), ("evidence", "0002_wall"), ("discussions", "0002_wall")]

    operations = [
        Enclose("Progress"),
        Enclose("ProgressEvent"),
        Enclose("ProgressEvidence"),
        Enclose("ProgressEvidenceEvent"),
        Enclose("ProgressThread"),
        Enclose("ProgressThreadEvent"),
        Enclose("Contribution"),
        Enclose("ContributionEvent"),
        Enclose("Understanding"),
        Enclose("UnderstandingEvent"),
        Enclose("Workshop"),
        Enclose("WorkshopEvent"),
        Enclose("WorkshopOffice"),
        Enclose("WorkshopOfficeEvent"),
        Enclose("Agreement"),
        Enclose("AgreementEvent"),
        Enclose("Resolution"),
        Enclose("ResolutionEvent"),
        Enclose("ResolutionEvidence"),
        Enclose("ResolutionEvidenceEvent"),
        Enclose("FunctionLevel"),
        Enclose("FunctionLevelEvent"),
        Enclose("FunctionalRole"),
        Enclose("FunctionalRoleEvent"),
        Enclose("FunctionalRoleRegion"),
        Enclose("FunctionalRoleRegionEvent"),
        Enclose("Qualification"),
        Enclose("QualificationEvent"),
        Enclose("QualificationOffice"),
        Enclose("QualificationOfficeEvent"),
        Enclose("ConcernTopic"),
        Enclose("ConcernTopicEvent"),
        Enclose("ConcernEcho"),
        Enclose("Concern"),
    ]
