"""Template tags that belong to no room: what the frame of every page needs."""

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """Render the enclosed part once and keep it under a name: ``{% capture as menu %}…{% endcapture %}``.

    The frame shows the navigation twice (beside the page, and folded away on a narrow screen) and asks
    whether a page filled its side column; both without rendering anything twice.
    """
    return content
