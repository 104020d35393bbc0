from django.apps import AppConfig


class SozialraumConfig(AppConfig):
    name = "sozialraum"
    verbose_name = "Sozialraum"

    def ready(self) -> None:
        from districts.navigation import offers
        from sozialraum.offered import offered_by_sozialraum

        offers(offered_by_sozialraum)
