"""Which fields of an actor somebody reads and edits. Which actors, says ``Actor.objects.visible_to``."""

from django.db.models import QuerySet

from districts.member import Member
from districts.roles import Role
from partners.models import Actor, ContactPerson

#: For the district's own staff alone (DESIGN § 1): nothing of it leaves by page, export, history or form.
INTERNAL = ("funding", "works_on", "notes")

FUNCTIONS = ("activates", "coordinates", "makes_offers")
BRINGS = ("brings_knowledge", "brings_engagement", "brings_rooms", "brings_money")


def hidden_fields(member: Member) -> frozenset[str]:
    """Names of the fields that are not for ``member``: neither to read nor to write."""
    return frozenset() if member.may("see_actor_internals") else frozenset(INTERNAL)


def sees_evidence(member: Member) -> bool:
    """Evidence at an actor may be a contract or an annual report: internal."""
    return member.may("see_actor_internals")


def sees_question(member: Member) -> bool:
    """Why an entry was given back, and what changed since: between coordination and Stadtteilkoordination."""
    return member.may("enter_actors")


def contacts_for(member: Member) -> QuerySet[ContactPerson]:
    """Contact persons by what ``member`` may read of an actor they see: who only reads, the published ones."""
    rows = ContactPerson.objects.all()
    if member.may("see_actor_internals"):
        return rows
    if Role.NEIGHBOURHOOD in member.roles:
        # Every actor the Stadtteilkoordination sees is one it keeps; with a second role, it may also be another's.
        kept = Actor.objects.editable_by(member) if member.roles - {Role.NEIGHBOURHOOD} else Actor.objects.all()
        return rows.filter(actor__in=kept.values("pk")) | rows.filter(may_be_published=True)
    return rows.filter(may_be_published=True)
