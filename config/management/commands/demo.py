"""``manage.py demo``: fills the districts with invented data. Idempotent; as owner; refuses unless DEMO is set."""

import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.demo.loading import load


class Command(BaseCommand):
    help = "Fills every district that has no demo data yet with invented people and contents. Only where DEMO=1 is set."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--day",
            type=datetime.date.fromisoformat,
            help="The day everything is counted back from (2026-11-22); today if left out.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo data are only loaded where DEMO=1 is set: this installation may hold real people.")
        call_command("load_directory", verbosity=0, stdout=self.stdout)
        filled = load(today=options["day"] or timezone.localdate())
        if not filled:
            self.stdout.write("The demo data are there already; nothing was changed.")
            return
        self.stdout.write(f"Demo data for {len(filled)} districts: {', '.join(filled)}.")
