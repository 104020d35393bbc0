"""Template tags that belong to no room: what the frame of every page needs."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

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
