"""What is asked of a page in a real browser. Functions return complaints."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Mode = Literal["light", "dark", "phone"]
SIZES = {"light": (1280, 900), "dark": (1280, 900), "phone": (320, 800)}

#: Violations of the Content Security Policy, collected before any script of the page runs.
_LISTEN = """window.__violations = [];
document.addEventListener('securitypolicyviolation',
    e => window.__violations.push(e.violatedDirective + ' ' + e.blockedURI));"""

#: Colours on their way are neither the one nor the other: whatever moves is brought to its end, until nothing does.
_SETTLED = """() => new Promise(done => {
    let frames = 0;
    const look = () => {
        const moving = document.getAnimations();
        for (const one of moving) try { one.finish(); } catch { one.cancel(); }
        return (frames++ && !moving.length) || frames > 120 ? done(true) : requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""


#: Every element of a page as the way to it from the root, with all that a rule could look at but words and numbers.
_STRUCTURE = """() => {
    const ways = new Map(), found = new Set(), ids = new Map();
    // Two times 32 bits over a text (after cyrb53), so that not the texts themselves have to leave the browser.
    const digest = text => {
        let a = 0xdeadbeef, b = 0x41c6ce57;
        for (let i = 0; i < text.length; i++) {
            const c = text.charCodeAt(i);
            a = Math.imul(a ^ c, 2654435761);
            b = Math.imul(b ^ c, 1597334677);
        }
        return (a >>> 0).toString(36) + (b >>> 0).toString(36);
    };
    const told = e => {
        const own = [...e.attributes].filter(a => !['id', 'href', 'src', 'value', 'name', 'style', 'content', 'for',
            'action', 'title', 'd', 'x', 'y', 'cx', 'cy', 'r', 'x1', 'x2', 'y1', 'y2', 'width', 'height', 'points',
            'transform', 'viewBox', 'datetime', 'headers', 'autocomplete', 'minlength', 'maxlength', 'nonce',
            'integrity', 'colspan', 'rowspan'].includes(a.name));
        const there = value => value.trim().split(/\\s+/).every(id => document.getElementById(id));
        const attributes = own.map(a => a.name + '=' + (
            /^aria-(labelledby|describedby|controls|owns|activedescendant|errormessage)$/.test(a.name) ? there(a.value)
            : /^(aria-label|alt|data-.*|placeholder)$/.test(a.name) ? !!a.value.trim() : a.value)).sort();
        const text = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
        const labelled = e.labels ? e.labels.length : '';
        return [e.tagName, text, labelled, ...attributes].join(' ');
    };
    for (const e of document.querySelectorAll('*')) {
        const way = digest((ways.get(e.parentElement) || '') + '>' + told(e));
        ways.set(e, way);
        found.add(way);
        if (e.id && ids.has(e.id)) found.add('twice ' + way);
        ids.set(e.id, true);
    }
    return [...found];
}"""
#: What axe has looked at in this process: a page made of nothing else teaches nothing new.
_SEEN: set[str] = set()


class Watched:
    """A page and what went wrong on it by itself: console, errors, requests to other hosts, refused by the policy."""

    def __init__(self, page: Page, host: str) -> None:
        self.page = page
        self.heard: list[str] = []
        #: An answer of 403 or 404 is said on the console; there it is meant.
        self.expected_status = 200
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.heard.append(f"script error: {error}"))
        page.on("request", lambda request: self._on_request(request.url, host))
        page.on("requestfailed", lambda request: self.heard.append(f"failed: {request.url} {request.failure}"))
        page.on("response", lambda response: self._on_response(response.status, response.url))

    def _on_console(self, message: Any) -> None:
        if message.type in ("error", "warning") and not (
            self.expected_status >= 400 and "status of" in message.text and message.location["url"] == self.page.url
        ):
            self.heard.append(f"console {message.type}: {message.text}")

    def _on_request(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            self.heard.append(f"request to another host: {url}")

    def _on_response(self, status: int, url: str) -> None:
        if status >= 400 and url != self.page.url and self.expected_status < 400:
            self.heard.append(f"{status} for {url}")

    def complaints(self) -> list[str]:
        """Everything heard so far."""
        violations = self.page.evaluate("window.__violations || []")
        return self.heard + [f"refused by the policy: {violation}" for violation in violations]


def _look(mode: Mode) -> tuple[ViewportSize, Literal["dark", "light"]]:
    """Size of the window and scheme of colours in ``mode``."""
    width, height = SIZES[mode]
    return {"width": width, "height": height}, "dark" if mode == "dark" else "light"


def _window(browser: Browser, base: str, session: str | None, mode: Mode) -> BrowserContext:
    size, scheme = _look(mode)
    context = browser.new_context(
        viewport=size,
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="de-DE",
    )
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
    context.add_init_script(_LISTEN)
    context.add_init_script(path=AXE)
    return context


@contextmanager
def opened(browser: Browser, base: str, session: str | None, mode: Mode = "light") -> Iterator[Watched]:
    """A fresh window at ``base``, signed in by ``session``, in the given mode."""
    context = _window(browser, base, session, mode)
    try:
        yield Watched(context.new_page(), urlsplit(base).netloc)
    finally:
        context.close()


class Windows:
    """One tab for each session, in which page after page is looked at: its process and the style sheets load once."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self._open: dict[str | None, Watched] = {}

    @contextmanager
    def page(self, session: str | None) -> Iterator[Watched]:
        """The tab of ``session``; it has heard nothing yet."""
        if session not in self._open:
            page = _window(self.browser, self.base, session, "light").new_page()
            self._open[session] = Watched(page, urlsplit(self.base).netloc)
        watched = self._open[session]
        watched.heard.clear()
        watched.expected_status = 200
        size, scheme = _look("light")
        watched.page.set_viewport_size(size)
        watched.page.emulate_media(color_scheme=scheme)
        try:
            yield watched
        finally:
            # Whatever the page still fetches is given up now: the next one must not hear of it.
            watched.page.evaluate("window.stop()")


def set_mode(page: Page, mode: Mode) -> None:
    """Turns an open page dark, light or narrow, without loading it again."""
    size, scheme = _look(mode)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.evaluate(_SETTLED)


def is_new(page: Page) -> bool:
    """Whether something stands on the page that axe has not yet looked at in the same surroundings."""
    ways = set(page.evaluate(_STRUCTURE))
    new = bool(ways - _SEEN)
    _SEEN.update(ways)
    return new


def axe(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """Violations that axe finds: all of WCAG 2.2 AA, or ``rules`` alone."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
    options = {"runOnly": only, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    if rules:
        del options["rules"]
    result = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [
        f"axe {found['id']}: {node['target'][0]}: {' '.join((node.get('failureSummary') or '').split())[:240]}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


def reflow(page: Page) -> list[str]:
    """At 320 px nothing makes the page scroll sideways (WCAG 1.4.10); a table may scroll inside its own box."""
    too_wide = page.evaluate(
        """() => {
            const root = document.documentElement;
            if (root.scrollWidth <= root.clientWidth) return [];
            const wide = [...document.body.querySelectorAll('*')].filter(
                e => e.getBoundingClientRect().right > root.clientWidth + 1);
            const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '')
                + (e.classList.length ? '.' + [...e.classList].join('.') : '');
            return [root.scrollWidth + ' px wide: ' + wide.slice(0, 5).map(name).join(', ')];
        }"""
    )
    return [f"scrolls sideways at 320 px, {found}" for found in too_wide]


#: What a mode is asked of axe: light all rules, the others what only they can show.
_ASKED: dict[Mode, list[str] | None] = {"light": None, "dark": ["color-contrast"], "phone": ["target-size"]}


def in_all_modes(page: Page, *, full: bool = False) -> list[str]:
    """Complaints in light, dark and on a phone, where nothing may make the page scroll sideways either.

    axe takes 0.6 s: ``full`` asks it everything in every mode, otherwise once per distinct structure (WALL, "Tests").
    How near targets lie to each other, the structure does not tell: that is asked of every page.
    """
    new = full or is_new(page)
    found = []
    for mode, rules in _ASKED.items():
        if new or mode == "phone":
            if mode != "light":
                set_mode(page, mode)
            found += [f"{mode}: {complaint}" for complaint in axe(page, rules=None if full else rules)]
    return found + [f"phone: {complaint}" for complaint in reflow(page)]
