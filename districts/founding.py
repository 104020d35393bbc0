"""A new district, and what every room lays out for it.

An upper room registers a function in its ``AppConfig.ready``; a lower room never knows the upper one.
"""

from collections.abc import Callable

from django.db import transaction

from districts.directory_file import read_directory
from districts.models import BusinessArea, District, Office
from districts.rights import grant_rights
from districts.rooms import ALWAYS
from districts.wall.session import DatabaseRole, acting_as

_LAID_OUT_BY: list[Callable[[District], None]] = []


def lays_out(function: Callable[[District], None]) -> Callable[[District], None]:
    """Registers ``function(district)``, called inside the new district's wall. It must be idempotent."""
    _LAID_OUT_BY.append(function)
    return function


def lay_out(district: District) -> None:
    """Calls what the rooms registered for ``district``. Call inside its wall or as owner with the district set."""
    for function in _LAID_OUT_BY:
        function(district)


def create_template_offices(district: District) -> None:
    """Areas and offices of the template, as a start the district changes as it likes. Skips what has a name already."""
    template = read_directory().offices
    areas = {area.name: area for area in BusinessArea.objects.filter(district=district)}
    for position, wanted in enumerate(template.areas, start=1):
        if wanted.name not in areas:
            areas[wanted.name] = BusinessArea.objects.create(
                district=district, name=wanted.name, is_mayors=wanted.mayor, position=position
            )
    by_code = {wanted.code: areas[wanted.name] for wanted in template.areas}
    names = set(Office.objects.filter(district=district).values_list("name", flat=True))
    Office.objects.bulk_create(
        Office(
            district=district,
            name=wanted.name,
            short_name=wanted.code,
            kind=wanted.kind,
            area=by_code[wanted.area],
            independent=wanted.independent,
        )
        for wanted in template.offices
        if wanted.name not in names
    )


@transaction.atomic
def found_district(*, key: str, slug: str, name: str) -> District:
    """Creates a district with the office template, its groups and rights, and what the rooms lay out.

    Runs as operator or owner. Uniqueness of key and slug is checked by the form before and by the database.
    """
    district = District.objects.create(key=key, slug=slug, name=name, rooms=list(ALWAYS))
    create_template_offices(district)
    grant_rights(district)
    with acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
        lay_out(district)
    return district
