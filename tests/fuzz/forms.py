"""The forms of a page, read from its HTML as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit


@dataclass
class Field:
    """One control: its name, its type and what it would send."""

    name: str
    type: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    sent: bool = True


@dataclass
class Form:
    """One form: where it sends what."""

    method: str
    action: str
    multipart: bool
    fields: list[Field] = field(default_factory=list)

    def filled(self) -> list[tuple[str, str]]:
        """What the browser sends when nobody touches anything."""
        return [(f.name, f.value) for f in self.fields if f.sent and f.type != "file"]


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.text: Field | None = None
        self.select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(
                method=given.get("method", "get").lower(),
                action=urljoin(self.page, given.get("action", "")),
                multipart=given.get("enctype", "") == "multipart/form-data",
            )
            self.forms.append(self.open)
            self.by_id[given.get("id", "")] = self.open
            return
        if tag == "option" and self.select is not None:
            value = given.get("value", "")
            self.select.options.append(value)
            if "selected" in given or len(self.select.options) == 1:
                self.select.value = value
            return
        form = self.by_id.get(given.get("form", ""), self.open) if given.get("form") else self.open
        if form is None or tag not in {"input", "textarea", "select", "button"} or not given.get("name"):
            return
        kind = given.get("type", "text") if tag == "input" else tag
        found = Field(given["name"], kind, given.get("value", ""))
        if kind in {"checkbox", "radio"}:
            found.value = given.get("value", "on")
            found.sent = "checked" in given
        if kind in {"submit", "button", "image"}:
            found.sent = False
        form.fields.append(found)
        if tag == "textarea":
            self.text = found
        if tag == "select":
            self.select = found

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        if tag == "textarea":
            self.text = None
        if tag == "select":
            self.select = None


def forms_of(html: str, page: str) -> list[Form]:
    """All forms of ``html`` that send to this host; ``page`` is its address."""
    reader = _Reader(page)
    reader.feed(html)
    return [form for form in reader.forms if not urlsplit(form.action).netloc]


def links_of(html: str) -> set[str]:
    """Names of parameters in the links of a page."""
    found: set[str] = set()

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            for name, value in attrs:
                if name in {"href", "hx-get"} and value and "?" in value:
                    query = value.split("?", 1)[1].split("#")[0]
                    found.update(part.split("=")[0] for part in query.split("&") if part)

    Links().feed(html)
    return found
