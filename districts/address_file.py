"""Reading a table of addresses: CSV with street, house number, postcode and the key of the Planungsraum.

Row by row, for such a table has hundreds of thousands. Everything that does not fit is collected and told with its
row; a single fault refuses the file.
"""

import codecs
import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from districts.lor_files import is_in_berlin
from lists.table_file import separator_of

#: Field -> headings it may have, without case, umlauts and punctuation.
COLUMNS = {
    "street": ("strasse", "strassenname", "strname", "stn", "street"),
    "number": ("hausnummer", "hausnr", "hnr", "nr", "housenumber"),
    "suffix": ("zusatz", "hausnummernzusatz", "hausnummerzusatz", "hnrzusatz", "adz"),
    "postcode": ("plz", "postleitzahl", "postcode"),
    # Where a table names the Planungsraum as well, its key comes first.
    "key": ("plrid", "plrschluessel", "planungsraumschluessel", "planungsraumkey", "lorschluessel", "plr", "lor",
            "planungsraum"),
    "longitude": ("lon", "lng", "longitude", "laenge", "laengengrad"),
    "latitude": ("lat", "latitude", "breite", "breitengrad"),
}  # fmt: skip
_NEEDED = ("street", "number", "key")
#: Names that columns of metres have (ETRS89/UTM 33).
_METRES = frozenset(
    (
        "x",
        "y",
        "xwert",
        "ywert",
        "ostwert",
        "nordwert",
        "rechtswert",
        "hochwert",
        "easting",
        "northing",
        "east",
        "north",
    )
)
_LETTERS = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"})
#: So many faults are told one by one.
TOLD = 10


class AddressError(ValueError):
    """The file cannot be taken; the message says which rows, and why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One address. ``number`` is the row in the file."""

    number: int
    street: str
    house_number: str
    postcode: str
    key: str
    longitude: Decimal | None
    latitude: Decimal | None


@dataclass(slots=True)
class AddressFile:
    """A file, read line by line by ``lines``; afterwards ``mended`` keys that had lost their zero are counted."""

    path: Path
    #: Keys of the Planungsräume there are.
    known: Collection[str]
    mended: int = 0
    faults: list[str] = field(default_factory=list)
    count: int = 0

    def lines(self) -> Iterator[Line]:
        """The addresses. Raises ``AddressError``, for single rows at the very end, so that all faults are told."""
        encoding = _encoding(self.path)
        with self.path.open(encoding=encoding, newline="") as stream:
            separator = separator_of(stream.read(20_000))
            stream.seek(0)
            reader = csv.reader(stream, delimiter=separator)
            try:
                header = next(reader, [])
                columns = _columns(header)
                for cells in reader:
                    if any(cells):
                        yield from self._line(reader.line_num, cells, len(header), columns)
            except csv.Error as error:
                raise AddressError(f"Row {reader.line_num} cannot be read as CSV ({error}).") from error
        if self.faults:
            more = self.count - len(self.faults)
            raise AddressError("\n".join([*self.faults, *([f"… and {more} more rows"] if more else [])]))

    def _line(self, number: int, cells: list[str], width: int, columns: dict[str, int]) -> Iterator[Line]:
        if len(cells) != width:
            self._fault(number, f"{len(cells)} fields instead of {width}; wrong separator or missing quotes")
            return
        told = {name: " ".join(cells[column].split()) for name, column in columns.items()}
        try:
            yield self._read(number, told)
        except AddressError as error:
            self._fault(number, str(error))

    def _fault(self, number: int, words: str) -> None:
        self.count += 1
        if len(self.faults) < TOLD:
            self.faults.append(f"Row {number}: {words}.")

    def _read(self, number: int, told: dict[str, str]) -> Line:
        if any("\x00" in text for text in told.values()):
            raise AddressError("a character that cannot be stored")
        street = told["street"]
        house = f"{told['number'].lstrip('0')} {told.get('suffix', '')}".strip()
        if not street or len(street) > 120:
            raise AddressError("the street is missing or longer than 120 characters")
        if not re.match(r"[1-9]", house) or len(house) > 20:
            raise AddressError(f"{told['number']!r} is not a house number")
        postcode = told.get("postcode", "")
        if postcode and not re.fullmatch(r"[0-9]{5}", postcode):
            raise AddressError(f"{postcode!r} is not a postcode of five digits")
        return Line(number, street, house, postcode, self._key(told["key"]), *_point(told))

    def _key(self, text: str) -> str:
        if text in self.known:
            return text
        # Spreadsheet programs take a key for a number and drop its leading zero.
        if re.fullmatch(r"[0-9]{7}", text) and f"0{text}" in self.known:
            self.mended += 1
            return f"0{text}"
        raise AddressError(f"there is no Planungsraum with the key {text!r}")


def _point(told: dict[str, str]) -> tuple[Decimal | None, Decimal | None]:
    texts = [told.get(name, "").replace(",", ".") for name in ("longitude", "latitude")]
    if not any(texts):
        return None, None
    try:
        east, north = (Decimal(text).quantize(Decimal("0.000001")) for text in texts)
    except InvalidOperation as error:
        raise AddressError(f"{' / '.join(texts)} are not two numbers") from error
    if not (east.is_finite() and north.is_finite() and is_in_berlin(float(east), float(north))):
        raise AddressError(
            f"{east} / {north} is not a place in Berlin in degrees of longitude and latitude (WGS 84); metres of "
            "ETRS89/UTM 33 must be transformed first"
        )
    return east, north


def _columns(header: list[str]) -> dict[str, int]:
    words = [re.sub(r"[^a-z0-9]", "", heading.casefold().translate(_LETTERS)) for heading in header]
    found = {}
    for name, headings in COLUMNS.items():
        for word in headings:
            if words.count(word) > 1:
                raise AddressError(f"Two columns are called {header[words.index(word)]!r}.")
            if word in words:
                found[name] = words.index(word)
                break
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        raise AddressError(
            "The first row must name the columns strasse, hausnummer and planungsraum (zusatz, plz, lon and lat may be "
            f"there); missing: {', '.join(missing)}."
        )
    if ("longitude" in found) != ("latitude" in found):
        raise AddressError("Longitude and latitude belong together: name both columns or none.")
    if "longitude" not in found and _METRES.intersection(words):
        raise AddressError(
            "The coordinates seem to be metres (ETRS89/UTM 33, EPSG:25833). Ask for them in WGS 84 (EPSG:4326), in "
            "columns called lon and lat, or take these columns out."
        )
    return found


def _encoding(path: Path) -> str:
    """UTF-8 if all of the file is, else what spreadsheet programs on Windows write."""
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
            if head.startswith(b"PK"):
                raise AddressError("This is a workbook; save it as CSV.")
            if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            stream.seek(0)
            decoder = codecs.getincrementaldecoder("utf-8")()
            while chunk := stream.read(1_000_000):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except OSError as error:
        raise AddressError(f"The file cannot be opened ({error.strerror}).") from error
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
