from django.apps import AppConfig


class SozialraumConfig(AppConfig):
    name = "sozialraum"
    verbose_name = "Sozialraum"

    def ready(self) -> None:
        from districts.dates import offers_dates
        from districts.founding import lays_out
        from districts.navigation import offers
        from districts.outlook import offers_outlook
        from districts.region_page import shows_in_region
        from districts.tasks import offers_tasks
        from districts.way import tells_way
        from evidence.models import hides_evidence
        from partners.signals.links import links_from_signals, words_went_along
        from reminders.appointments import offers_appointments
        from reminders.by_date import happens_by_date
        from sozialraum.dates import dates_from_sozialraum, outlook_from_sozialraum
        from sozialraum.needs import due as _needs_due  # noqa: F401  (importing it registers what is due)
        from sozialraum.needs.parts import NEEDS_AT_OFFICE, NEEDS_IN_REGION
        from sozialraum.needs.raising import raise_open_leads
        from sozialraum.needs.tasks import tasks_from_needs
        from sozialraum.needs.way import WAY_OF_NEEDS, link_from_signal, words_in_need
        from sozialraum.offered import offered_by_sozialraum
        from sozialraum.places.parts import PLACES_AT_OFFICE, PLACES_IN_REGION
        from sozialraum.places.programmes import lay_out_programmes
        from sozialraum.plans.calendar import plans_of
        from sozialraum.plans.showing import PLANS_AT_OFFICE, PLANS_IN_REGION
        from sozialraum.plans.tasks import tasks_from_plans
        from sozialraum.profiles import rules as profiles
        from sozialraum.profiles.parts import shows_at_office
        from sozialraum.regions.evidence import evidence_of_hidden
        from sozialraum.regions.in_region import SECTIONS
        from sozialraum.requests import due as _requests_due  # noqa: F401
        from sozialraum.requests import rules as requests
        from sozialraum.requests.tasks import tasks_from_requests

        lays_out(lay_out_programmes)
        offers(offered_by_sozialraum)
        for tasks in (tasks_from_plans, tasks_from_requests, tasks_from_needs):
            offers_tasks(tasks)
        for hidden in (profiles.evidence_of_hidden, requests.evidence_of_hidden, evidence_of_hidden):
            hides_evidence(hidden)
        for section in (*SECTIONS, PLANS_IN_REGION, PLACES_IN_REGION, NEEDS_IN_REGION):
            shows_in_region(section)
        for at_office in (PLACES_AT_OFFICE, PLANS_AT_OFFICE, NEEDS_AT_OFFICE):
            shows_at_office(at_office)
        offers_dates(dates_from_sozialraum)
        offers_appointments(plans_of)
        offers_outlook(outlook_from_sozialraum)
        happens_by_date(raise_open_leads)
        links_from_signals(link_from_signal)
        words_went_along(words_in_need)
        tells_way(WAY_OF_NEEDS)
