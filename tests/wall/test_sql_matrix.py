"""The wall in PostgreSQL's own words, and planted faults that each check must see."""

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from districts.models import District
from districts.wall.grants import LIBRARY_GRANTS, every_table, granted
from tests.wall import catalogue, sql_matrix

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("check", catalogue.CHECKS, ids=lambda check: check.__name__)
def test_the_catalogue_has_no_complaint(check):
    assert check() == []


def test_both_signatures_agree():
    in_code = {
        table: {role: frozenset((granted(model) or {}).get(role, ())) for role in sql_matrix.ROLES}
        for table, model in every_table().items()
    }
    written = {table: cells for table, cells in sql_matrix.MATRIX.items() if table != "django_migrations"}
    assert in_code == written


def test_every_table_is_granted_somewhere_in_code():
    assert [table for table, model in every_table().items() if granted(model) is None] == []
    labels = {model._meta.label for model in every_table().values()}
    assert [label for label in LIBRARY_GRANTS if label not in labels] == []


#: What is planted -> the check that must complain, and a word of its complaint.
PLANTED = {
    "a table without policies and grants": (
        "CREATE TABLE stray (id uuid PRIMARY KEY, district_id smallint NOT NULL)",
        {catalogue.unlisted_tables: "stray is not in the matrix", catalogue.row_security: "stray has no row-level"},
    ),
    "row-level security switched off": (
        "ALTER TABLE districts_office DISABLE ROW LEVEL SECURITY",
        {catalogue.row_security: "districts_office has no row-level"},
    ),
    "a policy taken away": (
        "DROP POLICY district_select ON districts_office",
        {catalogue.policies: "districts_office: no policy for district SELECT"},
    ),
    "a second policy beside the first": (
        "CREATE POLICY more ON districts_office FOR SELECT TO querlinie_district USING (true)",
        {catalogue.policies: "2 policies for district SELECT"},
    ),
    "a policy that says true": (
        "ALTER POLICY district_select ON districts_office USING (true)",
        {catalogue.policies: "says true instead of"},
    ),
    "a policy with an OR": (
        (
            "ALTER POLICY district_select ON districts_office USING (district_id = nullif("
            "current_setting('app.district_id', true), '')::int OR independent)"
        ),
        {catalogue.policies: "contains an OR"},
    ),
    "a wider check than condition": (
        "ALTER POLICY district_update ON districts_office WITH CHECK (true)",
        {catalogue.policies: "policy district_update on districts_office says true"},
    ),
    "a policy for everybody": (
        "CREATE POLICY everybody ON districts_office FOR SELECT TO PUBLIC USING (true)",
        {catalogue.policies: "is for PUBLIC"},
    ),
    "a role table widened": (
        "GRANT DELETE ON districts_membership TO querlinie_district",
        {catalogue.privileges: "district may DELETE districts_membership"},
    ),
    "content for the operator": (
        "GRANT SELECT ON districts_officeevent TO querlinie_operator",
        {catalogue.privileges: "operator may SELECT districts_officeevent"},
    ),
    "truncating": (
        "GRANT TRUNCATE ON districts_office TO querlinie_district",
        {catalogue.privileges: "district may TRUNCATE districts_office"},
    ),
    "a grant on one column": (
        "GRANT SELECT (name) ON districts_office TO querlinie_login",
        {catalogue.stray_grants: "column grant on districts_office.name"},
    ),
    "a grant to everybody": (
        "GRANT SELECT ON django_session TO PUBLIC",
        {catalogue.stray_grants: "PUBLIC holds SELECT on django_session", catalogue.privileges: "district may SELECT"},
    ),
    "default privileges": (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO querlinie_login",
        {catalogue.stray_grants: "default privileges of querlinie_owner"},
    ),
    "a foreign key across districts": (
        "ALTER TABLE districts_office DROP CONSTRAINT districts_office_area_id_wall",
        {catalogue.composite_keys: "districts_office.area_id can point into another district"},
    ),
    "a foreign key that waits until the commit": (
        "ALTER TABLE districts_office ALTER CONSTRAINT districts_office_area_id_wall DEFERRABLE",
        {catalogue.composite_keys: "districts_office.area_id can point into another district"},
    ),
    "no unique pair": (
        "ALTER TABLE districts_office DROP CONSTRAINT districts_office_wall CASCADE",
        {catalogue.composite_keys: "districts_office lacks unique (district_id, id)"},
    ),
    "a unique index over all districts": (
        "CREATE UNIQUE INDEX ON districts_office (name)",
        {catalogue.unique_indexes: "districts_office: unique (name)"},
    ),
    "a unique expression over all districts": (
        "CREATE UNIQUE INDEX ON districts_office (lower(name), district_id)",
        {catalogue.unique_indexes: "districts_office: unique ((expression), district_id)"},
    ),
    "deletes that are not kept": (
        "DROP TRIGGER {delete_trigger} ON districts_office",
        {catalogue.history: "districts_office keeps no delete"},
    ),
    "history switched off for a table": (
        "ALTER TABLE districts_office DISABLE TRIGGER {delete_trigger}",
        {catalogue.history: "a history trigger of districts_office is switched off"},
    ),
    "history that can be silenced": (
        (
            "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS boolean LANGUAGE sql AS"
            " $$ SELECT current_setting('pgtrigger.ignore', true) = '*' $$"
        ),
        {catalogue.functions: "history can be switched off"},
    ),
    "history written as whoever acts": (
        "ALTER FUNCTION {delete_function} SECURITY INVOKER",
        {catalogue.functions: "that role could forge history"},
    ),
    "history with an open search path": (
        "ALTER FUNCTION {delete_function} RESET search_path",
        {catalogue.functions: "SECURITY DEFINER without a search_path"},
    ),
    "an unlisted function with the owner's rights": (
        (
            "CREATE FUNCTION peep() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public AS"
            " $$ SELECT count(*) FROM districts_office $$"
        ),
        {catalogue.functions: "peep is SECURITY DEFINER and not listed"},
    ),
    "a view with the owner's rights": (
        "CREATE VIEW window_ AS SELECT * FROM districts_office",
        {catalogue.views: "window_ is not security_invoker", catalogue.unlisted_tables: "the view window_"},
    ),
    "a materialised view": (
        "CREATE MATERIALIZED VIEW frozen AS SELECT * FROM districts_office",
        {catalogue.unlisted_tables: "frozen: no materialised view"},
    ),
    "a setting for the whole session": (
        "SELECT set_config('app.district_id', '1', false)",
        {catalogue.lasting_settings: "the session carries app.district_id = 1"},
    ),
    "a district that must be named": (
        "ALTER TABLE districts_office ALTER COLUMN district_id DROP DEFAULT",
        {catalogue.own_district_fills_itself: "districts_office.district_id does not fill itself"},
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_seen(fault):
    sql, complaints = PLANTED[fault]
    ((trigger, function),) = catalogue.asked(
        """SELECT tgname, tgfoid::regprocedure::text FROM pg_trigger
            WHERE tgrelid = 'districts_office'::regclass AND tgname LIKE 'pgtrigger_delete%'"""
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.format(delete_trigger=trigger, delete_function=function) if "{d" in sql else sql)
    for check, word in complaints.items():
        assert any(word in complaint for complaint in check()), check()


def test_an_inherited_grant_is_seen(monkeypatch):
    # Only an administrator can grant roles, so the fault is planted on the other side: the catalogue stays, and what
    # is read from it says "inherits".
    real = catalogue.asked

    def planted(sql, params=None):
        rows = real(sql, params)
        return [(*row[:2], True, *row[3:]) for row in rows] if "pg_auth_members" in sql else rows

    monkeypatch.setattr(catalogue, "asked", planted)
    assert "querlinie_login inherits from querlinie_district" in catalogue.roles()


@isolate_apps("districts")
def test_an_automatic_many_to_many_table_is_seen(monkeypatch):
    from districts.wall.tenancy import TenantModel

    class Street(TenantModel):
        class Meta:
            app_label = "districts"

    class Quarter(TenantModel):
        streets = models.ManyToManyField(Street)

        class Meta:
            app_label = "districts"

    monkeypatch.setattr(catalogue, "all_models", lambda: [Street, Quarter, Quarter.streets.through])
    assert any("districts_quarter_streets is an automatic many-to-many table" in c for c in catalogue.composite_keys())


def test_district_itself_is_no_tenant_table():
    assert not catalogue.is_tenant(District)
