"""The two tables of the overview as HTML: a hundred lines, written without a template (docs/decisions/0009)."""

from html import escape

from django.utils.safestring import SafeString

from checklist.overview import Line, Overview


def rows(overview: Overview, list_url: str) -> SafeString:
    """The lines of the list; ``list_url`` is the address of the checklist."""
    return SafeString("\n".join(_row(line, list_url) for line in overview.shown))


def _row(line: Line, list_url: str) -> str:
    code = escape(line["code"])
    notes = _note("Mindestmaß") if line["minimum"] else ""
    if line["own"]:
        notes += _note("eigener Punkt")
    state = office = ""
    if line["badge"]:
        state = f'<span class="ql-state ql-state--{line["badge"]}">{escape(line["state_label"])}</span>'
    if line["office"]:
        office = f'<abbr title="{escape(line["office"])}">{escape(line["office_short"])}</abbr>'
    late = ' <span class="ql-small">überfällig</span>' if line["late"] else ""
    return (
        f'<tr id="punkt-{code}"><th scope="row"><span class="ql-code">{code}</span>'
        f' <a href="{list_url}punkt/{code}/">{escape(line["title"])}</a>{notes}</th>'
        f"<td>{escape(line['kind_label'])}</td><td>{state}</td><td>{office}</td>"
        f"<td>{line['due']}{late}</td><td>{line['moved']}</td></tr>"
    )


def _note(word: str) -> str:
    return f' <span class="ql-small ql-muted">{word}</span>'


def standing(overview: Overview, list_url: str = "") -> SafeString:
    """The lines of "Stand nach Teilen": a number per state, each a link to exactly those points.

    ``list_url`` is the address of the checklist, where the table stands elsewhere.
    """
    lines = []
    for chapter in overview.summary:
        cells = "".join(
            _count(list_url, chapter.code, state.value, state.label, count)
            for state, count in chapter.counts
            if state in overview.states
        )
        lines.append(
            f'<tr><th scope="row"><a href="{list_url}?teil={chapter.code}#liste">{escape(chapter.label)}</a></th>'
            f"{cells}"
            f'<td class="ql-number">{chapter.total}</td></tr>'
        )
    return SafeString("\n".join(lines))


def _count(list_url: str, chapter: str, state: str, label: str, count: int) -> str:
    if not count:
        return '<td class="ql-number"><span class="ql-muted">–</span></td>'
    words = f"{chapter}, {escape(label)}: {count}"
    link = f'<a href="{list_url}?teil={chapter}&amp;stand={state}#liste" aria-label="{words}">{count}</a>'
    return f'<td class="ql-number">{link}</td>'
