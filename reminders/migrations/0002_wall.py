from django.db import migrations

from districts.wall.operations import COMMANDS, Enclose, Policies

PERSON = "person_id = nullif(current_setting('app.user_id', true), '')::uuid"
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
# A calendar program brings a secret and no session: this tells whose it is, and nothing else. Runs as its owner, since
# a person's row is shown to that person alone.
OWNER = """
CREATE OR REPLACE FUNCTION public.reminders_feed_owner(hash text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT f.person_id FROM reminders_calendarfeed f JOIN accounts_user u ON u.id = f.person_id
     WHERE f.token_hash = hash AND u.is_active
$body$;
REVOKE ALL ON FUNCTION public.reminders_feed_owner(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.reminders_feed_owner(text) TO querlinie_login;
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial"), ("districts", "0002_wall")]

    operations = [
        Enclose("ReminderSettings"),
        Enclose("ReminderSettingsEvent"),
        Enclose("Reminder"),
        Policies("reminders_mail", {"login": dict.fromkeys(COMMANDS, "true")}),
        Policies(
            "reminders_lastsweep",
            {"login": dict.fromkeys(("SELECT", "INSERT", "UPDATE"), "true"), "district": {"SELECT": "true"}}
            | {"operator": {"SELECT": "true"}},
        ),
        Policies("reminders_calendarfeed", {"login": dict.fromkeys(COMMANDS, PERSON)}),
        migrations.RunSQL(PENDING, migrations.RunSQL.noop),
        migrations.RunSQL(OF_PERSON, migrations.RunSQL.noop),
        migrations.RunSQL(OWNER, migrations.RunSQL.noop),
    ]
