"""The HTML of every page, and of every form page after an empty sending, as text."""

from tests.pages import PAGES
from tests.worlds import Cast, thrown_away

#: Pages of refusal, each with who meets it where.
REFUSALS = {
    "403": ("reader", "{district}checkliste/punkt/neu/"),
    "404": ("coordination", "/gibt-es-nicht/"),
    "404-foreign": ("foreign", "{district}"),
}


def collected(cast: Cast) -> dict[str, str]:
    """Name -> HTML: every page as its visitor sees it, with its errors, and the refusals."""
    found = {}
    for listed in PAGES:
        address = listed.address(cast.world.mitte)
        client = cast.client(listed.visitor, raise_request_exception=False)
        found[str(listed)] = client.get(address).content.decode()
        if listed.visitor in listed.post and listed.fuzzed:
            with thrown_away():
                response = client.post(address, {})
            if response.status_code in (200, 422) and response.content:
                found[f"{listed} with errors"] = response.content.decode()
    for name, (persona, path) in REFUSALS.items():
        address = path.format(district=cast.world.mitte.url)
        found[name] = cast.client(persona).get(address).content.decode()
    return found
