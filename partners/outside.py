"""Who looks from outside the administration: a Stadtteilkoordination without another role here."""

from districts.member import Member
from districts.roles import Role


def is_outside(member: Member) -> bool:
    """True for a Stadtteilkoordination that holds no other role in the district; in-house staff hold a second one."""
    return member.roles == {Role.NEIGHBOURHOOD}
