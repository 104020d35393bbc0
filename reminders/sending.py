"""One mail for one person: what is written into it, how it leaves, and what is noted afterwards."""

import datetime
import logging
import smtplib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from types import TracebackType

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import UUIDField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from districts.models import District
from districts.wall.session import DatabaseRole, acting_as
from lists.compiled import CompiledQuery
from reminders.lines import Line, line_of
from reminders.models import Mail, Reminder
from reminders.planning import Desk, read_ledger

logger = logging.getLogger(__name__)

#: ``REMINDER_RETRY_SECONDS`` after the first refusal for now, doubled each time, at most this.
LONGEST_WAIT = datetime.timedelta(hours=4)
#: So many mails one after another that the server broke off or left without an answer: it is the server.
CHOKED_AT_MOST = 3

#: Asked once for each mail, hence built once (docs/decisions/0013).
_PERSON: CompiledQuery[User] = CompiledQuery(
    lambda *, key: User.objects.filter(pk=key, is_active=True), key=UUIDField()
)
_WAITING: CompiledQuery[Reminder] = CompiledQuery(
    lambda *, person: Reminder.objects.select_for_update().filter(person=person, state__in=Reminder.OPEN),
    person=UUIDField(),
)
_DISTRICTS_OF = "SELECT * FROM districts_district WHERE id IN (SELECT reminders_districts_of(%s)) ORDER BY key"


@dataclass(frozen=True, slots=True)
class Part:
    """What one district contributes, rendered inside its own wall."""

    district_id: int
    count: int
    late: int
    url: str
    text: str
    html: SafeString


