from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = "Erinnerungen"

    def ready(self) -> None:
        from districts.navigation import offers
        from districts.warnings import warns
        from reminders.health import warning
        from reminders.offered import offered

        offers(offered)
        warns(warning)
