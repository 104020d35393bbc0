"""The conditions of the policies, as PostgreSQL writes them down: who reads and writes which rows of a table.

A policy that is not the common one of tenant tables stands here once more, so that a change has to be said twice.
"""

#: What PostgreSQL makes of the scalar condition of ``districts/wall/operations.py``.
OWN_DISTRICT = "(district_id = (NULLIF(current_setting('app.district_id'::text, true), ''::text))::integer)"
PERSON = "(NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid"
DISTRICT = "(NULLIF(current_setting('app.district_id'::text, true), ''::text))::integer"
OWN_DEPARTMENT = "((NULLIF(current_setting('app.departments'::text, true), ''::text))::jsonb ? (department)::text)"
SENATE_EDITOR = (
    f"(EXISTS ( SELECT FROM districts_statewidemembership m WHERE ((m.user_id = {PERSON})"
    " AND ((m.role)::text = 'senate_editor'::text)"
    " AND ((((now() AT TIME ZONE 'Europe/Berlin'::text))::date >= m.starts_on)"
    " AND (((now() AT TIME ZONE 'Europe/Berlin'::text))::date <= COALESCE(m.ends_on, 'infinity'::date))))))"
)
OF_OWN_DEPARTMENT = (
    "(EXISTS ( SELECT FROM overview_supportrequest r WHERE ((r.id = overview_supportmessage.request_id)"
    " AND (r.district_id = overview_supportmessage.district_id))))"
)

#: (table, role) or (table, role, command) -> condition of its policies, wherever it is not the district role's
#: ``OWN_DISTRICT``.
CONDITIONS: dict[tuple[str, ...], str] = {
    ("accounts_user", "district"): (
        "(EXISTS ( SELECT FROM districts_membership m"
        f" WHERE ((m.user_id = accounts_user.id) AND (m.district_id = {DISTRICT}))))"
    ),
    ("accounts_user", "login"): "true",
    ("accounts_user", "senate"): f"(id = {PERSON})",
    ("accounts_user", "operator"): "true",
    ("accounts_user_groups", "district"): (
        "(EXISTS ( SELECT FROM districts_membership m WHERE ((m.user_id = accounts_user_groups.user_id)"
        f" AND (m.group_id = accounts_user_groups.group_id) AND (m.district_id = {DISTRICT}))))"
    ),
    ("accounts_user_groups", "operator"): "true",
    ("auth_group", "district"): (
        "(split_part((name)::text, ':'::text, 1) = current_setting('app.district_id'::text, true))"
    ),
    ("auth_group", "operator"): "true",
    ("districts_businessarea", "operator"): "true",
    ("districts_district", "district"): f"(id = {DISTRICT})",
    ("districts_district", "login"): "true",
    ("districts_district", "senate"): "true",
    ("districts_district", "operator"): "true",
    ("districts_districtgroupobjectpermission", "district"): f"(content_object_id = {DISTRICT})",
    ("districts_districtgroupobjectpermission", "operator"): "true",
    ("districts_invitation", "operator"): "true",
    ("districts_membership", "login"): f"(user_id = {PERSON})",
    ("districts_membership", "operator"): "true",
    ("districts_membershipregion", "operator"): "true",
    ("districts_office", "operator"): "true",
    ("districts_officegroupobjectpermission", "district"): (
        "(EXISTS ( SELECT FROM districts_office o"
        " WHERE ((o.id = districts_officegroupobjectpermission.content_object_id)"
        f" AND (o.district_id = {DISTRICT}))))"
    ),
    ("districts_officegroupobjectpermission", "operator"): "true",
    ("districts_region", "operator"): "true",
    ("districts_region", "senate"): "true",
    ("districts_statewidemembership", "login"): f"(user_id = {PERSON})",
    ("districts_statewidemembership", "senate"): "true",
    ("districts_statewidemembership", "operator"): "true",
    ("overview_framework", "district"): "(published_on IS NOT NULL)",
    ("overview_framework", "senate"): OWN_DEPARTMENT,
    ("overview_framework", "senate", "SELECT"): "true",
    ("overview_frameworknote", "senate"): "true",
    ("overview_minimumanswer", "senate"): "true",
    ("overview_minimumproposal", "district"): "((state)::text <> 'draft'::text)",
    ("overview_minimumproposal", "senate"): SENATE_EDITOR,
    ("overview_minimumproposal", "senate", "SELECT"): "true",
    ("overview_minimumproposal", "senate", "INSERT"): f"({SENATE_EDITOR} AND {OWN_DEPARTMENT})",
    ("overview_sharedpractice", "district", "SELECT"): (
        "(NULLIF(current_setting('app.district_id'::text, true), ''::text) IS NOT NULL)"
    ),
    ("overview_sharedpractice", "senate"): "true",
    ("overview_supportmessage", "district", "INSERT"): f"({OWN_DISTRICT} AND (NOT from_senate))",
    ("overview_supportmessage", "senate", "SELECT"): OF_OWN_DEPARTMENT,
    ("overview_supportmessage", "senate", "INSERT"): f"(from_senate AND {OF_OWN_DEPARTMENT})",
    ("overview_supportrequest", "senate"): OWN_DEPARTMENT,
    ("overview_wordingdraft", "senate"): SENATE_EDITOR,
    ("partners_publication", "login"): "true",
    ("reminders_calendarfeed", "login"): f"(person_id = {PERSON})",
    ("pruefsteine_release", "senate"): "((state)::text = 'released'::text)",
    ("reminders_lastsweep", "district"): "true",
    ("reminders_lastsweep", "login"): "true",
    ("reminders_lastsweep", "operator"): "true",
    ("reminders_mail", "login"): "true",
}

#: Tenant tables that every district reads and only its own district writes, and why.
READ_BY_ALL_DISTRICTS = {
    "overview_sharedpractice": "released copies of good examples: what a district shows to all, and nothing else",
}
