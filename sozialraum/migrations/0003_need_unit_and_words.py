import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from districts.wall.operations import Enclose

# What was written becomes the unit of that name, where the district has one and only one. Kept rows go along, so that
# no change shows where nothing changed. The triggers are down meanwhile.
CARRIED_OVER = """
SET CONSTRAINTS ALL IMMEDIATE;
CREATE TEMPORARY TABLE units_by_name ON COMMIT DROP AS
  SELECT district_id, name, min(id::text)::uuid AS id FROM sozialraum_spatialunit GROUP BY 1, 2 HAVING count(*) = 1;
UPDATE sozialraum_need n SET unit_id = u.id, unit_words = '' FROM units_by_name u
 WHERE u.district_id = n.district_id AND u.name = btrim(n.unit_words);
UPDATE sozialraum_needevent n SET unit_id = u.id, unit_words = '' FROM units_by_name u
 WHERE u.district_id = n.district_id AND u.name = btrim(n.unit_words);
SET CONSTRAINTS ALL DEFERRED;
"""

# The district's role reads kept rows and writes none. This function may, and only replaces: words of a Bedarf whose
# Hinweis has lost its own, with those the Bedarf bears since somebody looked through them.
_DISTRICT = "nullif(current_setting('app.district_id', true), '')::smallint"
WORDS_REMOVED = f"""
CREATE OR REPLACE FUNCTION public.need_words_removed(need uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM sozialraum_need n JOIN partners_signal s ON s.id = n.signal_id
                    WHERE n.id = need AND n.district_id = {_DISTRICT} AND n.words_checked_on IS NOT NULL
                      AND s.removed_on IS NOT NULL AND s.text = '') THEN
        RAISE EXCEPTION 'The Hinweis of this Bedarf has not lost its words, or nobody has looked.';
    END IF;
    UPDATE sozialraum_needevent e SET title = n.title, text = n.text
      FROM sozialraum_need n
     WHERE n.id = need AND e.pgh_obj_id = need AND e.district_id = {_DISTRICT};
END $$;
REVOKE ALL ON FUNCTION public.need_words_removed(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.need_words_removed(uuid) TO querlinie_district;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('sozialraum', '0002_wall'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='need',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='need',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='need',
            name='delete_delete',
        ),
        migrations.RenameField(
            model_name='need',
            old_name='unit',
            new_name='unit_words',
        ),
        migrations.AlterField(
            model_name='need',
            name='unit_words',
            field=models.CharField(blank=True, help_text='Wenn sie nicht eingetragen ist.', max_length=160, verbose_name='Einheit oder Standort in Worten'),
        ),
        migrations.AddField(
            model_name='need',
            name='unit',
            field=models.ForeignKey(blank=True, help_text='Welche sozialräumliche Einheit ihn nennt.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sozialraum.spatialunit', verbose_name='Einheit vor Ort'),
        ),
        migrations.AddField(
            model_name='need',
            name='words_checked_on',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.RenameField(
            model_name='needevent',
            old_name='unit',
            new_name='unit_words',
        ),
        migrations.AlterField(
            model_name='needevent',
            name='unit_words',
            field=models.CharField(blank=True, help_text='Wenn sie nicht eingetragen ist.', max_length=160, verbose_name='Einheit oder Standort in Worten'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='unit',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Welche sozialräumliche Einheit ihn nennt.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sozialraum.spatialunit', verbose_name='Einheit vor Ort'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='words_checked_on',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='needentry',
            name='kind',
            field=models.CharField(choices=[('reported', 'Bedarf gemeldet'), ('seen', 'Gesichtet'), ('asked', 'Weitere Ämter gebeten'), ('lead', 'Federführung übernommen'), ('left', 'Federführung abgegeben'), ('pledged', 'Mitwirkung zugesagt'), ('unable', 'Mitwirkung nicht möglich'), ('withdrawn', 'Zusage zurückgezogen'), ('agreed', 'Vereinbart'), ('brought', 'Auf eine Tagesordnung gesetzt'), ('done', 'Erledigt, Rückmeldung gegeben'), ('declined', 'Nicht aufgenommen, Rückmeldung gegeben'), ('words', 'Angaben über einzelne Personen entfernt')], max_length=9, verbose_name='Art'),
        ),
        migrations.AlterField(
            model_name='needentryevent',
            name='kind',
            field=models.CharField(choices=[('reported', 'Bedarf gemeldet'), ('seen', 'Gesichtet'), ('asked', 'Weitere Ämter gebeten'), ('lead', 'Federführung übernommen'), ('left', 'Federführung abgegeben'), ('pledged', 'Mitwirkung zugesagt'), ('unable', 'Mitwirkung nicht möglich'), ('withdrawn', 'Zusage zurückgezogen'), ('agreed', 'Vereinbart'), ('brought', 'Auf eine Tagesordnung gesetzt'), ('done', 'Erledigt, Rückmeldung gegeben'), ('declined', 'Nicht aufgenommen, Rückmeldung gegeben'), ('words', 'Angaben über einzelne Personen entfernt')], max_length=9, verbose_name='Art'),
        ),
        migrations.RunSQL(CARRIED_OVER, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sozialraum_needevent" ("agreed_on", "agreed_until", "agreed_what", "author_id", "brought_on", "district_id", "from_neighbourhood", "id", "lead_id", "lead_open_since", "moved_on", "office_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "reported_on", "settled_by_id", "settled_on", "signal_id", "spoke_as", "state", "talked_on", "text", "theme_id", "thread_id", "title", "topic_id", "unit_id", "unit_words", "urgency", "version", "words_checked_on") VALUES (NEW."agreed_on", NEW."agreed_until", NEW."agreed_what", NEW."author_id", NEW."brought_on", NEW."district_id", NEW."from_neighbourhood", NEW."id", NEW."lead_id", NEW."lead_open_since", NEW."moved_on", NEW."office_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."raised_on", NEW."reported_on", NEW."settled_by_id", NEW."settled_on", NEW."signal_id", NEW."spoke_as", NEW."state", NEW."talked_on", NEW."text", NEW."theme_id", NEW."thread_id", NEW."title", NEW."topic_id", NEW."unit_id", NEW."unit_words", NEW."urgency", NEW."version", NEW."words_checked_on"); RETURN NULL;', hash='53305acc533534595e4a618b9c716b2e165731d9', operation='INSERT', pgid='pgtrigger_insert_insert_f8c72', table='sozialraum_need', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "sozialraum_needevent" ("agreed_on", "agreed_until", "agreed_what", "author_id", "brought_on", "district_id", "from_neighbourhood", "id", "lead_id", "lead_open_since", "moved_on", "office_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "reported_on", "settled_by_id", "settled_on", "signal_id", "spoke_as", "state", "talked_on", "text", "theme_id", "thread_id", "title", "topic_id", "unit_id", "unit_words", "urgency", "version", "words_checked_on") VALUES (NEW."agreed_on", NEW."agreed_until", NEW."agreed_what", NEW."author_id", NEW."brought_on", NEW."district_id", NEW."from_neighbourhood", NEW."id", NEW."lead_id", NEW."lead_open_since", NEW."moved_on", NEW."office_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."raised_on", NEW."reported_on", NEW."settled_by_id", NEW."settled_on", NEW."signal_id", NEW."spoke_as", NEW."state", NEW."talked_on", NEW."text", NEW."theme_id", NEW."thread_id", NEW."title", NEW."topic_id", NEW."unit_id", NEW."unit_words", NEW."urgency", NEW."version", NEW."words_checked_on"); RETURN NULL;', hash='08f13003b80ae0cd40f1bb2b5b658f946782d242', operation='UPDATE', pgid='pgtrigger_update_update_44fa5', table='sozialraum_need', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sozialraum_needevent" ("agreed_on", "agreed_until", "agreed_what", "author_id", "brought_on", "district_id", "from_neighbourhood", "id", "lead_id", "lead_open_since", "moved_on", "office_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "reported_on", "settled_by_id", "settled_on", "signal_id", "spoke_as", "state", "talked_on", "text", "theme_id", "thread_id", "title", "topic_id", "unit_id", "unit_words", "urgency", "version", "words_checked_on") VALUES (OLD."agreed_on", OLD."agreed_until", OLD."agreed_what", OLD."author_id", OLD."brought_on", OLD."district_id", OLD."from_neighbourhood", OLD."id", OLD."lead_id", OLD."lead_open_since", OLD."moved_on", OLD."office_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."raised_on", OLD."reported_on", OLD."settled_by_id", OLD."settled_on", OLD."signal_id", OLD."spoke_as", OLD."state", OLD."talked_on", OLD."text", OLD."theme_id", OLD."thread_id", OLD."title", OLD."topic_id", OLD."unit_id", OLD."unit_words", OLD."urgency", OLD."version", OLD."words_checked_on"); RETURN NULL;', hash='5561aa38dfb87554063c823e764c16b8869f9801', operation='DELETE', pgid='pgtrigger_delete_delete_09e9d', table='sozialraum_need', when='AFTER')),
        ),
        Enclose("Need"),
        migrations.RunSQL(WORDS_REMOVED, migrations.RunSQL.noop),
    ]
