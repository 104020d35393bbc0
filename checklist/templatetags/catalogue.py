"""How the texts of the catalogue are shown: paragraphs and lists."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def catalogue_text(text: str) -> SafeString:
    """Paragraphs (separated by an empty line) and lists (lines beginning with "- ") as HTML, everything escaped."""
    parts = []
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        said = [line for line in lines if not line.startswith("- ")]
        listed = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
        if said:
            parts.append(f"<p>{conditional_escape(' '.join(said))}</p>")
        if listed:
            parts.append("<ul>" + "".join(f"<li>{conditional_escape(line)}</li>" for line in listed) + "</ul>")
    return SafeString("".join(parts))
