from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "assignments"
    verbose_name = "Aufträge"

    def ready(self) -> None:
        from assignments import due  # noqa: F401  (importing it registers what is due)
        from assignments.at_office import ORDERS_AT_OFFICE
        from assignments.dates import dates_from_assignments, outlook_from_assignments
        from assignments.evidence import evidence_of_hidden
        from assignments.from_needs import WAY_OF_ASSIGNMENTS, offer_from_need
        from assignments.offered import offer_from_point, offered_by_assignments
        from assignments.tasks import tasks_from_assignments
        from checklist.point_links import links_from_points
        from districts.dates import offers_dates
        from districts.navigation import offers
        from districts.outlook import offers_outlook
        from districts.tasks import offers_tasks
        from districts.way import tells_way
        from evidence.models import hides_evidence
        from sozialraum.needs.links import links_from_needs
        from sozialraum.profiles.parts import shows_at_office

        hides_evidence(evidence_of_hidden)
        links_from_points(offer_from_point)
        links_from_needs(offer_from_need)
        tells_way(WAY_OF_ASSIGNMENTS)
        offers(offered_by_assignments)
        offers_tasks(tasks_from_assignments)
        offers_dates(dates_from_assignments)
        offers_outlook(outlook_from_assignments)
        shows_at_office(ORDERS_AT_OFFICE)
