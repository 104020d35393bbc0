"""The common glossary (Teil B 3 (2): words that may be misunderstood), from checklist/glossary.yaml.

A district may replace an explanation by its own words; what is read here is where it starts from.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from districts import strict_yaml

GLOSSARY = Path(__file__).parent / "glossary.yaml"


class GlossaryError(ValueError):
    """A fault in the glossary file; the message is a sentence that names the file and the term."""


@dataclass(frozen=True, kw_only=True)
class GlossaryTerm:
    """One term: `slug` is stable (anchor, own words of a district), `see` holds slugs of related terms."""

    slug: str
    term: str
    text: str
    see: tuple[str, ...] = ()


def read_glossary(path: Path | None = None) -> list[GlossaryTerm]:
    """Return the terms in the order of the file.

    Raises GlossaryError for an unknown key, a missing or empty field, a doubled slug or term, or a
    reference to a term that is not there.
    """
    file = path or GLOSSARY
    content = strict_yaml.check_keys(
        strict_yaml.load_mapping(file, GlossaryError),
        where=file.name,
        required=("version", "terms"),
        error=GlossaryError,
    )
    strict_yaml.check_version(content, where=file.name, error=GlossaryError)
    terms: list[GlossaryTerm] = []
    for number, entry in enumerate(
        strict_yaml.check_list(content, where=file.name, key="terms", error=GlossaryError), start=1
    ):
        slug = entry.get("slug") if isinstance(entry, dict) else None
        where = f"{file.name}, {slug}" if slug else f"{file.name}, entry {number}"
        fields = strict_yaml.check_keys(
            entry, where=where, required=("slug", "term", "text"), optional=("see",), error=GlossaryError
        )
        see = fields.get("see", [])
        if not isinstance(see, list) or not all(isinstance(other, str) for other in see):
            raise GlossaryError(f"{where}: see must be a list of slugs.")
        texts = {
            key: strict_yaml.check_text(fields[key], where=where, key=key, error=GlossaryError)
            for key in ("slug", "term", "text")
        }
        texts["text"] = strict_yaml.flow(texts["text"])
        if any(texts["slug"] == other.slug or texts["term"] == other.term for other in terms):
            raise GlossaryError(f"{where}: slug or term stands twice.")
        terms.append(GlossaryTerm(**texts, see=tuple(see)))
    slugs = {term.slug for term in terms}
    for term in terms:
        for other in term.see:
            if other not in slugs:
                raise GlossaryError(f"{file.name}, {term.slug}: see names the unknown term {other}.")
    return terms
