"""Settings, members, invitations and regions of a district, and what the operator does (``districts/``)."""

from typing import Any

from districts.models import (
    BusinessArea,
    Invitation,
    InvitationRegion,
    Membership,
    MembershipRegion,
    Office,
    Region,
    Relief,
    StatewideMembership,
)
from districts.roles import Role, StatewideRole
from partners.models import Actor, BodyRegion, Cooperation, Meeting, ParticipationRegion, Signal, SignalOffice
from sozialraum.models import Figure, FigureValue, RegionProfile
from tests.factories import Place
from tests.makers import thing
from tests.pages.row import in_district, of, row
from tests.personas import ANYONE, COORDINATION, HEADS, LEADERSHIP, LEADERSHIP_STAFF, MEMBERS, OFFICES, OPERATOR

#: Of the first office, whose person asked.
LEAD_OFFICE = frozenset(["office_head", "office_staff"])
#: Who may invite somebody at all (``districts/roles.py``, INVITES).
APPOINTING = COORDINATION | LEADERSHIP | LEADERSHIP_STAFF | HEADS
PEOPLE = (Membership, MembershipRegion)
INVITED = (Invitation, InvitationRegion)
#: What the page of a region shows.
IN_REGION = (Region, Actor, BodyRegion, Meeting, Signal, SignalOffice, Cooperation, ParticipationRegion,
             RegionProfile, Figure, FigureValue)  # fmt: skip


def by_key(place: Place) -> dict[str, Any]:
    return {"key": place.district.key}


def leader(place: Place) -> dict[str, Any]:
    return {"key": place.district.key, "membership_id": place.people["leadership"].memberships.get().pk}


def waiting(place: Place) -> dict[str, Any]:
    return {"key": place.district.key, "invitation_id": thing(place, Invitation).pk}


def senator(place: Place) -> dict[str, Any]:
    return {"membership_id": StatewideMembership.objects.get(role=StatewideRole.SENATE).pk}


def reader(place: Place) -> dict[str, Any]:
    return {"person_id": place.people["reader"].pk}


def link(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "token": f"einladung-{place.district.slug}-0"}


def first_region(place: Place) -> dict[str, Any]:
    """The one the Stadtteilkoordination of the cast serves."""
    return {"slug": place.district.slug, "key": place.regions[0].key}


area = of(BusinessArea, name="area_id")
office = of(Office, name="office_id")
ANNA = {"email": "anna@test.example", "role": Role.READER}

ROWS = [
    row("settings_hint", in_district, get=COORDINATION, post=COORDINATION, budget=4, posted=302,
        data=lambda place: {"hint_above": 9, "topics_hint_above": 7, "lead_open_days": 28}),
    row("relief_new", in_district, get=OFFICES, post=OFFICES, budget=4),
    row("relief", of(Relief), get=LEAD_OFFICE, budget=4, grows=(Relief,)),
    row("relief_seen", of(Relief), post=frozenset(["office_head"]), posted=302),
    row("relief_take_back", of(Relief), post=frozenset(["office_staff"]), posted=302),
    row("region", first_region, get=MEMBERS, budget=12, grows=IN_REGION),
    row("region_outlines", in_district, get=MEMBERS, kind="machine", budget=1, grows=(Region,)),
    row("regions", in_district, get=MEMBERS, budget=6, grows=(Region,)),
    row("settings_overview", in_district, get=COORDINATION, budget=6, grows=(Office, BusinessArea)),
    row("settings_rooms", in_district, get=COORDINATION, post=COORDINATION, budget=4),
    row("settings_contact", in_district, get=COORDINATION, post=COORDINATION, budget=4),
    row("areas", in_district, get=COORDINATION, budget=6, grows=(Office, BusinessArea)),
    row("area_new", in_district, get=COORDINATION, post=COORDINATION, budget=4),
    row("area_edit", area, get=COORDINATION, post=COORDINATION, budget=4),
    row("area_delete", area, get=COORDINATION, post=COORDINATION, budget=6),
    row("offices", in_district, get=COORDINATION, budget=6, grows=(Office, BusinessArea)),
    row("office_new", in_district, get=COORDINATION, post=COORDINATION, budget=4),
    row("office_edit", office, get=COORDINATION, post=COORDINATION, budget=4),
    row("office_state", office, post=COORDINATION, posted=302),
    row("office_delete", office, get=COORDINATION, post=COORDINATION, budget=8),
    row("members", in_district, get=APPOINTING, budget=6, grows=PEOPLE),
    row("member_invite", in_district, get=APPOINTING, post=APPOINTING, data=lambda place: ANNA, budget=4),
    row("member_end", of(Membership, name="membership_id"), get=COORDINATION, post=COORDINATION, budget=4),
    row("invitations", in_district, get=APPOINTING, budget=6, grows=INVITED),
    row("invitation_resend", of(Invitation, name="invitation_id"), post=COORDINATION, posted=302),
    row("invitation_revoke", of(Invitation, name="invitation_id"), post=COORDINATION, posted=302),
    row("accept_invitation", link, get=ANYONE, post=ANYONE, budget=8),
    row("operator_districts", get=OPERATOR, budget=6, grows=PEOPLE),
    row("operator_district_new", get=OPERATOR, post=OPERATOR, budget=4),
    row("operator_district", by_key, get=OPERATOR, budget=8, grows=PEOPLE + INVITED),
    row("operator_district_edit", by_key, get=OPERATOR, post=OPERATOR, budget=4),
    row("operator_invite", by_key, get=OPERATOR, post=OPERATOR, budget=4),
    row("operator_end", leader, get=OPERATOR, post=OPERATOR, budget=4),
    row("operator_invitation_resend", waiting, post=OPERATOR, posted=302),
    row("operator_invitation_revoke", waiting, post=OPERATOR, posted=302),
    row("operator_statewide", get=OPERATOR, budget=4),
    row("operator_statewide_new", get=OPERATOR, post=OPERATOR, budget=4),
    row("operator_statewide_end", senator, get=OPERATOR, post=OPERATOR, budget=4),
    row("operator_people", get=OPERATOR, budget=6, grows=PEOPLE),
    row("operator_close_account", reader, get=OPERATOR, post=OPERATOR, budget=4),
    row("operator_open_account", reader, post=OPERATOR, posted=302),
]  # fmt: skip
