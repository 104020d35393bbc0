"""Template tags that belong to no room: what the frame of every page needs."""

from collections.abc import Iterable
from functools import cache
from html import escape

from django import template
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lists.query import Column

register = template.Library()


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """Render the enclosed part once and keep it under a name: ``{% capture as menu %}…{% endcapture %}``.

    The frame asks whether a page filled its side column without rendering that column twice.
    """
    return content


@register.simple_tag
@cache
def fixed_part(name: str) -> SafeString:
    """Include a part that asks for no context and so is the same on every page; rendered once per process."""
    return render_to_string(name)


@register.simple_tag(takes_context=True)
def table_head(context: Context, columns: Iterable[Column]) -> SafeString:
    """The heading row of a table. A column that can be sorted links to the same list in that order, from page 1 on.

    In Python: it stands over every list, and a template took six times as long.
    """
    asked = context["request"].GET.copy()
    asked.pop("seite", None)
    return SafeString(f"<tr>{''.join(_heading(column, asked) for column in columns)}</tr>")


def _heading(column: Column, asked: QueryDict) -> str:
    label = escape(column.label)
    if column.sort:
        asked["sort"] = column.sort
        label = f'<a class="ql-sort" href="?{escape(asked.urlencode())}">{label}</a>'
    elif column.hidden:
        label = f'<span class="kern-sr-only">{label}</span>'
    order = f' aria-sort="{column.order}"' if column.order else ""
    numeric = ' class="ql-number"' if column.numeric else ""
    return f'<th scope="col"{order}{numeric}>{label}</th>'


@register.simple_tag(takes_context=True)
def page_links(context: Context) -> SafeString:
    """The pages of a list (``page_obj``; ``pages`` are those to be shown), all else of the query kept. None for one.

    In Python, like the heading over the list.
    """
    page = context["page_obj"]
    if page.paginator.num_pages <= 1:
        return SafeString("")
    asked = context["request"].GET.copy()
    found = []
    if page.has_previous():
        found.append(f'<a href="{_at(asked, page.number - 1)}" rel="prev">Zurück</a>')
    for number in context.get("pages") or page.paginator.page_range:
        said = f'<span class="kern-sr-only">Seite </span>{number}'
        if number == page.number:
            found.append(f'<span class="ql-pagination__now" aria-current="page">{said}</span>')
        elif number == page.paginator.ELLIPSIS:
            found.append(f"<span>{number}</span>")
        else:
            found.append(f'<a href="{_at(asked, number)}">{said}</a>')
    if page.has_next():
        found.append(f'<a href="{_at(asked, page.number + 1)}" rel="next">Weiter</a>')
    lines = "".join(f"<li>{one}</li>" for one in found)
    return SafeString(f'<nav class="ql-pagination" aria-label="Seiten"><ol>{lines}</ol></nav>')


def _at(asked: QueryDict, number: int) -> str:
    asked["seite"] = str(number)
    return f"?{escape(asked.urlencode())}"
