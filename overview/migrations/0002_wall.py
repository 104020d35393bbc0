from django.db import migrations

from districts.wall.operations import OWN_DISTRICT, Enclose, Policies

#: The Ressorts of the person who acts for the Senate (districts/wall/session.py).
OWN_DEPARTMENT = "nullif(current_setting('app.departments', true), '')::jsonb ? department"
#: Nested reads obey the policy of the table they read: what is another Ressort's is not there.
OF_OWN_DEPARTMENT = "EXISTS (SELECT FROM overview_supportrequest r WHERE r.id = request_id AND r.district_id = overview_supportmessage.district_id)"
IN_ANY_DISTRICT = "nullif(current_setting('app.district_id', true), '') IS NOT NULL"

# Runs past the wall and gives away names of Ressorts alone: whom a district may ask.
DEPARTMENTS = """
CREATE OR REPLACE FUNCTION public.senate_departments(today date) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT s.department::text FROM districts_statewidemembership s JOIN accounts_user u ON u.id = s.user_id
     WHERE s.role IN ('senate', 'senate_editor') AND s.department <> '' AND u.is_active
       AND s.starts_on <= today AND (s.ends_on IS NULL OR s.ends_on >= today)
$$;
REVOKE ALL ON FUNCTION public.senate_departments(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.senate_departments(date) TO querlinie_district, querlinie_senate;
"""


class Migration(migrations.Migration):
    dependencies = [("overview", "0001_initial"), ("districts", "0002_wall"), ("checklist", "0003_wall")]

    operations = [
        Policies(
            "overview_framework",
            {
                "district": {"SELECT": "published_on IS NOT NULL"},
                "senate": {
                    "SELECT": "true",
                    "INSERT": OWN_DEPARTMENT,
                    "UPDATE": OWN_DEPARTMENT,
                    "DELETE": OWN_DEPARTMENT,
                },
            },
        ),
        Enclose("FrameworkNote", also={"senate": {"SELECT": "true"}}),
        Enclose("SupportRequest", also={"senate": {"SELECT": OWN_DEPARTMENT}}),
        Enclose("SupportRequestEvent"),
        Enclose(
            "SupportMessage",
            also={
                # Neither side speaks for the other.
                "district": {"INSERT": f"{OWN_DISTRICT} AND NOT from_senate"},
                "senate": {"SELECT": OF_OWN_DEPARTMENT, "INSERT": f"from_senate AND {OF_OWN_DEPARTMENT}"},
            },
        ),
        Enclose("GoodPractice"),
        Enclose("GoodPracticeEvent"),
        # The one tenant table that every district reads: it holds released copies and nothing else.
        Enclose(
            "SharedPractice",
            also={
                "district": {"SELECT": IN_ANY_DISTRICT, "INSERT": OWN_DISTRICT, "DELETE": OWN_DISTRICT},
                "senate": {"SELECT": "true"},
            },
        ),
        migrations.RunSQL(DEPARTMENTS, migrations.RunSQL.noop),
    ]
