"""Reading the YAML files that come with the code, without YAML's leniencies.

PyYAML lets a key that is written twice win silently and knows nothing of required fields. Files that become
data for every district must not be read that generously: each fault ends in one sentence that names the file
and the place.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml


class _StrictLoader(yaml.SafeLoader):
    """The safe loader, except that a key may stand only once in a mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                continue  # refused by the safe loader itself, with its own sentence
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def _parse(text: str) -> object:
    loader = _StrictLoader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def load_mapping(path: Path, error: type[ValueError]) -> dict[str, Any]:
    """Return the mapping a YAML file holds.

    Raises `error` with a sentence when the file is missing, not UTF-8, not YAML or not a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise error(f"{path.name}: the file is missing in {path.parent}.") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise error(f"{path.name}: the file cannot be read ({fault}).") from fault
    try:
        content = _parse(text)
    except yaml.MarkedYAMLError as fault:
        line = f" in line {fault.problem_mark.line + 1}" if fault.problem_mark else ""
        raise error(f"{path.name}: not valid YAML{line}: {fault.problem}.") from fault
    except yaml.YAMLError as fault:
        raise error(f"{path.name}: not valid YAML: {fault}.") from fault
    if not isinstance(content, dict):
        raise error(f"{path.name}: expected a mapping at the top, found {type(content).__name__}.")
    return content


def check_keys(
    entry: object,
    *,
    where: str,
    required: Collection[str],
    optional: Collection[str] = (),
    error: type[ValueError],
) -> Mapping[str, Any]:
    """Return `entry` if it is a mapping with all required keys and no unknown one; else raise `error`.

    `where` begins the sentence and names file and entry.
    """
    if not isinstance(entry, dict):
        raise error(f"{where}: expected a mapping, found {type(entry).__name__}.")
    unknown = sorted(str(key) for key in entry if key not in required and key not in optional)
    if unknown:
        raise error(f"{where}: unknown key {', '.join(unknown)}.")
    missing = [key for key in required if key not in entry]
    if missing:
        raise error(f"{where}: missing {', '.join(missing)}.")
    return entry


def check_text(value: object, *, where: str, key: str, error: type[ValueError]) -> str:
    """Return `value` without outer white space if it is a string with content; else raise `error`.

    Keys such as 01 must be quoted in YAML: unquoted they would be numbers and lose their zero.
    """
    if not isinstance(value, str):
        raise error(f"{where}: {key} must be text in quotes, found {value!r}.")
    if not value.strip():
        raise error(f"{where}: {key} is empty.")
    return value.strip()


def check_flag(entry: Mapping[str, Any], *, where: str, key: str, error: type[ValueError]) -> bool:
    """Return the optional yes/no value `key` of `entry` (absent means no); else raise `error`."""
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise error(f"{where}: {key} must be true or false, found {value!r}.")
    return value


def check_version(content: Mapping[str, Any], *, where: str, error: type[ValueError]) -> int:
    """Return the file's version, a whole number from 1 on; else raise `error`."""
    value = content["version"]
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise error(f"{where}: version must be a whole number from 1 on, found {value!r}.")
    return int(value)


def check_list(content: Mapping[str, Any], *, where: str, key: str, error: type[ValueError]) -> list[Any]:
    """Return the list `key` of `content` if it holds something; else raise `error`."""
    value = content[key]
    if not isinstance(value, list) or not value:
        raise error(f"{where}: {key} must be a list with at least one entry.")
    return value


def flow(text: str) -> str:
    """Undo the line breaks that only keep a YAML file readable.

    Blank lines separate paragraphs; a line that begins with "- " stays a line of its own (a list entry);
    every other line continues the one before.
    """
    paragraphs: list[str] = []
    for block in text.strip().split("\n\n"):
        lines: list[str] = []
        for line in block.splitlines():
            line = line.strip()
            if not line:
                continue
            if lines and not line.startswith("- "):
                lines[-1] = f"{lines[-1]} {line}"
            else:
                lines.append(line)
        if lines:
            paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)
