"""Rules of talking: open a thread, answer, call it done, open it again."""

from django.db import transaction

from discussions.models import Comment, Thread
from districts.member import Member
from districts.refusals import NotNow
from districts.roles import Role


def speaking_as(member: Member) -> dict[str, object]:
    """As whom ``member`` speaks: the first role in the order of the table, with its office."""
    holdings = sorted(member.holdings, key=lambda h: list(Role).index(h.role))
    first = holdings[0]
    return {"author": member.user, "office_id": first.office_id, "spoke_as": first.role.label}


@transaction.atomic
def open_thread(*, title: str, text: str, by: Member) -> Thread:
    """A new thread with its first comment."""
    thread = Thread.objects.create(title=title, **speaking_as(by))
    Comment.objects.create(thread=thread, text=text, **speaking_as(by))
    return thread


@transaction.atomic
def reply(*, thread: Thread, text: str, by: Member) -> Comment:
    """Adds a comment; raises ``NotNow`` if the thread is done."""
    locked = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    if not locked.is_open:
        raise NotNow("Dieser Gesprächsfaden ist als erledigt gekennzeichnet. Öffnen Sie ihn wieder, um zu antworten.")
    return Comment.objects.create(thread=locked, text=text, **speaking_as(by))


@transaction.atomic
def set_open(*, thread: Thread, is_open: bool, by: Member) -> None:
    """Calls the thread done or opens it again. Only coordination, or the office or person that opened it."""
    locked = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    own = locked.author_id == by.user.pk or (locked.office_id is not None and locked.office_id in by.office_ids)
    if not own and Role.COORDINATION not in by.roles:
        raise NotNow("Als erledigt kennzeichnen kann die Stelle, die gefragt hat, oder die Planungskoordination.")
    locked.is_open = is_open
    locked.save(update_fields=["is_open"])
