"""Every URL name Django's resolver knows."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def url_names(resolver: Any = None, namespace: str = "") -> list[str]:
    """All names with their namespaces; a pattern without a name is named by its path, so that it is found missing."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found += url_names(entry, inner)
        elif isinstance(entry, URLPattern):
            found.append(namespace + (entry.name or f"unnamed {entry.pattern}"))
    return found
