"""Values that people paste and attackers type, per kind of control. Bytes, because some of them are no text."""

import random
from collections.abc import Iterator

from tests.fuzz.forms import Field, Form

Pairs = list[tuple[str, bytes]]

LONG = b"x" * 100_000
SURROGATE = b"a\xed\xa0\x80b"
ANY = [
    b"",
    b" ",
    b"\x00",
    b"a\x00b",
    SURROGATE,
    b"\xff\xfe",
    LONG,
    "\u202e\u2066Ä\u0301\U0001f469\u200d\U0001f4bb".encode(),
    b"<script>alert(1)</script>",
    b"'; DROP TABLE districts_office; --",
    b"{{ settings.SECRET_KEY }}{% debug %}",
    b"\r\n\r\nSet-Cookie: a=b",
    b"%s%d%n%(x)s {0} {a.b}",
    b"../../../../etc/passwd",
    b'=HYPERLINK("http://evil.example")',
]
NUMBERS = [b"-1", b"0", b"1e400", b"NaN", b"Infinity", b"9" * 40, b"1,5", b"0x10", "\u0663".encode(), b"--1"]
DATES = [b"0000-01-01", b"0001-01-01", b"9999-12-31", b"10000-01-01", b"2026-02-30", b"31.12.9999", b"99.99.9999",
         b"1989-12-31", b"2101-01-01", b"-2026-01-01", b"2026-W01-1", b"heute"]  # fmt: skip
ADDRESSES = [
    b"kein",
    b"a@b",
    b"a" * 300 + b"@example.org",
    b"a@example.org\r\nBcc: b@example.org",
    b"javascript:alert(1)",
    b"http://[::1",
    b"https://" + b"a" * 3000 + b".example",
    b"file:///etc/passwd",
    b"http://\x00",
]
CHOICES = [b"gibt-es-nicht", b"-1", b"00000000-0000-0000-0000-000000000000", b"None", b"[]"]

BY_TYPE = {
    "date": DATES + ANY,
    "number": NUMBERS + ANY,
    "email": ADDRESSES + ANY,
    "url": ADDRESSES + ANY,
    "select": CHOICES + ANY,
    "radio": CHOICES + ANY,
    "checkbox": CHOICES + ANY,
    "hidden": CHOICES + DATES + NUMBERS + ANY,
}


def values_for(field: Field, foreign: list[bytes]) -> list[bytes]:
    """Everything hostile for one control; ``foreign`` are ids of another district."""
    values = list(BY_TYPE.get(field.type, ANY + NUMBERS))
    if field.type in {"select", "radio", "checkbox", "hidden"}:
        values += foreign
    return values


def attacks(form: Form, foreign: list[bytes], chosen: random.Random | None) -> Iterator[tuple[str, Pairs]]:
    """What to send instead of what the form would send, with a label each.

    One control at a time with each hostile value, missing and doubled; everything at once; nothing at all.
    ``chosen`` draws a sample of two per control (the short form); None sends everything.
    """
    normal = [(name, value.encode()) for name, value in form.filled()]
    names = list(dict.fromkeys(f.name for f in form.fields if f.type not in {"submit", "button"}))
    by_name = {f.name: f for f in reversed(form.fields)}
    for name in names:
        if name == "csrfmiddlewaretoken":
            continue
        field = by_name[name]
        rest = [(n, v) for n, v in normal if n != name]
        values = values_for(field, foreign)
        if chosen:
            values = chosen.sample(values, min(2, len(values)))
        for value in values:
            yield f"{name} = {value[:60]!r}", [*rest, (name, value)]
        yield f"{name} missing", rest
        yield f"{name} doubled", [*rest, (name, b"1"), (name, b"2")]
    yield "nothing", []
    if names:
        everything = [(n, (chosen or random.Random(1)).choice(ANY)) for n in names]  # noqa: S311
        yield "hostile everywhere", everything
    yield (
        "a field nobody knows",
        [*normal, ("id", b"1"), ("district", b"1"), ("district_id", b"2"), ("__proto__", b"x")],
    )
    yield "too many fields", [*normal, *[(f"f{n}", b"") for n in range(2100)]]
