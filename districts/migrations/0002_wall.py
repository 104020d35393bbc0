from django.db import migrations

from districts.wall.operations import COMMANDS, Enclose, Policies

DISTRICT = "nullif(current_setting('app.district_id', true), '')::int"
PERSON = "nullif(current_setting('app.user_id', true), '')::uuid"
#: The first part of a group's name is the district it belongs to (districts/rights.py).
OWN_GROUP = "split_part(name, ':', 1) = current_setting('app.district_id', true)"
#: Nested reads obey the policies of the tables they read, so a foreign district's rows are invisible here too.
IN_DISTRICT = "EXISTS (SELECT FROM districts_membership m WHERE m.user_id = {user} AND m.district_id = " + DISTRICT + ")"
OWN_OFFICE = "EXISTS (SELECT FROM districts_office o WHERE o.id = content_object_id AND o.district_id = " + DISTRICT + ")"

EVERY = dict.fromkeys(COMMANDS, "true")


class Migration(migrations.Migration):
    dependencies = [("districts", "0001_initial"), ("accounts", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        Enclose("BusinessArea", also={"operator": EVERY}),
        Enclose("BusinessAreaEvent"),
        Enclose("Office", also={"operator": EVERY}),
        Enclose("OfficeEvent"),
        Enclose("Region", also={"operator": {"SELECT": "true"}, "senate": {"SELECT": "true"}}),
        Enclose(
            "Membership",
            also={"operator": EVERY, "login": {"SELECT": f"user_id = {PERSON}"}},
        ),
        Enclose("MembershipEvent"),
        Enclose("MembershipRegion", also={"operator": {"SELECT": "true"}}),
        Enclose("MembershipRegionEvent"),
        Enclose("Invitation", also={"operator": EVERY}),
        Enclose("InvitationRegion"),
        Enclose("Relief"),
        Policies(
            "districts_district",
            {
                "login": {"SELECT": "true"},
                "district": {"SELECT": f"id = {DISTRICT}", "UPDATE": f"id = {DISTRICT}"},
                "senate": {"SELECT": "true"},
                "operator": EVERY,
            },
        ),
        Policies(
            "districts_statewidemembership",
            {"login": {"SELECT": f"user_id = {PERSON}"}, "senate": {"SELECT": "true"}, "operator": EVERY},
        ),
        Policies(
            "accounts_user",
            {
                "login": EVERY,
                "district": {"SELECT": IN_DISTRICT.format(user="accounts_user.id")},
                "senate": {"SELECT": f"id = {PERSON}"},
                "operator": EVERY,
            },
        ),
        Policies(
            "accounts_user_groups",
            {
                "district": dict.fromkeys(COMMANDS, f"EXISTS (SELECT FROM districts_membership m WHERE m.user_id = accounts_user_groups.user_id AND m.group_id = accounts_user_groups.group_id AND m.district_id = {DISTRICT})"),
                "operator": EVERY,
            },
        ),
        Policies(
            "auth_group",
            {"district": dict.fromkeys(COMMANDS, OWN_GROUP), "operator": EVERY},
        ),
        Policies(
            "districts_districtgroupobjectpermission",
            {"district": dict.fromkeys(COMMANDS, f"content_object_id = {DISTRICT}"), "operator": EVERY},
        ),
        Policies(
            "districts_officegroupobjectpermission",
            {"district": dict.fromkeys(COMMANDS, OWN_OFFICE), "operator": EVERY},
        ),
    ]
