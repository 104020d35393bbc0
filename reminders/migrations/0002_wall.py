from django.db import migrations

from districts.wall.operations import COMMANDS, Enclose, Policies

# Both run past the wall, as their owner, and give away numbers of districts alone (WALL, "The sweep").
PENDING = """
CREATE OR REPLACE FUNCTION public.reminders_pending_districts() RETURNS SETOF smallint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT d.id FROM districts_district d
     WHERE EXISTS (SELECT FROM reminders_reminder r
                    WHERE r.district_id = d.id AND r.state IN ('pending', 'sending'))
$body$;
REVOKE ALL ON FUNCTION public.reminders_pending_districts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.reminders_pending_districts() TO querlinie_login;
"""
OF_PERSON = """
CREATE OR REPLACE FUNCTION public.reminders_districts_of(person uuid) RETURNS SETOF smallint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT DISTINCT r.district_id FROM reminders_reminder r
     WHERE r.person_id = person AND r.state IN ('pending', 'sending')
$body$;
REVOKE ALL ON FUNCTION public.reminders_districts_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.reminders_districts_of(uuid) TO querlinie_login;
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial"), ("districts", "0003_settings")]

    operations = [
        Enclose("ReminderSettings"),
        Enclose("ReminderSettingsEvent"),
        Enclose("Reminder"),
        Policies("reminders_mail", {"login": dict.fromkeys(COMMANDS, "true")}),
        Policies(
            "reminders_lastsweep",
            {"login": dict.fromkeys(("SELECT", "INSERT", "UPDATE"), "true"), "district": {"SELECT": "true"}},
        ),
        migrations.RunSQL(PENDING, migrations.RunSQL.noop),
        migrations.RunSQL(OF_PERSON, migrations.RunSQL.noop),
    ]
