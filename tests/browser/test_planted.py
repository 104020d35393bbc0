"""Faults that the browser must see, each on a page that only this test knows."""

import pytest

from tests.browser.looking import in_all_modes, opened

GOOD = "<main><h1>Seite</h1><p>Text</p></main>"
PAGE = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Seite</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>{}</body></html>'
)
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"

PLANTED = {
    "a field without a label": ('<main><h1>S</h1><input type="text"></main>', "light: axe label"),
    "a picture without words": ('<main><h1>S</h1><img src="/gut.svg"></main>', "light: axe image-alt"),
    "too little contrast": ('<main><h1>S</h1><p class="pale">Text</p></main>', "light: axe color-contrast"),
    "too little contrast in the dark": ('<main><h1>S</h1><p class="dim">Text</p></main>', "dark: axe color-contrast"),
    "targets too small": (
        '<main><h1>S</h1><div class="tiny"><button>a</button><button>b</button><button>c</button></div></main>',
        "phone: axe target-size",
    ),
    "wider than a phone": ('<main><h1>S</h1><div class="wide">breit</div></main>', "phone: scrolls sideways"),
    "a script in the page": (GOOD + "<script>window.x = 1</script>", "refused by the policy: script-src"),
    "a style in the page": (GOOD + '<p style="color:red">x</p>', "refused by the policy: style-src"),
    "another host": (GOOD + '<img alt="x" src="http://127.0.0.2:9/x.png">', "request to another host"),
    "a missing file": (GOOD + '<img alt="x" src="/fehlt.png">', "404 for"),
    "a script that fails": (GOOD + '<script src="/kaputt.js"></script>', "script error"),
    "a script that complains": (GOOD + '<script src="/laut.js"></script>', "console warning"),
}
FILES = {
    "/stil.css": (
        "text/css",
        """.pale{color:#bbb;background:#fff} .wide{width:900px}
        .tiny button{width:12px;height:12px;padding:0;margin:0;border:0;font-size:8px}
        @media (prefers-color-scheme:dark){body{background:#111;color:#eee} .dim{color:#444}}""",
    ),
    "/kaputt.js": ("text/javascript", "throw new Error('kaputt')"),
    "/laut.js": ("text/javascript", "console.warn('laut')"),
    "/gut.svg": ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
}
BASE = "http://querlinie.test"


def served(browser, html):
    """Complaints about ``html`` as a page of a site with a strict policy."""

    def answer(route):
        path = route.request.url.removeprefix(BASE)
        if path == "/":
            page = PAGE.format(html).replace("</head>", '<link rel="stylesheet" href="/stil.css"></head>')
            headers = {"content-security-policy": POLICY}
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=page, headers=headers)
        elif path in FILES:
            kind, text = FILES[path]
            route.fulfill(status=200, content_type=kind, body=text)
        else:
            route.fulfill(status=404, content_type="text/plain", body="")

    with opened(browser, BASE, None) as watched:
        watched.page.route("**/*", answer)
        watched.page.goto(BASE + "/", wait_until="load")
        return in_all_modes(watched.page) + watched.complaints()


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_seen(chromium, fault):
    html, word = PLANTED[fault]
    found = served(chromium, html)
    assert any(word in complaint for complaint in found), found


def test_a_good_page_has_no_complaint(chromium):
    assert served(chromium, GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "word"),
    [
        ('<label for="a">Name</label><input id="a">', '<label for="b">Name</label><input id="a">', "light: axe label"),
        ('<button aria-label="zu">×</button>', '<button aria-label=""></button>', "light: axe button-name"),
        ('<span id="a">Name</span><i role="img" aria-labelledby="a"></i>',
         '<span id="b">Name</span><i role="img" aria-labelledby="a"></i>', "light: axe role-img-alt"),
    ],
)  # fmt: skip
def test_a_fault_on_a_page_like_one_already_seen(chromium, good, bad, word):
    """axe is not asked twice about the same structure; what names and labels a thing is part of it."""
    page = "<main><h1>Seite</h1><p>{}</p></main>"
    assert served(chromium, page.format(good)) == []
    found = served(chromium, page.format(bad))
    assert any(word in complaint for complaint in found), found
