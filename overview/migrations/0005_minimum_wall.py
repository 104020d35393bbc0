from django.db import migrations

from districts.wall.operations import Enclose, Policies

#: As in 0002_wall: a proposal begins in the name of an own Ressort. After that it is the Senate's: there is one at a
#: time, and Ressorts are cut anew after elections.
OWN_DEPARTMENT = "nullif(current_setting('app.departments', true), '')::jsonb ? department"
#: The Senate's role is one; who of its people writes proposals, their membership says.
EDITS = """EXISTS (SELECT FROM districts_statewidemembership m
 WHERE m.user_id = nullif(current_setting('app.user_id', true), '')::uuid AND m.role = 'senate_editor'
 AND (now() AT TIME ZONE 'Europe/Berlin')::date BETWEEN m.starts_on AND coalesce(m.ends_on, 'infinity'))"""


class Migration(migrations.Migration):
    dependencies = [("overview", "0004_minimum")]

    operations = [
        Policies(
            "overview_minimumproposal",
            {
                "district": {"SELECT": "state <> 'draft'"},
                "senate": {
                    "SELECT": "true",
                    "INSERT": f"{EDITS} AND {OWN_DEPARTMENT}",
                    "UPDATE": EDITS,
                    "DELETE": EDITS,
                },
            },
        ),
        # No district reads another's answer; the Senate reads all and writes none.
        Enclose("MinimumAnswer", also={"senate": {"SELECT": "true"}}),
        Enclose("MinimumAnswerEvent"),
    ]
