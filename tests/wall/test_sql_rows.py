"""The wall in SQL, tried row by row: every tenant table, two districts, every role, every command."""

import json
import uuid

import pytest
from django.db import Error, connection, models

from districts.models import Office
from districts.wall.session import DatabaseRole, acting_as
from overview.models import Framework, FrameworkNote, SupportMessage, SupportRequest
from tests.makers import made_models, make, thing
from tests.makers.overview import DAY
from tests.wall import catalogue, policy_matrix, sql_matrix
from tests.worlds import thrown_away

ROLES = {
    "district": DatabaseRole.DISTRICT,
    "login": DatabaseRole.LOGIN,
    "senate": DatabaseRole.SENATE,
    "operator": DatabaseRole.OPERATOR,
}
TENANT = catalogue.tenant_models()
every_tenant_table = pytest.mark.parametrize("model", TENANT, ids=lambda model: model._meta.db_table)

DENIED = "permission denied"
WALL = "row-level security"


def tried(sql, params=None, *, role=None, district=None, departments=(), user=None):
    """What one statement does as ``role`` in ``district`` or for ``departments``, by ``user``: the number of rows, or
    the error's first line."""
    try:
        with thrown_away():
            if role is None:
                with connection.cursor() as cursor:
                    cursor.execute(sql, params)
                    return cursor.fetchone()[0] if sql.startswith("SELECT") else cursor.rowcount
            here = {"district_id": district.pk if district else None, "user_id": user.pk if user else None}
            inside = acting_as(ROLES[role], departments=departments, **here)
            with inside, connection.cursor() as cursor:
                cursor.execute(sql, params)
                return cursor.fetchone()[0] if sql.startswith("SELECT") else cursor.rowcount
    except Error as error:
        return str(error).splitlines()[0]


def columns_of(model):
    return [f'"{f.column}"' for f in model._meta.local_concrete_fields if not getattr(f, "generated", False)]


def copied(model, row, **changed):
    """An INSERT of a copy of ``row`` with ``changed`` columns, and its parameters."""
    names = ", ".join(columns_of(model))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t)::text FROM "{model._meta.db_table}" t WHERE id = %s', [row.pk])
        (text,) = cursor.fetchone()
    sql = (
        f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {names} FROM'
        f' jsonb_populate_record(NULL::"{model._meta.db_table}", %s::jsonb || %s::jsonb)'
    )
    return sql, [text, json.dumps(changed)]


def test_every_tenant_model_has_a_maker():
    assert [m._meta.label for m in TENANT if m not in made_models()] == []


@every_tenant_table
def test_a_district_reaches_its_own_rows_alone(cast, model):
    table = model._meta.db_table
    mitte, pankow = cast.world.mitte, cast.world.pankow
    own, foreign = thing(mitte, model), thing(pankow, model)
    granted = sql_matrix.MATRIX[table]["district"]
    here = {"role": "district", "district": mitte.district}
    assert own.district_id != foreign.district_id

    rows_here = tried(f'SELECT count(*) FROM "{table}" WHERE district_id = %s', [mitte.district.pk])
    assert rows_here > 0
    reads_all = table in policy_matrix.READ_BY_ALL_DISTRICTS
    rows_read = tried(f'SELECT count(*) FROM "{table}"') if reads_all else rows_here
    assert tried(f'SELECT count(*) FROM "{table}"', **here) == rows_read
    assert tried(f'SELECT count(*) FROM "{table}" WHERE id = %s', [foreign.pk], **here) == reads_all

    update = f'UPDATE "{table}" SET id = id WHERE id = %s'
    assert tried(update, [own.pk], **here) == (1 if "UPDATE" in granted else f"{DENIED} for table {table}")
    assert tried(update, [foreign.pk], **here) == (0 if "UPDATE" in granted else f"{DENIED} for table {table}")
    if "UPDATE" in granted:
        away = tried(f'UPDATE "{table}" SET district_id = %s WHERE id = %s', [pankow.district.pk, own.pk], **here)
        assert WALL in str(away)

    delete = f'DELETE FROM "{table}" WHERE id = %s'
    assert tried(delete, [foreign.pk], **here) == (0 if "DELETE" in granted else f"{DENIED} for table {table}")
    if "DELETE" in granted:
        # Rows that others point at stay because of them, not because of the wall.
        assert tried(delete, [own.pk], **here) == 1 or "foreign key" in tried(delete, [own.pk], **here)

    insert = tried(*copied(model, foreign, id=str(uuid.uuid4())), **here)
    assert (WALL if "INSERT" in granted else DENIED) in str(insert)


@every_tenant_table
def test_without_a_district_there_is_nothing(cast, model):
    table = model._meta.db_table
    granted = sql_matrix.MATRIX[table]["district"]
    assert tried(f'SELECT count(*) FROM "{table}"', role="district") == 0
    insert = tried(*copied(model, thing(cast.world.mitte, model), id=str(uuid.uuid4())), role="district")
    assert (WALL if "INSERT" in granted else DENIED) in str(insert)


@every_tenant_table
@pytest.mark.parametrize("role", ["login", "senate", "operator"])
def test_the_other_roles_do_what_the_matrix_says(cast, model, role):
    table = model._meta.db_table
    granted = sql_matrix.MATRIX[table][role]
    row = thing(cast.world.pankow, model)
    for command, sql, params in (
        ("SELECT", f'SELECT count(*) FROM "{table}"', None),
        ("UPDATE", f'UPDATE "{table}" SET id = id WHERE id = %s', [row.pk]),
        ("DELETE", f'DELETE FROM "{table}" WHERE id = %s', [row.pk]),
        ("INSERT", *copied(model, row, id=str(uuid.uuid4()))),
    ):
        answer = str(tried(sql, params, role=role, district=cast.world.mitte.district))
        assert (DENIED in answer) is (command not in granted), f"{command}: {answer}"


