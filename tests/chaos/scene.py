"""One fault run: people are owed mails, processes send them, faults fall on them, and at the end everything is counted.

What happens when is decided by what the mail server has seen, never by the clock, so a slow machine only takes longer.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
import redis

from tests.chaos.crowd import Crowd
from tests.chaos.post_office import FOR_NOW_TIMES, PostOffice
from tests.chaos.senders import Sender

#: Without a mail or a sweep for so long, something hangs.
PATIENCE = 60.0

#: Addresses (and states) of the mails on their way.
_ON_THEIR_WAY = """SELECT u.email FROM reminders_mail m JOIN accounts_user u ON u.id = m.person_id
 WHERE m.state = 'sending'"""
_WITH_STATE = """SELECT DISTINCT u.email FROM reminders_reminder r JOIN accounts_user u ON u.id = r.person_id
 WHERE r.state = %s"""
_OPEN = "SELECT count(*) FROM reminders_reminder WHERE state IN ('pending', 'sending')"
_ALL = "SELECT count(DISTINCT person_id) FROM reminders_reminder"
_SWEPT = "SELECT finished_at FROM reminders_lastsweep"


@dataclass(frozen=True)
class Kill:
    """kill -9 at the ``at``-th mail that comes after the last kill.

    ``stage``: "DATA" once the server has taken the mail and before the sender hears of it, "RCPT" just before.
    ``caller``: only the process that sends this mail dies, as when memory runs out; otherwise everything at once.
    """

    at: int
    stage: str = "DATA"
    caller: bool = False


@dataclass
class Tally:
    """What came of a run; a row of the table."""

    way: str
    due: int
    delivered: int
    distinct: int
    duplicates: int
    #: Repetitions that carry the Message-ID of the first, and those of mails in flight at a kill.
    same_message_id: int
    in_flight: int
    refused_for_good: int
    kills: int
    #: Owed and neither delivered nor noted as refused for good.
    lost: list[str] = field(default_factory=list)
    seconds: float = 0.0

    HEAD = ("way", "due", "delivered", "distinct", "duplicates", "same Message-ID", "in flight at a kill",
            "refused for good", "kills", "lost", "seconds")  # fmt: skip

    @property
    def cells(self) -> tuple[object, ...]:
        """In the order of ``HEAD``."""
        return (self.way, self.due, self.delivered, self.distinct, self.duplicates, self.same_message_id,
                self.in_flight, self.refused_for_good, self.kills, len(self.lost), round(self.seconds))  # fmt: skip


class Scene:
    """The run itself. ``database``: what psycopg needs to connect as the owner."""

    def __init__(self, *, way: str, crowd: Crowd, office: PostOffice, database: str, kills: list[Kill]) -> None:
        self.way, self.crowd, self.office, self.kills = way, crowd, office, list(kills)
        self.killed = 0
        self.started_again = 0
        #: Addresses whose mail was on its way at some kill.
        self.in_flight: set[str] = set()
        self.senders: list[Sender] = []
        self.victim: Sender | None = None
        self.database = database
        self.flush_at = 0
        self.flush: Callable[[], object] = lambda: None
        self.begin = time.monotonic()
        self._seen = 0
        self._since_kill = 0
        self._problems: list[BaseException] = []
        self._wake = threading.Event()
        self._killing = threading.Lock()
        office.watcher = self._watch

    def empties(self, url: str, *, at: int) -> None:
        """Empties the broker at the ``at``-th mail."""
        client = redis.Redis.from_url(url)
        self.flush_at, self.flush = at, client.flushall

    def _watch(self, stage: str, address: str, port: int) -> None:
        """In the thread of the mail server: nothing else is taken or refused meanwhile."""
        try:
            if stage == "DATA":
                self._seen += 1
                self._since_kill += 1
                if self.flush_at and self._seen == self.flush_at:
                    self.flush()
                    self.flush_at = 0
            if self.kills and self.victim and self.kills[0].stage == stage and self._since_kill >= self.kills[0].at:
                # Nothing is started again before it is written down what was on its way.
                with self._killing:
                    self._kill(self.kills.pop(0), self.victim, stage, address, port)
        except BaseException as error:
            self._problems.append(error)
            raise
        finally:
            self._wake.set()

    def _kill(self, kill: Kill, victim: Sender, stage: str, address: str, port: int) -> None:
        if kill.caller:
            victim.kill_caller(port)
            self.in_flight |= {address} if stage == "DATA" else set()
        else:
            victim.kill()
            with psycopg.connect(self.database) as connection:
                self.in_flight |= {row[0] for row in connection.execute(_ON_THEIR_WAY)}
        self.killed += 1
        self._since_kill = 0

    def play(self) -> Tally:
        """Waits until nothing is left to send and two more sweeps have come through; counts; ends the processes."""
        try:
            with psycopg.connect(self.database, autocommit=True) as connection:
                self._until(lambda: self._nothing_left(connection))
                for _ in range(2):
                    before = connection.execute(_SWEPT).fetchone()
                    self._until(lambda before=before: connection.execute(_SWEPT).fetchone() != before)  # type: ignore[misc]
                return self._count(connection)
        finally:
            for sender in self.senders:
                sender.end()

    def _nothing_left(self, connection: psycopg.Connection[tuple[int]]) -> bool:
        if self.kills or self.flush_at:
            return False
        (people,) = connection.execute(_ALL).fetchone() or (0,)
        (waiting,) = connection.execute(_OPEN).fetchone() or (0,)
        return people >= len(self.crowd.owed) and waiting == 0

    def _until(self, condition: Callable[[], bool]) -> None:
        until, seen = time.monotonic() + PATIENCE, self._seen
        while not condition():
            if self._problems:
                raise self._problems[0]
            if seen != self._seen:
                until, seen = time.monotonic() + PATIENCE, self._seen
            with self._killing:
                for sender in self.senders:
                    self.started_again += sender.keep_alive()
            if time.monotonic() > until or self.started_again > self.killed:
                raise AssertionError(
                    f"{self.way}: {self._seen} mails came, {self.killed} kills, {self.started_again} times something "
                    f"was started again, and then nothing more.\n{self.logs()}"
                )
            self._wake.wait(0.1)
            self._wake.clear()

    def logs(self) -> str:
        """The last lines of every process."""
        return "\n".join(
            f"--- {sender.log.name}\n" + "\n".join(sender.log.read_text(errors="replace").splitlines()[-30:])
            for sender in self.senders
        )

    def _count(self, connection: psycopg.Connection[tuple[str]]) -> Tally:
        ids: dict[str, list[str]] = {}
        for message in self.office.delivered:
            ids.setdefault(message["To"], []).append(message["Message-ID"])
        doubled = {address: found for address, found in ids.items() if len(found) > 1}
        failed = {row[0] for row in connection.execute(_WITH_STATE, ["failed"])}
        return Tally(
            way=self.way,
            due=len(self.crowd.owed),
            delivered=len(self.office.delivered),
            distinct=len(ids),
            duplicates=sum(len(found) - 1 for found in doubled.values()),
            same_message_id=sum(len(found) - 1 for found in doubled.values() if len(set(found)) == 1),
            in_flight=sum(len(found) - 1 for address, found in doubled.items() if address in self.in_flight),
            refused_for_good=len(failed),
            kills=self.killed,
            lost=sorted(set(self.crowd.owed) - set(ids) - failed),
            seconds=time.monotonic() - self.begin,
        )


def refuse_some(office: PostOffice, addresses: list[str]) -> set[str]:
    """Ten of a hundred: half for now, half for good, each kind at the address and at the content.

    Returns those refused for good.
    """
    for number, address in enumerate(addresses):
        if number % 40 == 3:
            office.refuse_recipient[address] = "450 4.2.1 mailbox busy"
        elif number % 40 == 13:
            office.refuse_recipient[address] = "550 5.1.1 no such user"
        elif number % 40 == 23:
            office.refuse_content[address] = "451 4.7.1 greylisted"
        elif number % 40 == 33:
            office.refuse_content[address] = "554 5.7.1 rejected"
    answers = office.refuse_recipient | office.refuse_content
    return {address for address, answer in answers.items() if answer[0] == "5"}


def wrong(tally: Tally, scene: Scene, for_good: set[str]) -> list[str]:
    """Every sentence about what must not be; empty where all is well."""
    found = []
    if tally.lost:
        found.append(f"lost: {tally.lost}")
    if tally.duplicates != tally.same_message_id:
        found.append(f"{tally.duplicates - tally.same_message_id} repetitions with another Message-ID")
    if tally.duplicates != tally.in_flight:
        found.append(f"{tally.duplicates - tally.in_flight} repetitions of mails that no kill met on their way")
    if tally.refused_for_good != len(for_good):
        found.append(f"{tally.refused_for_good} noted as refused for good, the server refused {len(for_good)}")
    for message in scene.office.delivered:
        missing = [title for title in scene.crowd.owed[message["To"]] if title not in _text(message)]
        if missing:
            found.append(f"the mail to {message['To']} says nothing of {missing}")
    for address, times in scene.office.refused.items():
        expected = 1 if address in for_good else FOR_NOW_TIMES
        if times != expected and address not in scene.in_flight:
            found.append(f"{address} was refused {times} times, not {expected}")
    return found


def _text(message: object) -> str:
    return message.get_body(("plain",)).get_content()  # type: ignore[attr-defined, no-any-return]
