"""The letters of a report: Noto Sans as KERN brings it, which holds all of DIN SPEC 91379.

Typst reads no WOFF; the tables in one are those of an OpenType font, each packed by zlib, so they are unpacked once per
process. What Noto Sans lacks comes from the fonts within Typst; those of the machine are never asked, so that a report
looks alike everywhere.
"""

import struct
import tempfile
import zlib
from functools import lru_cache
from pathlib import Path

import typst
from django.contrib.staticfiles import finders

_FILES = ("NotoSans-Regular.woff", "NotoSans-Bold.woff")
_BOTH = b'#set text(font: "Noto Sans")\na *b*'
_HEADER, _ENTRY = struct.Struct(">4sIIH"), struct.Struct(">4sIIII")


def unpacked(woff: bytes) -> bytes:
    """The OpenType font in ``woff`` (WOFF 1.0). Raises ValueError if it is none."""
    signature, flavour, _, count = _HEADER.unpack_from(woff)
    if signature != b"wOFF":
        raise ValueError("not a WOFF file")
    power = count.bit_length() - 1
    search = 16 << power
    directory = struct.pack(">IHHHH", flavour, count, search, power, 16 * count - search)
    begin, body = 12 + 16 * count, b""
    for number in range(count):
        tag, offset, packed, length, checksum = _ENTRY.unpack_from(woff, 44 + _ENTRY.size * number)
        table = woff[offset : offset + packed]
        if packed != length:
            table = zlib.decompress(table)
        directory += struct.pack(">4sIII", tag, checksum, begin + len(body), length)
        body += table + bytes(-length % 4)
    return directory + body


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts for Typst. Raises FileNotFoundError where the npm packages are not installed."""
    with tempfile.TemporaryDirectory(prefix="querlinie-fonts-") as folder:
        for name in _FILES:
            packed = finders.find(f"kern/fonts/noto-sans/{name}")
            if not packed:
                raise FileNotFoundError(f"The font {name} is missing: npm ci installs it.")
            Path(folder, name).with_suffix(".ttf").write_bytes(unpacked(Path(packed).read_bytes()))
        found = typst.Fonts(include_system_fonts=False, font_paths=[folder])
        # A font is read when it is first used: here, while its file is there.
        typst.compile(_BOTH, font_paths=found, ignore_system_fonts=True)
        return found
