from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Akteure und Gremien"

    def ready(self) -> None:
        from districts.founding import lays_out
        from partners import beside
        from partners.laying_out import lay_out_partners

        lays_out(lay_out_partners)
        beside.register()
