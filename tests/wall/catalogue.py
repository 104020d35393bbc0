"""What PostgreSQL's catalogue says about the wall, as functions that return complaints.

Each returns a list of sentences, empty where all is well, so that a test can plant a fault in a transaction and see
the complaint. The models say which tables are tenant tables; ``sql_matrix.py`` and
``policy_matrix.py`` say what is allowed.
"""

import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection, models

from tests.wall import policy_matrix
from tests.wall import sql_matrix as allowed

OURS = "nspname = 'public' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {oid} AND d.deptype = 'e')"
PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def asked(sql: str, params: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows of one question to the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def is_tenant(model: Any) -> bool:
    """True for models whose rows belong to one district and have an id of their own."""
    columns = {field.column for field in model._meta.local_concrete_fields}
    return {"district_id", "id"} <= columns and "pgh_id" not in columns


def all_models() -> list[type[models.Model]]:
    """Every model with a table, automatic through models too."""
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def tenant_models() -> list[type[models.Model]]:
    """The models under the wall, without history tables."""
    return [model for model in all_models() if is_tenant(model)]


def history_tables() -> set[str]:
    """Tables of events."""
    return {m._meta.db_table for m in all_models() if any(f.column == "pgh_id" for f in m._meta.local_concrete_fields)}


def district_tables() -> set[str]:
    """Every table whose rows carry a district, by the database's own word: also those no model knows."""
    rows = asked(
        f"""SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE {OURS.format(oid="c.oid")} AND c.relkind IN ('r', 'p') AND a.attname = 'district_id'
               AND NOT a.attisdropped"""
    )
    return {row[0] for row in rows}


def unlisted_tables() -> list[str]:
    """Every table and view of the schema stands in the matrix, and nothing else does."""
    rows = asked(
        f"""SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE {OURS.format(oid="c.oid")} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"""
    )
    tables = {name for name, kind in rows if kind in "rp"}
    found = [f"{name} is not in the matrix" for name in tables - allowed.MATRIX.keys()]
    found += [f"{name} stands in the matrix but does not exist" for name in allowed.MATRIX.keys() - tables]
    found += [
        f"{name}: no materialised view or foreign table can stand under the wall" for name, k in rows if k in "mf"
    ]
    found += [f"the view {name} is not in the matrix" for name, k in rows if k == "v" and name not in allowed.VIEWS]
    return sorted(found)


def privileges() -> list[str]:
    """What each role really may (inherited privileges too) is what the matrix says."""
    version = connection.cursor().connection.info.server_version
    commands = [*PRIVILEGES, *(["MAINTAIN"] if version >= 170000 else [])]
    rows = asked(
        f"""SELECT c.relname, r.role, p.command,
                   has_table_privilege('querlinie_' || r.role, c.oid, p.command)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
                   unnest(%(roles)s::text[]) r(role), unnest(%(commands)s::text[]) p(command)
             WHERE {OURS.format(oid="c.oid")} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')""",
        {"roles": list(allowed.ROLES), "commands": commands},
    )
    found = []
    for table, role, command, held in rows:
        wanted = command in allowed.MATRIX.get(table, {}).get(role, ())
        if held != wanted:
            found.append(f"{role} {'may' if held else 'may not'} {command} {table}")
    return sorted(found)


def stray_grants() -> list[str]:
    """No grant on single columns, none to PUBLIC, none on sequences, no default privileges, no grant option."""
    found = [
        f"column grant on {table}.{column}"
        for table, column in asked(
            """SELECT attrelid::regclass::text, attname FROM pg_attribute
                WHERE attacl IS NOT NULL AND attrelid >= 16384"""
        )
    ]
    found += [
        f"{grantee} holds {privilege} on {name}{' and may hand it on' if handed_on else ''}"
        for name, grantee, privilege, handed_on in asked(
            f"""SELECT c.relname, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
                       a.privilege_type, a.is_grantable
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, LATERAL aclexplode(c.relacl) a
                 WHERE {OURS.format(oid="c.oid")} AND a.grantee <> c.relowner
                   AND (a.grantee = 0 OR a.is_grantable OR c.relkind = 'S')"""
        )
    ]
    found += [
        f"default privileges of {role}" for (role,) in asked("SELECT defaclrole::regrole::text FROM pg_default_acl")
    ]
    found += [
        f"{role} may create in the schema"
        for (role,) in asked(
            """SELECT rolname FROM pg_roles WHERE rolname LIKE 'querlinie\\_%%' AND rolname <> 'querlinie_owner'
                AND has_schema_privilege(oid, 'public', 'CREATE')""".replace("%%", "%")
        )
    ]
    return found


def roles() -> list[str]:
    """Attributes and memberships of the five roles; no membership inherits (WALL: 2,750 foreign rows, no error)."""
    found = []
    rows = asked(
        """SELECT rolname, rolcanlogin, rolinherit, rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication
             FROM pg_roles WHERE rolname = ANY(%(names)s)""",
        {"names": list(allowed.ROLE_ATTRIBUTES)},
    )
    for name, login, inherits, strong in rows:
        if strong:
            found.append(f"{name} is too strong")
        if (login, inherits) != allowed.ROLE_ATTRIBUTES[name]:
            found.append(f"{name}: LOGIN {login}, INHERIT {inherits}")
    found += [f"{name} does not exist" for name in allowed.ROLE_ATTRIBUTES.keys() - {row[0] for row in rows}]
    members = asked(
        """SELECT member::regrole::text, roleid::regrole::text, inherit_option, admin_option, set_option
             FROM pg_auth_members
            WHERE (member::regrole::text LIKE 'querlinie%%' OR roleid::regrole::text LIKE 'querlinie%%')
              AND NOT (SELECT rolsuper FROM pg_roles WHERE oid = member)""".replace("%%", "%")
    )
    for member, role, inherits, admin, may_set in members:
        if inherits:
            found.append(f"{member} inherits from {role}")
        if admin:
            found.append(f"{member} may hand on {role}")
        if (member, role) not in allowed.ROLE_MEMBERS:
            found.append(f"{member} is a member of {role}")
        elif not may_set:
            found.append(f"{member} cannot become {role}")
    there = {(member, role) for member, role, *_ in members}
    found += [f"{member} is no member of {role}" for member, role in allowed.ROLE_MEMBERS - there]
    return found


def lasting_settings() -> list[str]:
    """No role and no database carries a district, a person or a role of its own; nor does this session."""
    found = [
        f"{who}: {setting}"
        for who, settings in asked(
            """SELECT coalesce(nullif(setrole, 0)::regrole::text, 'database'), setconfig FROM pg_db_role_setting
                WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"""
        )
        for setting in settings
        if setting.startswith(("app.", "role=", "row_security", "pgtrigger.", "pghistory.", "session_replication"))
    ]
    return found + session_settings()


def session_settings() -> list[str]:
    """What this connection carries right now: outside a request there is no district, no person, no actor."""
    names = ("app.district_id", "app.user_id", "app.departments", "pghistory.context_metadata", "pghistory.context_id")
    return [
        f"the session carries {name} = {value}"
        for name, value in asked(
            "SELECT n, current_setting(n, true) FROM unnest(%(names)s::text[]) n", {"names": list(names)}
        )
        if value
    ]


def owners() -> list[str]:
    """Whoever owns a table is not bound by its policies: that is the owner role alone."""
    return [
        f"{table} belongs to {owner}"
        for table, owner in asked(
            f"""SELECT c.relname, c.relowner::regrole::text FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE {OURS.format(oid="c.oid")} AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"""
        )
        if owner in ("querlinie_login", "querlinie_district", "querlinie_senate", "querlinie_operator")
    ]


def row_security() -> list[str]:
    """Row-level security is on wherever a role may do anything, and on every table with a district."""
    rows = dict(
        asked(
            f"""SELECT c.relname, c.relrowsecurity FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE {OURS.format(oid="c.oid")} AND c.relkind IN ('r', 'p')"""
        )
    )
    tenant = {model._meta.db_table for model in tenant_models()} | history_tables() | district_tables()
    granted = {table for table, cells in allowed.MATRIX.items() if any(cells.values())} - allowed.OPEN_TABLES.keys()
    return sorted(f"{table} has no row-level security" for table in tenant | granted if not rows.get(table))


def policies() -> list[str]:
    """Exactly one policy per role and command that is granted; scalar, never an OR, the same for USING and CHECK."""
    rows = asked(
        """SELECT c.relname, p.polname, p.polcmd, p.polpermissive,
                  ARRAY(SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END FROM unnest(p.polroles) r),
                  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
             FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"""
    )
    commands = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}
    district = district_tables()
    found = []
    there: Counter[tuple[str, str, str]] = Counter()
    for table, name, letter, permissive, to, using, check in rows:
        label = f"policy {name} on {table}"
        command = commands[letter]
        if len(to) != 1 or not to[0].startswith("querlinie_"):
            found.append(f"{label} is for {', '.join(to)}")
            continue
        if command == "ALL" or not permissive:
            found.append(f"{label} is not a permissive policy for one command")
        role = to[0].removeprefix("querlinie_")
        there[table, role, command] += 1
        wanted = policy_matrix.CONDITIONS.get((table, role, command), policy_matrix.CONDITIONS.get((table, role)))
        if wanted is None and role == "district" and table in district:
            wanted = policy_matrix.OWN_DISTRICT
        parts = {
            "SELECT": [using], "DELETE": [using], "INSERT": [check], "UPDATE": [using, check], "ALL": [using, check],
        }[command]  # fmt: skip
        for part in parts:
            condition = re.sub(r"\s+", " ", part or "nothing")
            if re.search(r"\bOR\b", condition):
                found.append(f"{label} contains an OR")
            if wanted is None:
                found.append(f"{label} is not written down for {role}: {condition}")
            elif condition != wanted:
                found.append(f"{label} says {condition} instead of {wanted}")
    found += [f"{table}: {count} policies for {role} {c}" for (table, role, c), count in there.items() if count > 1]
    for table, cells in allowed.MATRIX.items():
        if table in allowed.OPEN_TABLES:
            continue
        for role, granted in cells.items():
            found += [f"{table}: no policy for {role} {c}" for c in granted if not there[table, role, c]]
    return sorted(set(found))


