"""Rules of support asked of the Senate: ask, talk, answer, close."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from districts.member import Member
from districts.refusals import NotNow, Refused, Unfit
from overview.frameworks.rules import departments_held
from overview.models import SupportMessage, SupportRequest
from partners.entering import entered

CLOSED = "Diese Bitte ist erledigt. Der Bezirk kann sie wieder öffnen."


@transaction.atomic
def ask(*, values: Mapping[str, Any], by: Member) -> SupportRequest:
    """A new Bitte to a Ressort that somebody belongs to. Raises ``Refused``, ``Unfit``."""
    by.require("ask_senate")
    if values["department"] not in departments_held(timezone.localdate()):
        raise Unfit({"department": "Zu diesem Ressort gehört zurzeit niemand. Bitte wählen Sie ein anderes."})
    return entered(SupportRequest(**values))


@transaction.atomic
def say(*, pk: uuid.UUID, text: str, by: Member) -> None:
    """The district says more. Raises ``Refused``, ``NotNow`` once it is closed."""
    row = _locked(pk, by)
    _add(row, text, from_senate=False)


@transaction.atomic
def close(*, pk: uuid.UUID, by: Member) -> None:
    """Settled, as the district says. Harmless to repeat. Raises ``Refused``."""
    row = _locked(pk, by)
    if row.closed_on is None:
        row.closed_on = timezone.localdate()
        row.save(update_fields=["closed_on"])


@transaction.atomic
def reopen(*, pk: uuid.UUID, by: Member) -> None:
    """Not settled after all. Raises ``Refused``."""
    row = _locked(pk, by)
    row.closed_on = None
    row.save(update_fields=["closed_on"])


def answer(*, row: SupportRequest, text: str, departments: Collection[str]) -> None:
    """The Ressort answers. Raises ``LookupError`` for another Ressort, ``NotNow`` once the district has closed it.

    The Senate's role cannot lock the district's row: an answer at the very moment of closing stands below it.
    """
    if row.department not in departments:
        raise LookupError("A Bitte is answered by the Ressort it was addressed to.")
    _add(row, text, from_senate=True)


def _add(row: SupportRequest, text: str, *, from_senate: bool) -> None:
    if row.closed_on:
        raise NotNow(CLOSED)
    words = text.replace("\r\n", "\n").strip()
    try:
        with transaction.atomic():
            SupportMessage.objects.create(district_id=row.district_id, request=row, text=words, from_senate=from_senate)
    except IntegrityError:
        # The same words stand there already: sent twice, said once.
        if not SupportMessage.objects.filter(request=row, from_senate=from_senate, text=words).exists():
            raise


def _locked(pk: uuid.UUID, by: Member) -> SupportRequest:
    by.require("ask_senate")
    rows = SupportRequest.objects.visible_to(by).select_for_update(of=("self",))
    row: SupportRequest | None = rows.filter(pk=pk).first()
    if row is None:
        raise Refused("ask_senate")
    return row
