import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from districts.wall.operations import Enclose


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0007_withdrawn_and_put_off'),
        ('pruefsteine', '0003_due_statements'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='actorview',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='actorview',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='actorview',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='actorview',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.meeting', verbose_name='Sitzung'),
        ),
        migrations.AddField(
            model_name='actorviewevent',
            name='meeting',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.meeting', verbose_name='Sitzung'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actorview',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "pruefsteine_actorviewevent" ("body", "district_id", "held_on", "id", "item_id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "text") VALUES (NEW."body", NEW."district_id", NEW."held_on", NEW."id", NEW."item_id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."round_id", NEW."text"); RETURN NULL;', hash='d1fccf0ab8bb25c7c95707ef296b810ece0936df', operation='INSERT', pgid='pgtrigger_insert_insert_e3790', table='pruefsteine_actorview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actorview',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "pruefsteine_actorviewevent" ("body", "district_id", "held_on", "id", "item_id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "text") VALUES (NEW."body", NEW."district_id", NEW."held_on", NEW."id", NEW."item_id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."round_id", NEW."text"); RETURN NULL;', hash='e1da0b1a70d657f5309d7451765591b1968e2bb5', operation='UPDATE', pgid='pgtrigger_update_update_c027c', table='pruefsteine_actorview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actorview',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "pruefsteine_actorviewevent" ("body", "district_id", "held_on", "id", "item_id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "text") VALUES (OLD."body", OLD."district_id", OLD."held_on", OLD."id", OLD."item_id", OLD."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."round_id", OLD."text"); RETURN NULL;', hash='e74b2394053ae5ccaa9aa1fc52ea0d58958c8393', operation='DELETE', pgid='pgtrigger_delete_delete_22275', table='pruefsteine_actorview', when='AFTER')),
        ),
        Enclose("ActorView"),
        Enclose("ActorViewEvent"),
    ]
