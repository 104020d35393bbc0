"""The lines of the list of members as HTML: 25 on a page, written without a template (docs/decisions/0009)."""

import datetime
from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from districts.member import Member
from districts.membership import may_appoint_in
from districts.roles import Role


def lines(rows: Iterable[dict[str, Any]], member: Member, today: datetime.date) -> SafeString:
    """One line per membership, with a button for those whom ``member`` may end."""
    return SafeString("\n".join(_line(row, member, today) for row in rows))


def place_in(row: dict[str, Any]) -> str:
    """Office, Geschäftsbereich or regions of a role, as one text."""
    return row["office__name"] or row["area__name"] or ", ".join(row["region_names"] or ())


def _line(row: dict[str, Any], member: Member, today: datetime.date) -> str:
    name, role, ends = escape(row["user__name"]), Role(row["role"]), row["ends_on"]
    closed = "" if row["user__is_active"] else " · Konto gesperrt"
    action = ""
    if (ends is None or ends >= today) and may_appoint_in(
        member, role, office_id=row["office_id"], area_id=row["office__area_id"]
    ):
        action = (
            f'<a class="kern-btn kern-btn--x-small kern-btn--secondary" href="{row["pk"]}/beenden/">'
            f'<span class="kern-label">Beenden<span class="kern-sr-only">: {name}, {role.label}</span></span></a>'
        )
    mail = f'<span class="ql-small ql-muted">{escape(row["user__email"])}{closed}</span>'
    return (
        f'<tr><th scope="row">{name}<br>{mail}</th>'
        f"<td>{role.label}</td><td>{escape(place_in(row) or '–')}</td><td>{row['starts_on']:%d.%m.%Y}</td>"
        f"<td>{f'{ends:%d.%m.%Y}' if ends else 'ohne Ende'}</td><td>{action}</td></tr>"
    )