class Refusal(Exception):  # an outcome, not a defect
    """The mail server did not take the mail. ``final``: trying again would change nothing."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


class Courier:
    """One connection to the mail server for many mails, opened late and anew after an error."""

    def __init__(self, desk: Desk) -> None:
        self.connection = get_connection()
        #: The server itself does not answer or takes nothing: the other mails wait for the next sweep, too.
        self.useless = False
        self._choked = 0
        self.desk = desk

    def __enter__(self) -> "Courier":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """Closes the connection; the next mail opens another."""
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            logger.info("The mail server had ended the connection already")
        self.connection = get_connection()

    @staticmethod
    def message_id(pk: uuid.UUID) -> str:
        """The Message-ID of a mail, the same for every attempt."""
        return f"<erinnerung.{pk}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2] or 'localhost'}>"

    def send(self, message: EmailMultiAlternatives) -> None:
        """Sends ``message``. Raises ``Refusal`` for everything the mail server may answer, silence included."""
        self._call()
        try:
            message.connection = self.connection
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise self._refused(f"Die Adresse wurde abgewiesen ({code}).", final=code >= 500) from error
        except smtplib.SMTPDataError as error:
            final = error.smtp_code >= 500
            raise self._refused(f"Die Mail wurde abgewiesen ({error.smtp_code}).", final=final) from error
        except smtplib.SMTPResponseException as error:
            # The sender: the server or our settings, never this person's address.
            self.useless = True
            raise self._refused(f"Der Mailserver hat abgelehnt ({error.smtp_code}).") from error
        except (OSError, smtplib.SMTPException) as error:
            # It spoke to us before, so it may be this mail alone.
            self._choked += 1
            self.useless = self._choked >= CHOKED_AT_MOST
            raise self._refused(f"Der Mailserver hat nicht geantwortet ({error.__class__.__name__}).") from error
        except ValueError as error:
            # An address or a name that no mail can carry; trying again would change nothing.
            raise self._refused("Die Adresse lässt sich nicht verwenden.", final=True) from error
        self._choked = 0

    def _call(self) -> None:
        """Opens the connection if need be. Greeting and sign-in: whatever goes wrong here, no other mail will leave."""
        try:
            self.connection.open()
        except smtplib.SMTPResponseException as error:
            self.useless = True
            raise self._refused(f"Der Mailserver hat abgelehnt ({error.smtp_code}).") from error
        except (OSError, smtplib.SMTPException) as error:
            self.useless = True
            raise self._refused(f"Der Mailserver ist nicht zu erreichen ({error.__class__.__name__}).") from error

    def _refused(self, reason: str, *, final: bool = False) -> Refusal:
        self.hang_up()
        return Refusal(reason, final=final)


def deliver(mail: Mail, *, courier: Courier, clock: Callable[[], datetime.datetime]) -> Mail.State | None:
    """Writes, sends and marks the claimed ``mail``. Returns its state afterwards; None where nothing was left to say.

    What stands in it is read now, not when it was claimed: what was done or withdrawn since is not spoken of. A crash
    between sending and marking makes a second mail with the same Message-ID, never a lost one.
    """
    user, parts = _write(mail, timezone.localdate(clock()), courier.desk)
    if user is None or not parts:
        with transaction.atomic(), acting_as(DatabaseRole.LOGIN):
            Mail.objects.filter(pk=mail.pk, token=mail.token).delete()
        return None
    try:
        courier.send(_message(mail, user, parts))
    except Refusal as refusal:
        return _put_back(mail, refusal, parts, clock())
    _mark_sent(mail, parts, clock())
    return Mail.State.SENT


def _write(mail: Mail, today: datetime.date, desk: Desk) -> tuple[User | None, list[Part]]:
    with transaction.atomic(), acting_as(DatabaseRole.LOGIN):
        user = _PERSON.row(key=mail.person_id)
        districts = list(District.objects.raw(_DISTRICTS_OF, [mail.person_id]))
    parts = []
    for district in districts:
        try:
            with transaction.atomic(), acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
                part = _part(mail, district, today, desk)
        except Exception:
            # A broken district keeps its reminders for the next day; the others' are told today.
            logger.exception("The part of district %s could not be written", district.key)
            continue
        if part:
            parts.append(part)
    return user, parts


def _part(mail: Mail, district: District, today: datetime.date, desk: Desk) -> Part | None:
    """Inside the wall: what ``mail`` says of this district. Reminders that are no longer true are removed."""
    waiting = _WAITING.rows(person=mail.person_id)
    subjects = {reminder.subject for reminder in waiting}
    ledger = read_ledger(district, today, only=subjects, desk=desk) if district.is_active else None
    owed = {entry.key: entry for entry in ledger.of(mail.person_id) if entry.by_mail} if ledger else {}
    lines: list[Line] = []
    said, untrue = [], []
    for reminder in waiting:
        entry = owed.get((reminder.person_id, reminder.subject, reminder.due_on))
        if entry is None:
            untrue.append(reminder.pk)
            continue
        said.append(reminder.pk)
        lines.append(line_of(entry, today))
    if said:
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN_REMINDERS, [mail.pk, said])
    if untrue and ledger is not None and ledger.whole:
        Reminder.objects.filter(pk__in=untrue).delete()
    if not lines:
        return None
    lines = sorted({line.url + line.title: line for line in lines}.values(), key=lambda line: (line.due_on, line.title))
    context = {"district": district, "lines": lines, "base_url": settings.BASE_URL}
    return Part(
        district.pk,
        len(lines),
        sum(line.late for line in lines),
        settings.BASE_URL + (lines[0].url if len(lines) == 1 else f"/bezirk/{district.slug}/erinnerungen/"),
        render_to_string("reminders/email/part.txt", context),
        render_to_string("reminders/email/part.html", context),
    )


def _message(mail: Mail, user: User, parts: list[Part]) -> EmailMultiAlternatives:
    what = in_words(sum(part.count for part in parts), late=sum(part.late for part in parts))
    context = {
        "name": user.name,
        "what": what,
        "button_url": parts[0].url if len(parts) == 1 else settings.BASE_URL + "/",
        "wishes_url": settings.BASE_URL + reverse("my_mails"),
        "operator": settings.OPERATOR,
        "demo": settings.DEMO,
    }
    text = "\n\n".join(part.text.strip() for part in parts)
    # Each part was escaped where it was rendered.
    html = mark_safe("".join(part.html for part in parts))  # noqa: S308
    message = EmailMultiAlternatives(
        f"Querlinie: {what}",
        # What stands in the text was typed by people, and a text is not HTML.
        render_to_string("reminders/email/digest.txt", context | {"parts": mark_safe(text)}),  # noqa: S308
        to=[user.email],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("reminders/email/digest.html", context | {"parts": html}), "text/html")
    return message


def in_words(count: int, *, late: int) -> str:
    """What a mail is about: „ein Termin steht an“, „3 Termine, davon 1 überfällig“."""
    if count == 1:
        return "ein Termin ist überfällig" if late else "ein Termin steht an"
    if late == count:
        return f"{count} Termine sind überfällig"
    return f"{count} Termine, davon {late} überfällig" if late else f"{count} Termine stehen an"


@dataclass(frozen=True, slots=True)
class Ending:
    """What is noted of an attempt, on the mail and on the reminders it told of."""

    state: Mail.State
    sent_at: datetime.datetime | None = None
    failure: str = ""
    #: None leaves it as it is.
    next_try_at: datetime.datetime | None = None


def _mark_sent(mail: Mail, parts: list[Part], now: datetime.datetime) -> None:
    _settle(mail, parts, Ending(Mail.State.SENT, sent_at=now))


def _put_back(mail: Mail, refusal: Refusal, parts: list[Part], now: datetime.datetime) -> Mail.State:
    if refusal.final:
        ending = Ending(Mail.State.FAILED, failure=refusal.reason)
    else:
        first = datetime.timedelta(seconds=settings.REMINDER_RETRY_SECONDS)
        wait = min(first * 2 ** (min(mail.attempts, 10) - 1), LONGEST_WAIT)
        ending = Ending(Mail.State.PENDING, failure=refusal.reason, next_try_at=now + wait)
    _settle(mail, parts, ending)
    return ending.state


# Statements of their own: building them anew took longer than sending them.
_END_MAIL = """
UPDATE reminders_mail SET token = NULL, lease_until = NULL, state = %s, sent_on = %s,
       next_try_at = coalesce(%s, next_try_at)
 WHERE id = %s AND token = %s
"""
_END_REMINDERS = """
UPDATE reminders_reminder SET state = %s, sent_at = %s, failure = %s WHERE mail_id = %s AND state = 'sending'
"""
_BEGIN_REMINDERS = "UPDATE reminders_reminder SET state = 'sending', mail_id = %s WHERE id = ANY(%s)"


def _settle(mail: Mail, parts: list[Part], ending: Ending) -> None:
    """Notes the end of an attempt, in all districts or in none, so that a second mail never tells only a part.

    Nothing is noted where the lease ran out and somebody else has taken the mail meanwhile: they will.
    """
    day = timezone.localdate(ending.sent_at) if ending.sent_at else None
    with transaction.atomic(), acting_as(DatabaseRole.LOGIN), connection.cursor() as cursor:
        cursor.execute(_END_MAIL, [ending.state.value, day, ending.next_try_at, mail.pk, mail.token])
        if not cursor.rowcount:
            return
        for part in parts:
            with acting_as(DatabaseRole.DISTRICT, district_id=part.district_id):
                cursor.execute(_END_REMINDERS, [ending.state.value, ending.sent_at, ending.failure, mail.pk])
