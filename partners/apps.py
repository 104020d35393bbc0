from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Akteure und Gremien"

    def ready(self) -> None:
        from districts.dates import offers_dates
        from districts.founding import lays_out
        from districts.navigation import offers
        from districts.outlook import offers_outlook
        from districts.region_page import shows_in_region
        from districts.tasks import offers_tasks
        from evidence.models import hides_evidence
        from partners import due as _due  # noqa: F401  (importing it registers what is due)
        from partners.actors import due as _actors_due  # noqa: F401
        from partners.actors import evidence as actor_evidence
        from partners.actors.tasks import tasks_from_actors
        from partners.bodies.calendar import sitzungen_of
        from partners.bodies.kinds import lay_out_body_kinds
        from partners.bodies.outlook import outlook_from_bodies
        from partners.cooperation import rules as cooperation
        from partners.dates import dates_from_partners, outlook_from_partners
        from partners.laying_out import lay_out_partners
        from partners.offered import offered_by_partners
        from partners.regions.showing import SECTIONS
        from partners.signals.tasks import tasks_from_signals
        from reminders.appointments import offers_appointments

        for lay_out in (lay_out_partners, lay_out_body_kinds):
            lays_out(lay_out)
        for hidden in (actor_evidence.evidence_of_hidden, cooperation.evidence_of_hidden):
            hides_evidence(hidden)
        for tasks in (tasks_from_actors, tasks_from_signals):
            offers_tasks(tasks)
        for section in SECTIONS:
            shows_in_region(section)
        offers(offered_by_partners)
        offers_dates(dates_from_partners)
        offers_appointments(sitzungen_of)
        for outlook in (outlook_from_bodies, outlook_from_partners):
            offers_outlook(outlook)
