"""Reading a form out of a page as a browser would, so that a test sends what a person would send."""

from html.parser import HTMLParser
from typing import Any


class _Form(HTMLParser):
    """Collects the controls of the form whose ``action`` ends with a given text (None: without action)."""

    def __init__(self, action: str | None) -> None:
        super().__init__()
        self.action = action
        self.inside = False
        self.values: dict[str, str] = {}
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = at.get("method") == "post" and (
                "action" not in at if self.action is None else at.get("action", "").endswith(self.action)
            )
        if not self.inside:
            return
        if tag == "input" and at.get("type") not in ("submit", "file", "checkbox", "radio"):
            self.values[at.get("name", "")] = at.get("value", "")
        elif tag == "input" and at.get("type") in ("checkbox", "radio") and "checked" in at:
            self.values[at["name"]] = at.get("value", "on")
        elif tag == "textarea":
            self._text = at.get("name")
            self.values[at.get("name", "")] = ""
        elif tag == "select":
            self._select = at.get("name")
        elif tag == "option" and self._select and ("selected" in at or self._select not in self.values):
            self.values[self._select] = at.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.inside and self._text is not None:
            self.values[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            # A browser drops the first line break and sends CRLF for the others.
            value = self.values[self._text].removeprefix("\r\n").removeprefix("\n")
            self.values[self._text] = value.replace("\r\n", "\n").replace("\n", "\r\n")
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self.inside = False


def form_values(response: Any, action: str | None = None) -> dict[str, str]:
    """What a browser would send from the form of ``response`` whose action ends with ``action``, untouched."""
    parser = _Form(action)
    parser.feed(response.content.decode())
    assert parser.values, f"no form with action {action!r} in the page"
    return parser.values
