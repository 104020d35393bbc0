"""A section of a page that rooms fill together: of a region, of an office."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from districts.member import Member


class PagePart(NamedTuple):
    """A section: its heading, where it stands among the others, and what it says. Reports read the same ``html``."""

    title: str
    position: int
    html: SafeString


def by_template(title: str, position: int, template: str, member: Member, context: Mapping[str, Any]) -> PagePart:
    """A section that a template says; beside ``context`` it knows ``district`` and ``demo``, as on every page."""
    known = {"district": member.district, "demo": settings.DEMO}
    return PagePart(title, position, render_to_string(template, {**known, **context}))
