"""What every page's frame shows: own districts, navigation by what the person may do, demo banner."""

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    return {}
