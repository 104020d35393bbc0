"""Rights in the database: granting them from the table in ``roles.py``, reading all of a person's in one query."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import connection

from districts.models import (
    District,
    DistrictGroupObjectPermission,
    Office,
    OfficeGroupObjectPermission,
)
from districts.roles import GRANTS, OFFICE_GRANTS, Rights, Role


def group_name(district_id: int, role: Role | str, office_id: uuid.UUID | None = None) -> str:
    """Name of the group of one role: ``<district id>:<role>[:<office id>]``. The policies read the first part."""
    parts = [str(district_id), str(Role(role).value)]
    if office_id:
        parts.append(str(office_id))
    return ":".join(parts)


def grant_rights(district: District, *, offices: Iterable[Office] | None = None) -> None:
    """Makes groups and grants of ``district`` match ``roles.py``: adds and removes. Idempotent.

    ``offices`` narrows the work to some offices (a new one); without it all of the district's. Runs inside the
    district's wall, as operator or as owner; after an update that changed the table, for every district.
    """
    ids = {
        (model, codename): pk
        for model, codename, pk in Permission.objects.filter(content_type__app_label="districts").values_list(
            "content_type__model", "codename", "pk"
        )
    }
    chosen = list(offices) if offices is not None else list(Office.objects.filter(district=district))
    wanted_on_district: set[tuple[str, int]] = set()
    wanted_on_office: set[tuple[str, int, uuid.UUID]] = set()
    for role in Role:
        places: list[Office | None] = list(chosen) if role in OFFICE_GRANTS else [None]
        for office in places:
            name = group_name(district.pk, role, office.pk if office else None)
            wanted_on_district |= {(name, ids["district", codename]) for codename in GRANTS[role]}
            if office:
                wanted_on_office |= {(name, ids["office", c], office.pk) for c in OFFICE_GRANTS[role]}
    names = {name for name, _ in wanted_on_district}
    Group.objects.bulk_create([Group(name=name) for name in sorted(names)], ignore_conflicts=True)
    groups = {group.name: group for group in Group.objects.filter(name__in=names)}

    on_district = DistrictGroupObjectPermission.objects.filter(content_object=district, group__name__in=names)
    held = {
        (name, permission): pk for name, permission, pk in on_district.values_list("group__name", "permission_id", "pk")
    }
    on_district.filter(pk__in=[pk for key, pk in held.items() if key not in wanted_on_district]).delete()
    DistrictGroupObjectPermission.objects.bulk_create(
        DistrictGroupObjectPermission(group=groups[name], permission_id=permission, content_object=district)
        for name, permission in sorted(wanted_on_district - held.keys())
    )

    on_office = OfficeGroupObjectPermission.objects.filter(group__name__in=names)
    held_here = {
        (name, permission, office): pk
        for name, permission, office, pk in on_office.values_list(
            "group__name", "permission_id", "content_object_id", "pk"
        )
    }
    on_office.filter(pk__in=[pk for key, pk in held_here.items() if key not in wanted_on_office]).delete()
    OfficeGroupObjectPermission.objects.bulk_create(
        OfficeGroupObjectPermission(group=groups[name], permission_id=permission, content_object_id=office)
        for name, permission, office in wanted_on_office - held_here.keys()
    )


# Guardian's own calls cost one to four queries per right and know no from/until. A right counts only where grant,
# group and a membership valid on the day meet.
_READ = """
WITH held AS (
    SELECT m.group_id
      FROM districts_membership m
      JOIN accounts_user_groups ug ON ug.user_id = m.user_id AND ug.group_id = m.group_id
     WHERE m.user_id = %(user)s AND m.district_id = %(district)s
       AND m.starts_on <= %(day)s AND (m.ends_on IS NULL OR m.ends_on >= %(day)s)
)
SELECT p.codename, NULL::uuid
  FROM districts_districtgroupobjectpermission g
  JOIN held USING (group_id) JOIN auth_permission p ON p.id = g.permission_id
 WHERE g.content_object_id = %(district)s
UNION
SELECT p.codename, g.content_object_id
  FROM districts_officegroupobjectpermission g
  JOIN held USING (group_id) JOIN auth_permission p ON p.id = g.permission_id
"""


def read_rights(*, user_id: uuid.UUID, district_id: int, day: datetime.date) -> Rights:
    """All rights of one person in one district on ``day``, with one query."""
    on_district: set[str] = set()
    on_offices: dict[object, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"user": user_id, "district": district_id, "day": day})
        for codename, office_id in cursor.fetchall():
            if office_id is None:
                on_district.add(codename)
            else:
                on_offices[office_id].add(codename)
    return Rights(
        district=frozenset(on_district),
        offices={office: frozenset(codenames) for office, codenames in on_offices.items()},
    )
