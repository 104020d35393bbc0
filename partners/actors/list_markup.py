"""The lines of the register as HTML: 25 on a page, written without a template (docs/decisions/0009)."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString


def lines(rows: Iterable[dict[str, Any]], list_url: str, request: HttpRequest, *, confirms: bool) -> SafeString:
    """One line per row of ``listing.Listed``; with ``confirms`` what is due has a button that confirms it."""
    kept = _kept_fields(request) if confirms else ""
    return SafeString("\n".join(_line(row, list_url, kept) for row in rows))


def _kept_fields(request: HttpRequest) -> str:
    return (
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
        f'<input type="hidden" name="danach" value="{escape(request.GET.urlencode())}">'
    )


def _line(row: dict[str, Any], list_url: str, kept: str) -> str:
    name, url = escape(row["name"]), f"{list_url}{row['pk']}/"
    marks = (_mark("Rückfrage") if row["asked"] else "") + (_mark("geändert") if row["changed"] else "")
    carrier = f'<br><span class="ql-small ql-muted">{escape(row["carrier"])}</span>' if row["carrier"] else ""
    confirmed = row["confirmed"]
    if row["late"]:
        said = f'{confirmed}<span class="kern-sr-only">, Bestätigung überfällig</span>'
        confirmed = f'<span class="ql-state ql-state--warning">{said}</span>'
    if kept and row["due"]:
        confirmed += (
            f'<form method="post" action="{url}bestaetigen/" class="ql-actions">{kept}'
            f'<input type="hidden" name="version" value="{row["version"]}">'
            '<button type="submit" class="kern-btn kern-btn--small kern-btn--secondary"><span class="kern-label">'
            f'Stimmt noch<span class="kern-sr-only">: {name}</span></span></button></form>'
        )
    return (
        f'<tr><th scope="row"><a href="{url}">{name}</a>{marks}{carrier}</th>'
        f"<td>{escape(row['kind__name'] or '')}</td><td>{escape(row['region__name'] or '')}</td>"
        f'<td><span class="ql-state ql-state--{row["badge"]}">{row["state_label"]}</span></td><td>{confirmed}</td></tr>'
    )


def _mark(word: str) -> str:
    return f' <span class="ql-state ql-state--talking">{word}</span>'
