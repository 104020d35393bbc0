"""What each database role may do with each table: one table in code, brought into the database after every migrate.

A model says it itself (``wall_grants`` on the class; tenant models and their events inherit a sensible one). Tables of
libraries stand in ``LIBRARY_GRANTS``. What is listed nowhere is granted to nobody, and a test fails for it.
Inside those grants the policies of ``operations.py`` decide which rows.
"""

from django.apps import apps
from django.db import connection, models

ROLES = ("login", "district", "senate", "operator")

#: Tables of Django and libraries: label -> role -> commands.
LIBRARY_GRANTS: dict[str, dict[str, str]] = {
    "sessions.Session": {"login": "SELECT INSERT UPDATE DELETE"},
    "contenttypes.ContentType": {
        "login": "SELECT",
        "district": "SELECT",
        "senate": "SELECT",
        "operator": "SELECT",
    },
    "auth.Permission": {"login": "SELECT", "district": "SELECT", "senate": "SELECT", "operator": "SELECT"},
    "auth.Group": {"district": "SELECT INSERT", "operator": "SELECT INSERT"},
    "auth.Group_permissions": {},
    "accounts.User": {
        "login": "SELECT INSERT UPDATE",
        "district": "SELECT",
        "senate": "SELECT",
        "operator": "SELECT UPDATE",
    },
    "accounts.User_groups": {"district": "SELECT INSERT DELETE", "operator": "SELECT INSERT DELETE"},
    "account.EmailAddress": {"login": "SELECT INSERT UPDATE DELETE"},
    "account.EmailConfirmation": {"login": "SELECT INSERT UPDATE DELETE"},
    # guardian's generic tables are not used: rights hang on districts and offices by real foreign keys.
    "guardian.UserObjectPermission": {},
    "guardian.GroupObjectPermission": {},
    # pghistory's common context table is not used: the context stands in the row.
    "pghistory.Context": {},
}


def every_table() -> dict[str, type[models.Model]]:
    """Database table -> model, for all models that own a table (through tables and events too)."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            found[model._meta.db_table] = model
    return found


def granted(model: type[models.Model]) -> dict[str, set[str]] | None:
    """The commands per role for ``model``, or None where nobody has listed the table."""
    listed = LIBRARY_GRANTS.get(model._meta.label)
    if listed is None:
        listed = getattr(model, "wall_grants", None)
    if listed is None:
        return None
    return {role: set(commands.split()) for role, commands in listed.items()}


_ACTUAL = """
SELECT c.relname, substr(a.grantee::regrole::text, 11), a.privilege_type
  FROM pg_class c, LATERAL aclexplode(c.relacl) a
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
   AND a.grantee::regrole::text IN ('querlinie_login', 'querlinie_district', 'querlinie_senate', 'querlinie_operator')
"""


def apply_grants() -> None:
    """Makes the database match the table in code: grants what is missing, revokes what is too much. Idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTUAL)
        actual = set(cursor.fetchall())
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        existing = {row[0] for row in cursor.fetchall()}
        wanted = {
            (table, role, command)
            for table, model in every_table().items()
            if table in existing
            for role, commands in (granted(model) or {}).items()
            for command in commands
        }
        for table, role, command in sorted(actual - wanted):
            cursor.execute(f'REVOKE {command} ON "{table}" FROM querlinie_{role}')
        for table, role, command in sorted(wanted - actual):
            cursor.execute(f'GRANT {command} ON "{table}" TO querlinie_{role}')
        cursor.execute("GRANT USAGE ON SCHEMA public TO " + ", ".join(f"querlinie_{role}" for role in ROLES))


def harden_history() -> None:
    """History functions run as their owner (nobody else may write events) and cannot be switched off.

    Without this the district role would need INSERT on the events and could forge them, and any role could name
    triggers to skip in the setting ``pgtrigger.ignore``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT p.oid::regprocedure::text FROM pg_proc p
                WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype = 'trigger'::regtype
                  AND p.proname LIKE 'pgtrigger\\_%'
                  AND NOT (p.prosecdef AND p.proconfig @> ARRAY['search_path=public, pg_temp'])"""
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = public, pg_temp")
        cursor.execute(
            """CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
               LANGUAGE sql IMMUTABLE AS 'SELECT FALSE'"""
        )


def after_migrate(**kwargs: object) -> None:
    """Receiver of ``post_migrate``."""
    apply_grants()
    harden_history()
