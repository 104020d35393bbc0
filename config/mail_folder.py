"""Mail that does not leave: one file per message in a folder, which any mail program opens.

``EMAIL_URL=filemail:////folder`` chooses it, as ``make run`` does. Django's own backend for files writes all messages
of a connection into one log, where nobody sees what a person would see.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Writes each message as ``20261122-153000-000001-anna@example.org.eml`` into ``EMAIL_FILE_PATH``."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """The number of files written. Raises ``OSError`` where the folder cannot be written."""
        folder = Path(settings.EMAIL_FILE_PATH or "")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            moment = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
            to = re.sub(r"[^\w.@+-]", "_", ",".join(message.recipients()))[:100]
            (folder / f"{moment}-{to}.eml").write_bytes(message.message().as_bytes(linesep="\r\n"))
        return len(email_messages)
