"""Papers of districts in which nobody has entered anything."""

from tests.reports.reading import squeezed
from tests.reports.test_reports import REPORTS, STANDING, text_of


def test_empty_districts_and_no_release(world, sign_in):
    """Before the first entry, and in a Berlin that has released nothing, every paper is there and says so."""
    client = sign_in(world.mitte.people["coordination"])
    for form in ("", "?form=docx"):
        text = text_of(client.get(STANDING + form))
        assert squeezed("In den nächsten drei Monaten steht nichts an.") in text
        assert "Nochnichtseingetragen" in text_of(client.get(f"{REPORTS}region/{world.mitte.regions[0].key}/{form}"))
    assert "nochnichtgeteilt" in text_of(client.get(f"{REPORTS}amt/{world.mitte.offices[0].pk}/"))
    assert "KeinBezirk" in text_of(sign_in(world.senate).get("/berlin/bericht/"))
