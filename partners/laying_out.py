"""What this room lays out for a district: lists of kinds, themes and target groups, as a start to change."""

from pathlib import Path
from typing import Any

from districts.models import District
from districts.strict_yaml import check_flag, check_keys, check_list, check_text, check_version, load_mapping
from partners.models import ActorKind, TargetGroup, Theme

DATA = Path(__file__).parent / "data"


class ListsInvalid(ValueError):
    """A file of lists has a fault; the message names file and entry."""


def read_choices(name: str, *, flag: str = "") -> list[dict[str, Any]]:
    """The entries of ``data/<name>.yaml`` in its order: key, name, and ``flag`` where the list has one.

    Raises ``ListsInvalid`` with a sentence for whatever is missing, doubled or unknown.
    """
    path = DATA / f"{name}.yaml"
    content = load_mapping(path, ListsInvalid)
    check_keys(content, where=path.name, required=["version", name], error=ListsInvalid)
    check_version(content, where=path.name, error=ListsInvalid)
    entries = []
    for number, entry in enumerate(check_list(content, where=path.name, key=name, error=ListsInvalid), start=1):
        where = f"{path.name}, entry {number}"
        optional = [flag] if flag else []
        check_keys(entry, where=where, required=["key", "name"], optional=optional, error=ListsInvalid)
        found: dict[str, Any] = {
            field: check_text(entry[field], where=where, key=field, error=ListsInvalid) for field in ("key", "name")
        }
        if flag:
            found[flag] = check_flag(entry, where=where, key=flag, error=ListsInvalid)
        entries.append(found)
    for field in ("key", "name"):
        values = [entry[field] for entry in entries]
        doubled = sorted({value for value in values if values.count(value) > 1})
        if doubled:
            raise ListsInvalid(f"{path.name}: {field} {', '.join(doubled)} stands twice.")
    return entries


def lay_out_partners(district: District) -> None:
    """Creates what is missing for ``district``; touches nothing that is there. Idempotent, inside the wall."""
    for model, name, flag in (
        (ActorKind, "kinds", "intermediary"),
        (Theme, "themes", ""),
        (TargetGroup, "target_groups", ""),
    ):
        rows: Any = model
        keys, names = set(), set()
        for key, label in rows.objects.values_list("key", "name"):
            keys.add(key)
            names.add(label)
        rows.objects.bulk_create(
            rows(**entry)
            for entry in read_choices(name, flag=flag)
            if entry["key"] not in keys and entry["name"] not in names
        )
