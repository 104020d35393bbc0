"""Every page through the validator of the W3C's Nu: one Java call for all of them, no error."""

import json
import re
import shutil
import subprocess

from django.conf import settings

from tests.html.collect import collected

JAR = settings.BASE_DIR / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def validated(pages, folder):
    """Complaints of the validator about ``pages`` (name -> HTML)."""
    java = shutil.which("java")
    assert java, "The validator needs Java: install it (Debian: apt-get install default-jre-headless)."
    assert JAR.is_file(), "The validator is missing: npm ci"
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        path = folder / f"{number:04}.html"
        path.write_text(html, encoding="utf-8")
        names[path.name] = name
    command = [java, "-Xss2m", "-jar", str(JAR), "--format", "json", "--errors-only", "--exit-zero-always", str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)  # noqa: S603
    found = []
    for message in json.loads(answer.stderr)["messages"]:
        name = names[message["url"].rsplit("/", 1)[1]]
        extract = re.sub(r"\s+", " ", message.get("extract", ""))[:120]
        found.append(f"{name}, line {message.get('lastLine')}: {message['message']} … {extract}")
    return found


def test_every_page_is_valid_html(cast, tmp_path):
    found = validated(collected(cast), tmp_path)
    assert not found, "\n".join(found)


PLANTED = {
    "a control inside a link": '<a href="#"><button>x</button></a>',
    "the same id twice": '<p id="x"></p><p id="x"></p>',
    "a list with text": "<ul>Text</ul>",
    "an open element": "<div><section></div>",
    "a label for nothing": '<label for="fehlt">Name</label>',
}


def test_planted_faults_are_seen(tmp_path):
    frame = '<!doctype html><html lang="de"><head><title>Seite</title></head><body>{}</body></html>'
    pages = {name: frame.format(html) for name, html in PLANTED.items()} | {"good": frame.format("<p>Gut</p>")}
    found = validated(pages, tmp_path)
    assert {name for name in pages if any(complaint.startswith(f"{name},") for complaint in found)} == set(PLANTED)
