"""The common catalogue (Arbeitshilfe, Teil A and B) as it stands in checklist/catalogue/*.yaml.

This module only reads and checks; writing the items to the database is the loader's business. It needs no
Django, so that the contents can be tested without a database.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from districts import strict_yaml

CATALOGUE = Path(__file__).parent / "catalogue"

# The order of the document; a file that is not named here would silently be left out, hence the check below.
FILES = (
    "teil_a.yaml",
    "teil_b1.yaml",
    "teil_b2.yaml",
    "teil_b3.yaml",
    "teil_b4.yaml",
    "fussnoten.yaml",
)

# What an item is, with the German word people read.
KINDS = {
    "chapter": "Kapitel",
    "thought": "Grundgedanke",
    "decision": "Weichenstellung",
    "step": "Schritt",
    "question": "Leitfrage",
    "cornerstone": "Eckpfeiler",
    "benefit": "Nutzen",
    "concern": "Bedenken",
    "pruefstein": "Prüfstein",
    "footnote": "Fußnote",
}

# The rooms of the house that can serve an item; the names are those of the Python packages.
ROOMS = ("checklist", "sozialraum", "partners", "assignments", "pruefsteine", "overview")

ANSWERED_BY = ("office", "district")
TITLE_MAX = 90

_REQUIRED = ("code", "kind", "parent", "title", "text", "place", "room")
_OPTIONAL = ("hint", "minimum", "compares_with_before", "asks_actors", "office_text", "footnotes", "answered_by")
#: What can belong to the Mindestmaß: what has a state a district can set aside, and Prüfsteine.
MINIMUM_KINDS = ("decision", "step", "pruefstein")


class CatalogueError(ValueError):
    """A fault in the catalogue files; the message is a sentence that names the file and the code."""


@dataclass(frozen=True, kw_only=True)
class CatalogueItem:
    """One point of the Arbeitshilfe.

    `office_text` is the wording of a Prüfstein for one office ("Unser Amt hat …"); `asks_actors` marks the
    Prüfsteine on which a Stadtteilkonferenz is heard too. Texts come without the line breaks of the YAML file:
    paragraphs are separated by an empty line, list entries are lines that begin with "- ". `position` counts
    from 1 in document order.
    """

    code: str
    kind: str
    parent: str | None
    title: str
    text: str
    place: str
    room: str
    position: int
    version: int
    hint: str = ""
    minimum: bool = False
    compares_with_before: bool = False
    asks_actors: bool = False
    office_text: str = ""
    footnotes: tuple[str, ...] = ()
    answered_by: str | None = None

    @property
    def checksum(self) -> str:
        """SHA-256 over what the item says; version and position do not count."""
        content = dataclasses.asdict(self)
        del content["version"], content["position"]
        return _digest(content)


def read_catalogue(path: Path | None = None) -> list[CatalogueItem]:
    """Return all items in document order.

    `path` is a directory with the six files of `FILES`; without it the catalogue that comes with the code.
    Raises CatalogueError for anything that is missing, unknown, empty, doubled or contradictory.
    """
    directory = path or CATALOGUE
    strangers = sorted(file.name for file in directory.glob("*.yaml") if file.name not in FILES)
    if strangers:
        raise CatalogueError(f"{strangers[0]}: this file does not belong to the catalogue.")

    items: list[CatalogueItem] = []
    homes: dict[str, str] = {}
    version = 0
    for name in FILES:
        content = strict_yaml.check_keys(
            strict_yaml.load_mapping(directory / name, CatalogueError),
            where=name,
            required=("version", "items"),
            error=CatalogueError,
        )
        file_version = strict_yaml.check_version(content, where=name, error=CatalogueError)
        version = version or file_version
        if file_version != version:
            raise CatalogueError(f"{name}: version {file_version} differs from version {version} of {FILES[0]}.")
        entries = strict_yaml.check_list(content, where=name, key="items", error=CatalogueError)
        for number, entry in enumerate(entries, start=1):
            item = _item(entry, name=name, number=number, position=len(items) + 1, version=version)
            if item.code in homes:
                raise CatalogueError(f"{name}, {item.code}: the code already stands in {homes[item.code]}.")
            homes[item.code] = name
            items.append(item)
    _check_references(items, homes)
    return items


def checksum(items: Iterable[CatalogueItem]) -> str:
    """SHA-256 over the whole catalogue: what the items say and their order."""
    return _digest([(item.code, item.checksum) for item in items])


def _item(entry: object, *, name: str, number: int, position: int, version: int) -> CatalogueItem:
    """Check one entry by itself; what points at other entries is checked once all are known."""
    code = entry.get("code") if isinstance(entry, dict) else None
    where = f"{name}, {code}" if code else f"{name}, entry {number}"
    fields = strict_yaml.check_keys(entry, where=where, required=_REQUIRED, optional=_OPTIONAL, error=CatalogueError)
    texts = {
        key: strict_yaml.check_text(fields[key], where=where, key=key, error=CatalogueError)
        for key in ("code", "kind", "title", "text", "place", "room")
    }
    if len(texts["title"]) > TITLE_MAX:
        raise CatalogueError(f"{where}: the title is longer than {TITLE_MAX} characters.")
    texts["text"] = strict_yaml.flow(texts["text"])
    further = {
        key: strict_yaml.flow(strict_yaml.check_text(fields[key], where=where, key=key, error=CatalogueError))
        for key in ("hint", "office_text")
        if key in fields
    }
    parent = fields["parent"]
    if parent is not None:
        parent = strict_yaml.check_text(parent, where=where, key="parent", error=CatalogueError)
    item = CatalogueItem(
        **texts,
        parent=parent,
        **further,
        minimum=strict_yaml.check_flag(fields, where=where, key="minimum", error=CatalogueError),
        compares_with_before=strict_yaml.check_flag(
            fields, where=where, key="compares_with_before", error=CatalogueError
        ),
        asks_actors=strict_yaml.check_flag(fields, where=where, key="asks_actors", error=CatalogueError),
        footnotes=_footnotes(fields, where),
        answered_by=fields.get("answered_by"),
        position=position,
        version=version,
    )
    _check_kind(item, where)
    return item


def _footnotes(fields: Mapping[str, Any], where: str) -> tuple[str, ...]:
    codes = fields.get("footnotes", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise CatalogueError(f"{where}: footnotes must be a list of codes.")
    return tuple(codes)


def _check_kind(item: CatalogueItem, where: str) -> None:
    """Refuse a kind or room nobody knows, and marks that a kind cannot carry."""
    if item.kind not in KINDS:
        raise CatalogueError(f"{where}: unknown kind {item.kind}.")
    if item.room not in ROOMS:
        raise CatalogueError(f"{where}: unknown room {item.room}.")
    if item.minimum and item.kind not in MINIMUM_KINDS:
        raise CatalogueError(f"{where}: the kind {item.kind} cannot belong to the Mindestmaß.")
    if item.compares_with_before and item.kind != "pruefstein":
        raise CatalogueError(f"{where}: only a Prüfstein compares with the time before.")
    if item.asks_actors and item.kind != "pruefstein":
        raise CatalogueError(f"{where}: only on a Prüfstein are actors heard.")
    if bool(item.office_text) != (item.kind == "pruefstein"):
        raise CatalogueError(f"{where}: a Prüfstein, and nothing else, has a wording for one office (office_text).")
    if item.answered_by is not None:
        if item.answered_by not in ANSWERED_BY:
            raise CatalogueError(
                f"{where}: answered_by must be {' or '.join(ANSWERED_BY)}, found {item.answered_by!r}."
            )
        if item.kind != "question":
            raise CatalogueError(f"{where}: only a question is answered by somebody.")


def _check_references(items: list[CatalogueItem], homes: Mapping[str, str]) -> None:
    """Parents stand before their children; a footnote hangs at exactly the item that is its parent."""
    kinds = {item.code: item.kind for item in items}
    attached: dict[str, str] = {}
    seen: set[str] = set()
    for item in items:
        where = f"{homes[item.code]}, {item.code}"
        if item.parent is not None and item.parent not in kinds:
            raise CatalogueError(f"{where}: unknown parent {item.parent}.")
        if item.parent is not None and item.parent not in seen:
            raise CatalogueError(f"{where}: the parent {item.parent} must stand before it.")
        seen.add(item.code)
        for footnote in item.footnotes:
            if kinds.get(footnote) != "footnote":
                raise CatalogueError(f"{where}: unknown footnote {footnote}.")
            if footnote in attached:
                raise CatalogueError(f"{where}: {footnote} is already attached to {attached[footnote]}.")
            attached[footnote] = item.code
    for item in items:
        if item.kind == "footnote" and attached.get(item.code) != item.parent:
            raise CatalogueError(
                f"{homes[item.code]}, {item.code}: the parent {item.parent} does not name this footnote."
            )


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
