from django.db import migrations

from districts.wall.operations import Enclose
from reminders.watching import WatchDue

# Runs past the wall and gives away numbers of districts alone. A planned Sitzung wants to be prepared ten days before,
# and recorded afterwards; a Kooperation that ends is decided on.
DUE = """
SELECT district_id, CASE WHEN starts_on < today THEN starts_on ELSE starts_on - 10 END AS due_on
  FROM partners_meeting WHERE state = 'planned' AND (NOT prepared OR starts_on < today)
UNION ALL
SELECT district_id, coalesce(decide_by, ends_on) FROM partners_cooperation
 WHERE renewal = 'open' AND ends_on IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_beside"), ("districts", "0002_wall"), ("evidence", "0002_wall"), ("reminders", "0002_wall")]

    operations = [
        Enclose("BodyKind"),
        Enclose("BodyKindEvent"),
        Enclose("Body"),
        Enclose("BodyEvent"),
        Enclose("BodyRegion"),
        Enclose("BodyRegionEvent"),
        Enclose("BodyMember"),
        Enclose("BodyMemberEvent"),
        Enclose("Meeting"),
        Enclose("MeetingEvent"),
        Enclose("AgendaItem"),
        Enclose("AgendaItemEvent"),
        Enclose("MeetingPart"),
        Enclose("MeetingPartEvent"),
        Enclose("MeetingEvidence"),
        Enclose("MeetingEvidenceEvent"),
        Enclose("Signal"),
        Enclose("SignalEvent"),
        Enclose("SignalRegion"),
        Enclose("SignalRegionEvent"),
        Enclose("SignalOffice"),
        Enclose("SignalOfficeEvent"),
        Enclose("SignalAnswer"),
        Enclose("SignalAnswerEvent"),
        Enclose("Cooperation"),
        Enclose("CooperationEvent"),
        Enclose("CooperationEvidence"),
        Enclose("CooperationEvidenceEvent"),
        Enclose("Participation"),
        Enclose("ParticipationEvent"),
        Enclose("ParticipationRegion"),
        Enclose("ParticipationRegionEvent"),
        WatchDue("partners_beside_due_districts", DUE),
    ]
