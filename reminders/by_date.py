"""What a date alone brings about: rules of the rooms that nobody has to press a button for.

The sweep calls them for every district it visits, inside its wall and before it plans. They must be harmless to repeat
and to run twice at once; history keeps them without a person. What is merely due belongs to ``due.py``: that never
writes.
"""

import datetime
import logging
from collections.abc import Callable

from django.db import transaction

from districts.models import District

logger = logging.getLogger(__name__)

DateRule = Callable[[District, datetime.date], None]

_RULES: list[DateRule] = []


def happens_by_date(rule: DateRule) -> DateRule:
    """Registers ``rule(district, today)``. What it waits for is among what its room watches (``offers_due``), so that
    the district is visited. Registering it twice does nothing."""
    if rule not in _RULES:
        _RULES.append(rule)
    return rule


def let_happen(district: District, today: datetime.date) -> bool:
    """Calls every rule; False where one broke. One broken room does not stop the others."""
    whole = True
    for rule in _RULES:
        try:
            with transaction.atomic():
                rule(district, today)
        except Exception:
            logger.exception("What the date brings could not happen in district %s: %s", district.key, rule)
            whole = False
    return whole
