"""How far an Auftrag may reach: the own Geschäftsbereich, beyond it only on a Beschluss (§ 38 BezVG)."""

import uuid
from collections.abc import Iterable

from assignments.models import Assignment
from checklist.models import Resolution
from districts.models import Office
from districts.refusals import Unfit

NEEDS_RESOLUTION = (
    "Ämter außerhalb des Geschäftsbereichs können nur auf einen gefassten Beschluss des Bezirksamts hin beauftragt "
    "werden. Betroffen: {offices}."
)


def check_boundaries(area_id: uuid.UUID, offices: Iterable[Office], resolution: Resolution | None) -> bool:
    """True if the Auftrag reaches beyond the Geschäftsbereich; then ``resolution`` must be a taken Beschluss.

    Weisungsfreie Beauftragte are asked, not directed, wherever they belong. Raises ``Unfit`` at ``resolution``.
    """
    foreign = [office for office in offices if not office.independent and office.area_id != area_id]
    if not foreign:
        return False
    if resolution is None or resolution.kind != Resolution.Kind.BOARD or resolution.decided_on is None:
        names = ", ".join(office.name for office in foreign)
        raise Unfit({"resolution": NEEDS_RESOLUTION.format(offices=names)})
    return True


def kind_for(lead: Office) -> Assignment.Kind:
    """A Bitte um Mitwirkung for weisungsfreie Beauftragte, else an Auftrag."""
    return Assignment.Kind.REQUEST if lead.independent else Assignment.Kind.ORDER
