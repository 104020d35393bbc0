from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "overview"
    verbose_name = "Berlin"

    def ready(self) -> None:
        from checklist.point_links import links_from_points
        from checklist.point_parts import shows_at_point
        from districts.navigation import offers
        from districts.outlook import offers_outlook
        from districts.tasks import offers_tasks
        from overview.frameworks.showing import frameworks_at_point
        from overview.offered import (
            minimum_from_point,
            offered_to_districts,
            offered_to_ressorts,
            practices_from_point,
            support_from_point,
        )
        from overview.outlook import outlook_from_overview
        from overview.pictures.offered import offered_to_senate
        from overview.tasks import tasks_from_overview
        from overview.waiting import offers_waiting
        from overview.waiting_here import waiting_in_overview

        for offered in (offered_to_districts, offered_to_senate, offered_to_ressorts):
            offers(offered)
        for link in (minimum_from_point, support_from_point, practices_from_point):
            links_from_points(link)
        shows_at_point(frameworks_at_point)
        offers_tasks(tasks_from_overview)
        offers_outlook(outlook_from_overview)
        offers_waiting(waiting_in_overview)
