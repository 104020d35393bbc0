"""SQL functions behind the search for actors. Used by migrations alone: changing one needs a new migration.

LIKE and similarity are not leakproof, so under row-level security their indexes stay unused (WALL, "Policies"). Two
SECURITY DEFINER functions read those indexes. They filter by the active district themselves and give away nothing but
ids, which every caller then puts through ``visible_to``.
"""

_DISTRICT = "nullif(current_setting('app.district_id', true), '')::smallint"

#: Both sides of every comparison: german_key, "str." spelled out, punctuation and legal forms away, "ae" like "ä".
ACTOR_KEY = r"""CREATE OR REPLACE FUNCTION public.actor_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        public.german_key(value),
        'str(\.|\M)', 'strasse', 'g'),
        '[^a-z0-9]+', ' ', 'g'),
        '\m(e v|ggmbh|gmbh|eg|gug)\M', '', 'g'),
        '([aou])e', '\1', 'g'))
$$"""

#: Actors where each of the words stands somewhere, or that have an offer with all of them.
ACTORS_FOUND = rf"""CREATE OR REPLACE FUNCTION public.actors_found(words text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 100
AS $$
DECLARE
    -- Put together, so that the index is asked for all words at once. A key holds letters and digits, nothing else.
    every text := (SELECT string_agg(format('haystack LIKE %L', '%' || p || '%'), ' AND ')
                     FROM regexp_split_to_table(actor_key(words), ' +') p);
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT id FROM partners_actor WHERE district_id = %1$L AND %2$s UNION
         SELECT actor_id FROM partners_offer WHERE district_id = %1$L AND %2$s', {_DISTRICT}, every);
END $$"""

#: Actors and offers written nearly like ``words``: each word is replaced by the words most like it that stand
#: anywhere in the district; what is like nothing is left out.
ACTORS_ALIKE = rf"""CREATE OR REPLACE FUNCTION public.actors_alike(words text) RETURNS TABLE (id uuid, nearness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 100
AS $$
DECLARE
    here smallint := {_DISTRICT};
    part text;
    alike text;
    every text := '';
BEGIN
    -- Not as an option of the function: restoring a backup with it would need a superuser.
    PERFORM set_config('pg_trgm.similarity_threshold', '0.35', true);
    FOR part IN SELECT p FROM regexp_split_to_table(actor_key(words), ' +') p WHERE p <> '' LIMIT 8 LOOP
        IF part ~ '\d' OR length(part) < 4 THEN
            alike := part;
        ELSE
            SELECT string_agg(near.word, '|') INTO alike FROM (
                SELECT s.word FROM partners_searchword s WHERE s.district_id = here AND s.word % part
                 ORDER BY similarity(s.word, part) DESC, s.word LIMIT 4) near;
        END IF;
        IF alike IS NOT NULL THEN
            every := every || format(' AND haystack ~ %L', alike);
        END IF;
    END LOOP;
    IF every = '' THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT f.actor, max(similarity(f.haystack, %3$L)) FROM (
            SELECT id AS actor, haystack FROM partners_actor WHERE district_id = %1$L %2$s UNION ALL
            SELECT actor_id, haystack FROM partners_offer WHERE district_id = %1$L %2$s LIMIT 500
         ) f GROUP BY f.actor ORDER BY 2 DESC LIMIT 100', here, every, actor_key(words));
END $$"""

#: Entries that may be the same as what somebody types, by how likely it is: nearly the same name, or one address.
ACTOR_TWINS = rf"""CREATE OR REPLACE FUNCTION public.actor_twins(name text, carrier text, address text)
RETURNS TABLE (id uuid, nearness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    here smallint := {_DISTRICT};
    wanted text := actor_key($1);
    carried text := actor_key($2);
    place text := actor_key($3);
BEGIN
    PERFORM set_config('pg_trgm.similarity_threshold', '0.45', true);
    RETURN QUERY
        SELECT f.actor, max(f.near)::real FROM (
            -- The same carrier runs many houses: it only adds weight to a name that is near already.
            SELECT a.id AS actor,
                   similarity(a.name_key, wanted)
                   + CASE WHEN place <> '' AND a.address_key = place THEN 0.3 ELSE 0 END
                   + CASE WHEN carried <> '' AND a.carrier_key = carried THEN 0.1 ELSE 0 END AS near
              FROM partners_actor a
             WHERE a.district_id = here AND a.name_key % wanted
            UNION ALL
            SELECT a.id, 0.3 + similarity(a.name_key, wanted)
                   + CASE WHEN carried <> '' AND a.carrier_key = carried THEN 0.3 ELSE 0 END
              FROM partners_actor a
             WHERE place ~ '\d' AND a.district_id = here AND a.address_key = place
        ) f WHERE f.near >= 0.3 GROUP BY f.actor ORDER BY 2 DESC LIMIT 20;
END $$"""

#: Every function with its signature, for grants.
DEFINERS = {
    "actors_found(text)": ACTORS_FOUND,
    "actors_alike(text)": ACTORS_ALIKE,
    "actor_twins(text, text, text)": ACTOR_TWINS,
}


def statements() -> list[str]:
    """Creates the functions and lets the district's role alone call those that see past the wall."""
    found = []
    for signature, body in DEFINERS.items():
        found += [
            body,
            f"REVOKE ALL ON FUNCTION public.{signature} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION public.{signature} TO querlinie_district",
        ]
    return found
