"""How the words of a district stand beside those of others."""

from html import escape

from django import template
from django.utils.safestring import SafeString

register = template.Library()

#: Longer texts fold, so that the others beside them stay in sight; so much of them is shown.
_LONGEST, _SHOWN = 700, 500


@register.filter
def folded(text: str) -> SafeString:
    """``text`` as a paragraph; a long one with its beginning and the whole of it to open. Everything escaped."""
    if len(text) <= _LONGEST:
        return SafeString(f'<p class="ql-own-words">{escape(text)}</p>')
    begin = text[:_SHOWN].rpartition(" ")[0] or text[:_SHOWN]
    return SafeString(
        f'<p class="ql-own-words">{escape(begin)} …</p><details class="ql-more"><summary>Ganzen Text lesen</summary>'
        f'<p class="ql-own-words">{escape(text)}</p></details>'
    )
