"""From what a form sent to stored evidence."""

from collections.abc import Mapping
from typing import Any

from districts.member import Member
from evidence.models import Evidence
from evidence.storing import add_file, add_link


def take_in(data: Mapping[str, Any], *, by: Member) -> Evidence:
    """Stores what a valid ``EvidenceForm`` holds. Raises ``Unfit`` at its fields where the file does not fit."""
    if data["file"]:
        return add_file(upload=data["file"], title=data["title"], confidential=data["confidential"], by=by)
    return add_link(url=data["url"], title=data["title"], confidential=data["confidential"], by=by)
