"""``manage.py create_operator EMAIL``: the first person of operation, with a link for the password. As owner."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.first_password import create_without_password, first_password_link
from districts.models import StatewideMembership
from districts.roles import StatewideRole


class Command(BaseCommand):
    help = "Creates an account for the operator and prints a link, good once for three days, to set its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="Betrieb", help="name of the person (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as fault:
            raise CommandError(f"{email!r} is not an e-mail address.") from fault
        try:
            with transaction.atomic():
                user = create_without_password(email=email, name=options["name"])
                StatewideMembership.objects.create(user=user, role=StatewideRole.OPERATOR)
                link = first_password_link(user)
        except IntegrityError as fault:
            raise CommandError(
                f"There is an account for {email} already. An operator gives further roles under /betrieb/rollen/."
            ) from fault
        except ProgrammingError as fault:
            raise CommandError(
                f"The database refused: run this command as the owner of the tables ({fault})."
            ) from fault
        self.stdout.write(f"Account created for {email}. Set the password within three days at:\n{link}")
