from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = "Erinnerungen"

    def ready(self) -> None:
        from districts.navigation import offers
        from reminders.offered import offered

        offers(offered)