@every_tenant_table
def test_no_foreign_key_reaches_another_district(cast, model):
    """As the owner, whom no policy binds: the composite key alone says no."""
    table = model._meta.db_table
    mitte, pankow = cast.world.mitte, cast.world.pankow
    for field in model._meta.local_concrete_fields:
        target = field.related_model
        if not isinstance(field, models.ForeignKey) or not catalogue.is_tenant(target):
            continue
        foreign = make(pankow, target, 7000) if field.unique else thing(pankow, target)
        filled = model._base_manager.filter(district=mitte.district, **{f"{field.name}__isnull": False}).first()
        own = filled or thing(mitte, model)
        answer = tried(f'UPDATE "{table}" SET "{field.column}" = %s WHERE id = %s', [foreign.pk, own.pk])
        assert "foreign key constraint" in str(answer), f"{field.column}: {answer}"


def test_the_senate_reaches_what_was_asked_of_its_ressort_alone(cast):
    """Rows, not pages: the setting of the session decides, whatever a view asks for."""
    asked, said = thing(cast.world.mitte, SupportRequest), thing(cast.world.mitte, SupportMessage)
    own = {"role": "senate", "departments": ["Ressort Soziales", asked.department]}
    tables = [("overview_supportrequest", asked.pk), ("overview_supportmessage", said.pk)]
    answer = copied(SupportMessage, said, id=str(uuid.uuid4()), from_senate=True, text="Ja.")
    for table, key in tables:
        count = f"SELECT count(*) FROM {table} WHERE id = %s"
        assert tried(count, [key], **own) == 1
        assert tried(count, [key], role="senate", departments=["Ressort Soziales", "Ressort"]) == 0
        assert tried(count, [key], role="senate") == 0
    assert tried(*answer, **own) == 1
    assert WALL in str(tried(*answer, role="senate", departments=["Ressort Soziales"]))
    # Neither side speaks for the other.
    assert WALL in str(tried(*copied(SupportMessage, said, id=str(uuid.uuid4()), text="Ja."), **own))
    assert WALL in str(tried(*answer, role="district", district=cast.world.mitte.district))


def test_a_framework_is_written_by_its_ressort_and_read_once_published(cast):
    here = {"role": "district", "district": cast.world.mitte.district}
    row = thing(cast.world.mitte, FrameworkNote).framework
    draft = Framework.objects.create(department=row.department, title="Entwurf", text="Noch nicht", valid_from=DAY)
    count = "SELECT count(*) FROM overview_framework WHERE id = %s"
    assert [tried(count, [found.pk], **here) for found in (row, draft)] == [1, 0]
    change = "UPDATE overview_framework SET title = 'Anders' WHERE id = %s"
    assert DENIED in str(tried(change, [row.pk], **here))
    own = {"role": "senate", "departments": [row.department]}
    assert tried(change, [draft.pk], **own) == 1
    assert tried(change, [draft.pk], role="senate", departments=["Ressort Soziales"]) == 0
    # What is published stays as it is; only its end may be set.
    assert "frozen" in str(tried(change, [row.pk], **own))
    assert "frozen" in str(tried("DELETE FROM overview_framework WHERE id = %s", [row.pk]))
    assert tried("UPDATE overview_framework SET ends_on = '2090-01-01' WHERE id = %s", [row.pk], **own) == 1


@pytest.mark.parametrize("table", sorted(catalogue.history_tables()))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_history_cannot_be_forged(cast, table, role):
    answer = tried(
        f"""INSERT INTO "{table}" SELECT * FROM "{table}" LIMIT 1""", role=role, district=cast.world.mitte.district
    )
    assert DENIED in str(answer)


@pytest.mark.parametrize("value", ["all", "*", "{districts_office:delete_delete,update_update}"])
def test_history_cannot_be_switched_off(cast, value):
    place = cast.world.mitte
    office = thing(place, Office)
    before = office.events.count()
    with acting_as(DatabaseRole.DISTRICT, district_id=place.district.pk):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [value])
        Office.objects.filter(pk=office.pk).update(short_name="still")
    assert office.events.count() == before + 1


def test_people_of_another_district_are_not_seen(cast):
    here = {"role": "district", "district": cast.world.mitte.district}
    for table, column in (
        ("accounts_user", "id"),
        ("accounts_user_groups", "user_id"),
    ):
        foreign = cast.world.pankow.people["reader"].pk
        assert tried(f"SELECT count(*) FROM {table} WHERE {column} = %s", [foreign], **here) == 0
        assert tried(f"SELECT count(*) FROM {table}", **here) > 0


def test_groups_and_grants_of_another_district_are_not_seen(cast):
    here = {"role": "district", "district": cast.world.mitte.district}
    pankow = cast.world.pankow.district.pk
    assert tried("SELECT count(*) FROM auth_group WHERE name LIKE %s", [f"{pankow}:%"], **here) == 0
    assert tried("SELECT count(*) FROM auth_group", **here) > 0
    table = "districts_districtgroupobjectpermission"
    assert tried(f"SELECT count(*) FROM {table} WHERE content_object_id = %s", [pankow], **here) == 0
    assert tried(f"SELECT count(*) FROM {table}", **here) > 0
    office = cast.world.pankow.offices[0].pk
    table = "districts_officegroupobjectpermission"
    assert tried(f"SELECT count(*) FROM {table} WHERE content_object_id = %s", [office], **here) == 0
    assert tried("SELECT count(*) FROM districts_district", **here) == 1
