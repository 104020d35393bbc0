import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from districts.wall.operations import COMMANDS, Policies

PERSON = "person_id = nullif(current_setting('app.user_id', true), '')::uuid"
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

    dependencies = [
        ('reminders', '0002_wall'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        Policies("reminders_calendarfeed", {"login": dict.fromkeys(COMMANDS, PERSON)}),
        Policies("reminders_lastsweep", {"operator": {"SELECT": "true"}}),
        migrations.RunSQL(OWNER, migrations.RunSQL.noop),
    ]
