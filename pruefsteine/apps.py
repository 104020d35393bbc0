from django.apps import AppConfig


class PruefsteineConfig(AppConfig):
    name = "pruefsteine"
    verbose_name = "Prüfsteine"

    def ready(self) -> None:
        from assignments.origins import tells_origin
        from districts.dates import offers_dates
        from districts.navigation import offers
        from districts.outlook import offers_outlook
        from districts.tasks import offers_tasks
        from evidence.models import hides_evidence
        from partners.bodies.links import knows_of_meetings
        from pruefsteine import due, known_own  # noqa: F401  # register themselves
        from pruefsteine.agreeing import (  # noqa: F401  # register themselves
            known_here,
            known_needs,
            known_offices,
            known_partners,
            known_regions,
        )
        from pruefsteine.agreeing.said_at import said_at
        from pruefsteine.agreeing.showing import origin_of
        from pruefsteine.at_office import ANSWERS_AT_OFFICE
        from pruefsteine.dates import dates_from_pruefsteine, outlook_from_pruefsteine
        from pruefsteine.evidence import evidence_of_hidden
        from pruefsteine.offered import offered_by_pruefsteine
        from pruefsteine.releasing.offered import offered_to_senate
        from pruefsteine.releasing.tasks import tasks_from_releases
        from pruefsteine.tasks import tasks_from_pruefsteine
        from sozialraum.profiles.parts import shows_at_office

        hides_evidence(evidence_of_hidden)
        offers(offered_by_pruefsteine)
        offers_dates(dates_from_pruefsteine)
        offers_outlook(outlook_from_pruefsteine)
        offers_tasks(tasks_from_pruefsteine)
        offers(offered_to_senate)
        offers_tasks(tasks_from_releases)
        tells_origin(origin_of)
        knows_of_meetings(said_at)
        shows_at_office(ANSWERS_AT_OFFICE)
