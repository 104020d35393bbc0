from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DistrictsConfig(AppConfig):
    name = "districts"
    verbose_name = "Bezirke"

    def ready(self) -> None:
        from districts.navigation import offers
        from districts.offered import offered
        from districts.relief import tasks_from_relief
        from districts.tasks import offers_tasks
        from districts.wall.grants import after_migrate

        # The one signal of the house: Django offers no other moment "after all tables are there".
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="districts.wall")
        offers(offered)
        offers_tasks(tasks_from_relief)
