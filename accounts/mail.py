"""Mail leaves only after the transaction has been committed, and a refused mail never breaks the page."""

import logging
from collections.abc import Callable

from django.core.mail import EmailMessage
from django.db import transaction

logger = logging.getLogger(__name__)


def send_after_commit(message: EmailMessage) -> None:
    """Sends the finished ``message`` once what it speaks of is really stored.

    The message must be complete: after the commit no tenant row can be read (WALL: ``on_commit`` runs outside the
    wall). A mail server that refuses is logged; the page that asked has long been answered.
    """
    transaction.on_commit(_sender(message), robust=True)


def _sender(message: EmailMessage) -> Callable[[], None]:
    def send() -> None:
        try:
            message.send()
        except OSError as error:
            # The address stays out of the log: who was invited or reset a password is nobody's business there.
            logger.error("A mail could not be sent: %s", error.__class__.__name__)

    return send
