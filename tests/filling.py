"""Filling in a form as a browser does: everything the page shows goes back, changed where the test says so."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """The named controls of the last form with ``method=post`` in the main part of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self._in_main = self._in_form = False
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._in_main = True
        elif tag == "form" and self._in_main and a.get("method") == "post":
            self._in_form, self.data = True, {}
        elif not self._in_form:
            return
        elif tag == "input" and a.get("name"):
            ticks = a.get("type") in ("checkbox", "radio")
            if not ticks or "checked" in a:
                self.data.setdefault(a["name"], []).append(a.get("value", "on" if ticks else ""))
        elif tag == "textarea":
            self._area = a["name"]
            self.data[self._area] = [""]
        elif tag == "select":
            self._select = a["name"]
        elif tag == "option" and "selected" in a:
            self.data.setdefault(self._select, []).append(a.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._in_main = False
        elif tag == "form":
            self._in_form = False
        elif tag == "textarea" and self._area:
            # A browser drops the line break right behind <textarea> and sends CRLF for all others.
            text = self.data[self._area][0].removeprefix("\n")
            self.data[self._area] = [text.replace("\n", "\r\n")]
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.data[self._area][0] += data


def shown(response: Any) -> dict[str, Any]:
    """What a browser would send back for the form in ``response``."""
    fields = _Fields()
    fields.feed(response.content.decode())
    data: dict[str, Any] = dict(fields.data)
    data.pop("csrfmiddlewaretoken", None)
    return data
