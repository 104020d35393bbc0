import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from partners.removal_functions import statements
from reminders.watching import WatchDue

# As partners_beside_due_districts was (0004); called now by what it watches.
DUE = """
SELECT district_id, CASE WHEN starts_on < today THEN starts_on ELSE starts_on - 10 END AS due_on
  FROM partners_meeting WHERE state = 'planned' AND (NOT prepared OR starts_on < today)
UNION ALL
SELECT district_id, coalesce(decide_by, ends_on) FROM partners_cooperation
 WHERE renewal = 'open' AND ends_on IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('districts', '0005_beside_rights'),
        ('partners', '0006_publication'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='agendaitem',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agendaitem',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agendaitem',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='signal',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='signal',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='signal',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='signal',
            name='signal_once',
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='not_before',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='vertagt, frühestens wieder am'),
        ),
        migrations.AddField(
            model_name='agendaitemevent',
            name='not_before',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='vertagt, frühestens wieder am'),
        ),
        migrations.AddField(
            model_name='signal',
            name='removed_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='Warum der Inhalt entfernt ist'),
        ),
        migrations.AddField(
            model_name='signal',
            name='removed_on',
            field=models.DateField(blank=True, null=True, verbose_name='Inhalt entfernt am'),
        ),
        migrations.AddField(
            model_name='signal',
            name='withdrawn',
            field=models.BooleanField(default=False, verbose_name='zurückgezogen'),
        ),
        migrations.AddField(
            model_name='signal',
            name='withdrawn_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='Grund des Zurückziehens'),
        ),
        migrations.AddField(
            model_name='signalevent',
            name='removed_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='Warum der Inhalt entfernt ist'),
        ),
        migrations.AddField(
            model_name='signalevent',
            name='removed_on',
            field=models.DateField(blank=True, null=True, verbose_name='Inhalt entfernt am'),
        ),
        migrations.AddField(
            model_name='signalevent',
            name='withdrawn',
            field=models.BooleanField(default=False, verbose_name='zurückgezogen'),
        ),
        migrations.AddField(
            model_name='signalevent',
            name='withdrawn_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='Grund des Zurückziehens'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_agendaitemevent" ("actor_id", "body_id", "district_id", "id", "meeting_id", "not_before", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "result", "state", "subject", "title", "url", "url_right") VALUES (NEW."actor_id", NEW."body_id", NEW."district_id", NEW."id", NEW."meeting_id", NEW."not_before", NEW."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."result", NEW."state", NEW."subject", NEW."title", NEW."url", NEW."url_right"); RETURN NULL;', hash='a48b6f56baee5d34de1a4e03d96fa72aee32d747', operation='INSERT', pgid='pgtrigger_insert_insert_00618', table='partners_agendaitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_agendaitemevent" ("actor_id", "body_id", "district_id", "id", "meeting_id", "not_before", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "result", "state", "subject", "title", "url", "url_right") VALUES (NEW."actor_id", NEW."body_id", NEW."district_id", NEW."id", NEW."meeting_id", NEW."not_before", NEW."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."result", NEW."state", NEW."subject", NEW."title", NEW."url", NEW."url_right"); RETURN NULL;', hash='5d5311a53d7074d9e711a330c9455762ab0b617d', operation='UPDATE', pgid='pgtrigger_update_update_988e5', table='partners_agendaitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_agendaitemevent" ("actor_id", "body_id", "district_id", "id", "meeting_id", "not_before", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "result", "state", "subject", "title", "url", "url_right") VALUES (OLD."actor_id", OLD."body_id", OLD."district_id", OLD."id", OLD."meeting_id", OLD."not_before", OLD."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."result", OLD."state", OLD."subject", OLD."title", OLD."url", OLD."url_right"); RETURN NULL;', hash='3bc0b4382d0fe3fa2a2b9e3c07e02bf6b4feb909', operation='DELETE', pgid='pgtrigger_delete_delete_7d85e', table='partners_agendaitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_signalevent" ("actor_id", "author_id", "closed_on", "district_id", "from_neighbourhood", "id", "kind", "observed_on", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_because", "removed_on", "spoke_as", "taken_down_on", "text", "title", "withdrawn", "withdrawn_because") VALUES (NEW."actor_id", NEW."author_id", NEW."closed_on", NEW."district_id", NEW."from_neighbourhood", NEW."id", NEW."kind", NEW."observed_on", NEW."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."removed_because", NEW."removed_on", NEW."spoke_as", NEW."taken_down_on", NEW."text", NEW."title", NEW."withdrawn", NEW."withdrawn_because"); RETURN NULL;', hash='32a0691a88094f0721a885362dc790a66c0c1237', operation='INSERT', pgid='pgtrigger_insert_insert_e54eb', table='partners_signal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_signalevent" ("actor_id", "author_id", "closed_on", "district_id", "from_neighbourhood", "id", "kind", "observed_on", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_because", "removed_on", "spoke_as", "taken_down_on", "text", "title", "withdrawn", "withdrawn_because") VALUES (NEW."actor_id", NEW."author_id", NEW."closed_on", NEW."district_id", NEW."from_neighbourhood", NEW."id", NEW."kind", NEW."observed_on", NEW."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."removed_because", NEW."removed_on", NEW."spoke_as", NEW."taken_down_on", NEW."text", NEW."title", NEW."withdrawn", NEW."withdrawn_because"); RETURN NULL;', hash='0afbe23a76538582659a8c5ce64737e5cff4f079', operation='UPDATE', pgid='pgtrigger_update_update_6fe36', table='partners_signal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_signalevent" ("actor_id", "author_id", "closed_on", "district_id", "from_neighbourhood", "id", "kind", "observed_on", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_because", "removed_on", "spoke_as", "taken_down_on", "text", "title", "withdrawn", "withdrawn_because") VALUES (OLD."actor_id", OLD."author_id", OLD."closed_on", OLD."district_id", OLD."from_neighbourhood", OLD."id", OLD."kind", OLD."observed_on", OLD."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."removed_because", OLD."removed_on", OLD."spoke_as", OLD."taken_down_on", OLD."text", OLD."title", OLD."withdrawn", OLD."withdrawn_because"); RETURN NULL;', hash='1ab1cf9163bdd2b877f6e12163dcd55ba40135da', operation='DELETE', pgid='pgtrigger_delete_delete_c94dd', table='partners_signal', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='signal',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_on__isnull', True)), fields=('district', 'author', 'title', 'taken_down_on'), name='signal_once', violation_error_message='Diesen Hinweis haben Sie heute schon eingetragen.'),
        ),
        migrations.AddConstraint(
            model_name='signal',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn', False), ('closed_on__isnull', False), _connector='OR'), name='signal_withdrawn_is_closed'),
        ),
        migrations.RunSQL(statements(), migrations.RunSQL.noop),
        WatchDue("partners_meetings_cooperations_due_districts", DUE),
        migrations.RunSQL("DROP FUNCTION IF EXISTS public.partners_beside_due_districts(date)", migrations.RunSQL.noop),
    ]