def composite_keys() -> list[str]:
    """Every tenant table has unique (district_id, id), every foreign key between tenant tables is composite.

    Composite and checked at the statement: not deferrable, validated, matching the district of the row that points.
    """
    rows = asked(
        f"""SELECT c.relname, k.contype, f.relname, k.condeferrable, k.convalidated,
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, i)
                           JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY i),
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, i)
                           JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY i)
              FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_class f ON f.oid = k.confrelid
             WHERE {OURS.format(oid="c.oid")} AND k.contype IN ('u', 'f')"""
    )
    unique = {(table, tuple(columns)) for table, kind, _, _, _, columns, _ in rows if kind == "u"}
    foreign = {
        (table, tuple(columns), target, tuple(targets))
        for table, kind, target, deferrable, valid, columns, targets in rows
        if kind == "f" and not deferrable and valid
    }
    found = []
    for model in tenant_models():
        table = model._meta.db_table
        if (table, ("district_id", "id")) not in unique:
            found.append(f"{table} lacks unique (district_id, id)")
        for field in model._meta.local_concrete_fields:
            target: Any = field.related_model
            if not isinstance(field, models.ForeignKey) or isinstance(target, str) or not is_tenant(target):
                continue
            wanted = (table, ("district_id", field.column), target._meta.db_table, ("district_id", "id"))
            if wanted not in foreign:
                found.append(f"{table}.{field.column} can point into another district")
    for model in all_models():
        if is_tenant(model) or model._meta.db_table in history_tables():
            continue
        pointed = [f.name for f in model._meta.local_concrete_fields if f.related_model and is_tenant(f.related_model)]
        # The grants on offices are the one table of a library that points at tenant rows; a policy guards it.
        if pointed and not model._meta.label.startswith("districts.Office"):
            kind = "an automatic many-to-many table" if model._meta.auto_created else "no tenant table"
            found.append(f"{model._meta.db_table} is {kind} but points at tenant rows: {', '.join(pointed)}")
    return sorted(found)


