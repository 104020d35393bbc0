"""The SQL function that takes words out of the history of a Hinweis. Used by migrations alone.

The district's role reads kept rows and writes none. This function may, and only empties: words of the active
district's Hinweis that itself says ``removed_on``, and answers to it. So the trace always stays.
"""

_DISTRICT = "nullif(current_setting('app.district_id', true), '')::smallint"

SIGNAL_WORDS_REMOVED = rf"""CREATE OR REPLACE FUNCTION public.signal_words_removed(hint uuid, said uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    emptied boolean := (SELECT s.text = '' FROM partners_signal s
                         WHERE s.id = hint AND s.district_id = {_DISTRICT} AND s.removed_on IS NOT NULL);
BEGIN
    IF emptied IS NULL THEN
        RAISE EXCEPTION 'This Hinweis does not say that something was removed.';
    END IF;
    IF emptied THEN
        UPDATE partners_signalevent e SET title = s.title, text = '', withdrawn_because = ''
          FROM partners_signal s
         WHERE s.id = hint AND e.pgh_obj_id = hint AND e.district_id = {_DISTRICT};
    END IF;
    UPDATE partners_signalanswer SET text = ''
     WHERE id = ANY (said) AND signal_id = hint AND district_id = {_DISTRICT};
    UPDATE partners_signalanswerevent SET text = ''
     WHERE pgh_obj_id = ANY (said) AND signal_id = hint AND district_id = {_DISTRICT};
END $$"""


def statements() -> list[str]:
    """Creates the function and lets the district's role alone call it."""
    signature = "signal_words_removed(uuid, uuid[])"
    return [
        SIGNAL_WORDS_REMOVED,
        f"REVOKE ALL ON FUNCTION public.{signature} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION public.{signature} TO querlinie_district",
    ]
