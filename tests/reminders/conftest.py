"""A board of things that are due, a real mail server, and a clock that the tests move."""

import asyncio
import datetime
import email
import email.policy
import socket
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from districts.models import Membership
from reminders import due
from reminders.due import Due, To, offers_due

BERLIN = ZoneInfo("Europe/Berlin")
#: A Wednesday without holidays near it; long before it everybody is a member.
WEDNESDAY = datetime.date(2027, 6, 9)


def at(day, hour=9, minute=0):
    """A moment in Berlin."""
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=BERLIN)


def days(number):
    return datetime.timedelta(days=number)


@dataclass
class Board:
    """Things that are due, per district, as a room above would know them. ``calls`` notes who was asked, as whom."""

    things: dict[int, dict[str, Due]] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)
    calls: list[tuple[str, str]] = field(default_factory=list)

    def put(self, place, name="eins", due_on=WEDNESDAY, **changed):
        """One thing in ``place``: by default the first office's."""
        thing = Due(
            subject=f"thing:{name}",
            due_on=due_on,
            title=f"Auftrag {name} {place.district.name}",
            url=f"/bezirk/{place.district.slug}/ding/{name}/",
            what_next="Sie melden die Erledigung.",
            kind="Auftrag",
            **{"office_id": place.offices[0].pk, "to": To.OFFICE} | changed,
        )
        self.things.setdefault(place.district.pk, {})[name] = thing
        return thing

    def change(self, place, name="eins", **changed):
        board = self.things[place.district.pk]
        board[name] = replace(board[name], **changed)

    def done(self, place, name="eins"):
        del self.things[place.district.pk][name]

    def offered(self, district, today):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role'), current_setting('app.district_id', true)")
            self.calls.append(cursor.fetchone())
            if district.pk in self.broken:
                cursor.execute("SELECT 1/0")
        return list(self.things.get(district.pk, {}).values())


@pytest.fixture
def board(monkeypatch):
    """What the one room of these tests has on its board."""
    monkeypatch.setattr(due, "_SOURCES", [])
    board = Board()
    offers_due()(board.offered)
    return board


class Server:
    """A mail server that keeps what it takes. ``refuse`` maps an address to what RCPT is answered."""

    def __init__(self):
        self.messages = []
        self.refuse = {}
        #: The same for the answer to the content, and for every sender.
        self.refuse_content = {}
        self.refuse_sender = None
        #: Addresses at which it goes silent.
        self.hang = set()
        #: Address -> how often it was asked for.
        self.asked = Counter()
        #: Called before the server answers: what happens while a mail is on its way.
        self.meanwhile = None

    async def handle_MAIL(self, server, session, envelope, address, options):  # aiosmtpd's name
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked[address] += 1
        if address in self.hang:
            # Until the caller has had enough.
            await asyncio.Event().wait()
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if answer := self.refuse_content.get(envelope.rcpt_tos[0]):
            return answer
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append(message)
        if self.meanwhile:
            self.meanwhile()
        return "250 OK"

    def to(self, person):
        """The messages one person was sent."""
        return [m for m in self.messages if m["To"] == person.email]

    @staticmethod
    def text(message):
        return message.get_body(("plain",)).get_content()

    @staticmethod
    def html(message):
        return message.get_body(("html",)).get_content()


@pytest.fixture
def post_later(settings):
    """``post_later()`` opens a real mail server and makes the settings lead to it."""
    with ExitStack() as stack:

        def open_now():
            server = Server()
            with socket.socket() as probe:
                # The controller knocks at the port it was given: 0 will not do.
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            controller = Controller(server, hostname="127.0.0.1", port=port)
            controller.start()
            stack.callback(controller.stop)
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST = "127.0.0.1"
            settings.EMAIL_PORT = port
            settings.EMAIL_TIMEOUT = 5
            return server

        yield open_now


@pytest.fixture
def post(post_later):
    """A real mail server."""
    return post_later()


@pytest.fixture
def long_there(world):
    """The world, with everybody a member for years."""
    Membership.objects.update(starts_on=datetime.date(2020, 1, 1))
    return world


@pytest.fixture
def mitte(long_there):
    return long_there.mitte


@pytest.fixture
def pankow(long_there):
    return long_there.pankow