def unique_indexes() -> list[str]:
    """Unique indexes see through row-level security, so each begins with the district."""
    rows = asked(
        """SELECT c.relname, i.indisprimary,
                  ARRAY(SELECT coalesce(a.attname::text, '(expression)')
                          FROM unnest(i.indkey::int[]) WITH ORDINALITY u(n, o)
                          LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.n AND u.n > 0
                         ORDER BY o)
             FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE i.indisunique AND c.relname = ANY(%(tables)s)""",
        {"tables": [model._meta.db_table for model in tenant_models()]},
    )
    return sorted(
        f"{table}: unique ({', '.join(columns)}) does not begin with the district"
        for table, primary, columns in rows
        if not (primary and columns == ["id"])
        and columns[0] != "district_id"
        and f"{table}({', '.join(columns)})" not in allowed.UNIQUE_ACROSS_DISTRICTS
    )


def history() -> list[str]:
    """Every tenant table keeps inserts, updates and deletes, or stands in the list with a reason."""
    rows = asked(
        """SELECT c.relname, t.tgtype::int, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
             JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND p.proname LIKE 'pgtrigger\\_%%'
              AND pg_get_functiondef(p.oid) LIKE '%%INSERT INTO %%event"%%'""".replace("%%", "%")
    )
    bits = {4: "insert", 8: "delete", 16: "update"}
    kept: dict[str, set[str]] = {}
    found = []
    for table, kind, enabled in rows:
        if enabled != "O":
            found.append(f"a history trigger of {table} is switched off")
            continue
        kept.setdefault(table, set()).update(word for bit, word in bits.items() if kind & bit)
    for model in tenant_models():
        table = model._meta.db_table
        missing = {"insert", "update", "delete"} - kept.get(table, set())
        if table in allowed.WITHOUT_HISTORY:
            if len(missing) < 3:
                found.append(f"{table} has a history but stands in the list of those without")
        elif missing:
            found.append(f"{table} keeps no {', '.join(sorted(missing))}")
    return sorted(found)


