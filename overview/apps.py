from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "overview"
    verbose_name = "Berlin"

    def ready(self) -> None:
        from districts.navigation import offers
        from overview.pictures.offered import offered_to_senate

        offers(offered_to_senate)
