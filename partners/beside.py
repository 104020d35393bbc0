"""Registers what the second half of this room offers to others: called by ``AppConfig.ready``."""


def register() -> None:
    """Navigation, tasks, dates, outlook, what is due, what is laid out, evidence that is not for everybody."""
    from districts.dates import offers_dates
    from districts.founding import lays_out
    from districts.navigation import offers
    from districts.outlook import offers_outlook
    from districts.tasks import offers_tasks
    from evidence.models import hides_evidence
    from partners import due_beside  # noqa: F401  (importing it registers what is due)
    from partners.bodies.kinds import lay_out_body_kinds
    from partners.bodies.outlook import outlook_from_bodies
    from partners.cooperation.rules import evidence_of_hidden
    from partners.dates_beside import dates_beside
    from partners.offered_beside import offered_beside
    from partners.signals.tasks import tasks_from_signals

    lays_out(lay_out_body_kinds)
    hides_evidence(evidence_of_hidden)
    offers(offered_beside)
    offers_tasks(tasks_from_signals)
    offers_dates(dates_beside)
    offers_outlook(outlook_from_bodies)
