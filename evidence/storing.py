"""Rules of evidence: what may be handed in, how it is checked and stored, how it is taken away again."""

import hashlib
import io
import uuid
import zipfile
from collections.abc import Iterable
from functools import partial

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from districts.member import Member
from districts.refusals import NotNow, Unfit
from evidence.models import Evidence, evidence_storage

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

#: Ending -> what the content must be. Nothing here runs in a browser or an office program by itself.
ALLOWED: dict[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": _OOXML + "wordprocessingml.document",
    "xlsx": _OOXML + "spreadsheetml.sheet",
    "pptx": _OOXML + "presentationml.presentation",
    "odt": _ODF + "text",
    "ods": _ODF + "spreadsheet",
    "odp": _ODF + "presentation",
}
ALLOWED_SENTENCE = "Erlaubt sind PDF, PNG, JPEG, DOCX, XLSX, PPTX, ODT, ODS und ODP."

#: Main part of an office document of Microsoft's formats.
_MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}


def content_kind(content: bytes) -> str | None:
    """The ending ("pdf", "docx" …) that ``content`` really is, or None if it is nothing allowed.

    Office files are archives: they are opened and their inside decides; files with macros are nothing allowed.
    """
    if content[:4] == b"PK\x03\x04":
        return _archive_kind(content)
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        return None
    return next((ending for ending, mime in ALLOWED.items() if mime == found and not ending.startswith(("od",))), None)


def _archive_kind(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return next((ending for ending, mime in ALLOWED.items() if mime == declared), None)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)


@transaction.atomic
def add_file(*, upload: UploadedFile, title: str, confidential: bool, by: Member) -> Evidence:
    """Checks and stores a file. Raises ``Unfit`` at the field ``file`` where size, ending or content do not fit."""
    name = (upload.name or "").replace("\x00", "")[-200:]
    if upload.size is None or upload.size == 0:
        raise Unfit({"file": "Die Datei ist leer."})
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        megabytes = settings.EVIDENCE_MAX_BYTES // (1024 * 1024)
        raise Unfit({"file": f"Die Datei ist größer als {megabytes} MB. Bitte verkleinern oder verlinken Sie sie."})
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in ALLOWED:
        raise Unfit({"file": f"Dateien mit dieser Endung werden nicht angenommen. {ALLOWED_SENTENCE}"})
    content = upload.read()
    kind = content_kind(content)
    if kind is None or ALLOWED[kind] != ALLOWED[ending]:
        raise Unfit({"file": f"Der Inhalt der Datei passt nicht zur Endung „{ending}“. {ALLOWED_SENTENCE}"})
    # The name in the storage is drawn at random, never taken from the upload; districts lie in folders of their own.
    stored_as = evidence_storage().save(f"{by.district.key}/{uuid.uuid4()}.{ending}", ContentFile(content))
    try:
        with transaction.atomic():
            return Evidence.objects.create(
                title=title,
                stored_as=stored_as,
                file_name=name,
                content_type=ALLOWED[ending],
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                confidential=confidential,
                office_id=_office_of(by),
                added_by=by.user,
            )
    except Exception:
        evidence_storage().delete(stored_as)
        raise


def add_link(*, url: str, title: str, confidential: bool, by: Member) -> Evidence:
    """Stores a link; the form has checked that it is a web address."""
    return Evidence.objects.create(
        title=title, url=url, confidential=confidential, office_id=_office_of(by), added_by=by.user
    )


@transaction.atomic
def remove(*, evidence: Evidence, by: Member) -> None:
    """Takes evidence away, the file after the commit. Errors as in ``require_removable``."""
    locked = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    require_removable(locked, by)
    discard([locked])


def require_removable(evidence: Evidence, by: Member) -> None:
    """Raises ``NotNow`` unless ``by`` added it, belongs to the office that did, or coordinates."""
    own = evidence.added_by_id == by.user.pk or (evidence.office_id is not None and evidence.office_id in by.office_ids)
    if not own and not by.may("edit_checklist"):
        raise NotNow("Entfernen kann den Nachweis die Stelle, die ihn hinzugefügt hat, oder die Planungskoordination.")


def discard(rows: Iterable[Evidence]) -> None:
    """Takes ``rows`` away with their files, the files after the commit. For rules that remove what they hang on."""
    for row in rows:
        stored_as = row.stored_as
        row.delete()
        if stored_as:
            # The finished name alone goes along: after the commit no tenant row can be read.
            transaction.on_commit(partial(evidence_storage().delete, stored_as), robust=True)


def _office_of(member: Member) -> uuid.UUID | None:
    """The office evidence belongs to: that of whoever adds it, if they belong to exactly one."""
    offices = member.office_ids
    return next(iter(offices)) if len(offices) == 1 else None
