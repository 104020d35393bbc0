from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Akteure und Gremien"

    def ready(self) -> None:
        from districts.founding import lays_out
        from districts.navigation import offers
        from districts.tasks import offers_tasks
        from evidence.models import hides_evidence
        from partners import beside
        from partners.actors import due  # noqa: F401  (importing it registers what is due)
        from partners.actors.evidence import evidence_of_hidden
        from partners.actors.tasks import tasks_from_actors
        from partners.laying_out import lay_out_partners
        from partners.offered import offered_by_partners

        hides_evidence(evidence_of_hidden)
        lays_out(lay_out_partners)
        offers(offered_by_partners)
        offers_tasks(tasks_from_actors)
        beside.register()
