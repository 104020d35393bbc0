"""A real mail server that refuses some, notes everything, and tells when a process should die."""

import email
import email.policy
import logging
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

#: How often an address that is refused for now is refused before it is served.
FOR_NOW_TIMES = 2


@dataclass
class PostOffice:
    """What the server does and has seen. Its handlers run one at a time in the server's own thread."""

    #: Address -> answer to RCPT or to the end of DATA; "4…" is given ``FOR_NOW_TIMES``, "5…" always.
    refuse_recipient: dict[str, str] = field(default_factory=dict)
    refuse_content: dict[str, str] = field(default_factory=dict)
    delivered: list[EmailMessage] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    #: Called with the stage ("RCPT", "DATA"), the address and the port of the caller, before the answer.
    watcher: Callable[[str, str, int], None] = lambda stage, address, port: None

    def _refusal(self, answers: dict[str, str], address: str) -> str | None:
        answer = answers.get(address)
        if answer is None or (answer[0] == "4" and self.refused[address] >= FOR_NOW_TIMES):
            return None
        self.refused[address] += 1
        return answer

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if answer := self._refusal(self.refuse_recipient, address):
            return answer
        envelope.rcpt_tos.append(address)
        self.watcher("RCPT", address, session.peer[1])
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        address = envelope.rcpt_tos[0]
        if answer := self._refusal(self.refuse_content, address):
            return answer
        # Taken: whatever becomes of the sender now, the person has this mail.
        self.delivered.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.watcher("DATA", address, session.peer[1])
        return "250 OK"


@contextmanager
def opened(office: PostOffice) -> Iterator[int]:
    """Serves ``office`` on loopback; yields the port."""
    with socket.socket() as probe:
        # The controller knocks at the port it was given: 0 will not do.
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    # It would write a dozen lines for each mail.
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
