from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Berichte"

    def ready(self) -> None:
        from districts.navigation import offers
        from districts.report_links import offers_report
        from reports.offered import ON_PAGES, offered_by_reports

        offers(offered_by_reports)
        for page, offered in ON_PAGES.items():
            offers_report(page, offered)
