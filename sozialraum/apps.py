from django.apps import AppConfig


class SozialraumConfig(AppConfig):
    name = "sozialraum"
    verbose_name = "Sozialraum"

    def ready(self) -> None:
        from districts.dates import offers_dates
        from districts.navigation import offers
        from districts.outlook import offers_outlook
        from districts.tasks import offers_tasks
        from districts.way import tells_way
        from partners.signals.links import links_from_signals
        from reminders.by_date import happens_by_date
        from sozialraum.needs import due as _needs_due  # noqa: F401  (importing it registers what is due)
        from sozialraum.needs.raising import raise_open_leads
        from sozialraum.needs.tasks import dates_from_needs, outlook_from_needs, tasks_from_needs
        from sozialraum.needs.way import link_from_signal, way_of_needs
        from sozialraum.offered import offered_by_sozialraum

        offers(offered_by_sozialraum)
        offers_tasks(tasks_from_needs)
        offers_dates(dates_from_needs)
        offers_outlook(outlook_from_needs)
        happens_by_date(raise_open_leads)
        links_from_signals(link_from_signal)
        tells_way(way_of_needs)
