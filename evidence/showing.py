"""Evidence as the template part shows it."""

from collections.abc import Iterable

from django.db.models import Model, UUIDField
from django.utils import timezone
from django.utils.formats import number_format

from districts.member import Member
from districts.navigation import thing_address
from evidence.models import Evidence, EvidenceQuerySet
from lists.compiled import CompiledQuery, Given

KINDS = {"application/pdf": "PDF", "image/png": "Bild (PNG)", "image/jpeg": "Bild (JPEG)"}


def size_text(size: int) -> str:
    """Bytes as a person reads them: "240 KB", "1,4 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{number_format(size / 1024 / 1024, 1)} MB"


def _tied(tie: type[Model], link: str, sees_confidential: bool, *, thing: Given, office_ids: Given) -> EvidenceQuerySet:
    ties = tie._base_manager.filter(**{link: thing}).values("evidence_id")
    found: EvidenceQuerySet = Evidence.objects.unlocked(sees_confidential, office_ids).filter(pk__in=ties)
    return found.select_related("office")


_TIED: CompiledQuery[Evidence] = CompiledQuery(_tied, thing=UUIDField(), office_ids=[UUIDField()])


def evidence_at(
    thing: Model, member: Member, *, tie: type[Model], link: str, removable: str = ""
) -> list[dict[str, object]]:
    """Evidence tied to ``thing``, as ``parts/evidence.html`` wants it. One query.

    Only for a thing that ``member`` may see: evidence belongs to the one thing it was handed in at, so nothing but the
    rule about confidential ones is left to ask. ``tie`` is the table between, ``link`` its foreign key to the thing.
    """
    rows = _TIED.rows(tie, link, member.may("see_confidential"), thing=thing.pk, office_ids=list(member.office_ids))
    return entries(rows, member, removable=removable)


def entries(rows: Iterable[Evidence], member: Member, *, removable: str = "") -> list[dict[str, object]]:
    """What ``parts/evidence.html`` wants; ``removable`` is the name of the URL that asks for removing."""
    shown = []
    for row in rows:
        own = row.added_by_id == member.user.pk or (row.office_id is not None and row.office_id in member.office_ids)
        entry: dict[str, object] = {
            "title": row.title,
            "url": thing_address("evidence_file", member.district.slug, pk=row.pk) if row.is_file else row.url,
            "kind": KINDS.get(row.content_type, row.file_name.rsplit(".", 1)[-1].upper()) if row.is_file else "Link",
            "size": size_text(row.size) if row.is_file else "",
            "when": timezone.localtime(row.added_at).strftime("%d.%m.%Y"),
            "who": row.office.name if row.office else "",
            "confidential": row.confidential,
        }
        if removable and (own or member.may("edit_checklist")):
            entry["remove_url"] = thing_address(removable, member.district.slug, pk=row.pk)
        shown.append(entry)
    return shown