def functions() -> list[str]:
    """History is written by its owner with a fixed search path, and no setting can silence it."""
    rows = asked(
        f"""SELECT p.proname, p.prosecdef, p.prorettype = 'trigger'::regtype, coalesce(p.proconfig, '{{}}'), p.prosrc
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS.format(oid="p.oid")}"""
    )
    found = []
    for name, definer, trigger, config, source in rows:
        if trigger and name.startswith("pgtrigger_"):
            if not definer:
                found.append(f"{name} runs as whoever writes: that role could forge history")
        elif definer and name not in allowed.DEFINER_FUNCTIONS:
            found.append(f"{name} is SECURITY DEFINER and not listed")
        if definer and not any(str(setting).startswith("search_path=") for setting in config):
            found.append(f"{name} is SECURITY DEFINER without a search_path")
        if name == "_pgtrigger_should_ignore" and source.strip().rstrip(";").upper() != "SELECT FALSE":
            found.append("history can be switched off by the setting pgtrigger.ignore")
    return sorted(found)


def views() -> list[str]:
    """A view reads with the rights of whoever asks."""
    return [
        f"the view {name} is not security_invoker"
        for name, options in asked(
            f"""SELECT c.relname, coalesce(c.reloptions, '{{}}') FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE {OURS.format(oid="c.oid")} AND c.relkind = 'v'"""
        )
        if not {"security_invoker=true", "security_invoker=on", "security_invoker=1"} & set(options)
    ]


def own_district_fills_itself() -> list[str]:
    """``district_id`` of a tenant table defaults to the active district and is never empty."""
    rows = {
        table: (default or "", not_null)
        for table, default, not_null in asked(
            """SELECT c.relname, pg_get_expr(d.adbin, d.adrelid), a.attnotnull FROM pg_attribute a
                 JOIN pg_class c ON c.oid = a.attrelid
                 LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attname = 'district_id'"""
        )
    }
    return [
        f"{model._meta.db_table}.district_id does not fill itself"
        for model in tenant_models()
        if "app.district_id" not in rows[model._meta.db_table][0] or not rows[model._meta.db_table][1]
    ]


CHECKS = [
    unlisted_tables, privileges, stray_grants, roles, lasting_settings, owners, row_security, policies,
    composite_keys, unique_indexes, history, functions, views, own_district_fills_itself,
]  # fmt: skip
