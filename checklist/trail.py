"""The way to a page of the checklist."""

from django.urls import reverse

from districts.form_page import Trail
from districts.member import Member


def trail(member: Member, *steps: tuple[str, str]) -> Trail:
    """The way to a page: district, checklist, then ``steps`` as (label, address); the last one is the page itself."""
    slug = [member.district.slug]
    home = (member.district.name, reverse("district_home", args=slug))
    return [home, ("Checkliste", reverse("checklist", args=slug)), *steps]
