-- The five database roles of Querlinie. Run once per PostgreSQL cluster by an administrator; running it again changes
-- nothing. Passwords are set apart (ALTER ROLE ... PASSWORD), see docs/betrieb.md.
--
-- querlinie_owner     owns the tables, migrates, is not bound by row-level security
-- querlinie_login     what web and workers connect as; nothing of a district
-- querlinie_district  the rows of the one active district, by policy
-- querlinie_senate    what districts released
-- querlinie_operator  districts, offices, memberships, people; no content

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'querlinie_owner') THEN
        CREATE ROLE querlinie_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'querlinie_login') THEN
        CREATE ROLE querlinie_login LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'querlinie_district') THEN
        CREATE ROLE querlinie_district NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'querlinie_senate') THEN
        CREATE ROLE querlinie_senate NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'querlinie_operator') THEN
        CREATE ROLE querlinie_operator NOLOGIN;
    END IF;
END
$$;

-- INHERIT FALSE is the wall: an inherited grant would bring the other role's policies along, without any error.
GRANT querlinie_district, querlinie_senate, querlinie_operator TO querlinie_login WITH INHERIT FALSE, SET TRUE;
GRANT querlinie_district, querlinie_senate, querlinie_operator, querlinie_login
    TO querlinie_owner WITH INHERIT FALSE, SET TRUE;
