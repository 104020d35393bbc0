from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

#: Statements a connection keeps prepared. psycopg keeps 100 and lets go of the oldest; the pages ask some hundred
#: different ones, so that each was forgotten before it came again (docs/decisions/0010).
PREPARED = 500


def keep_prepared(connection: Any, **kwargs: Any) -> None:
    """Lets a new connection keep as many statements prepared as the pages need."""
    connection.connection.prepared_max = PREPARED


class DistrictsConfig(AppConfig):
    name = "districts"
    verbose_name = "Bezirke"

    def ready(self) -> None:
        from districts.navigation import offers
        from districts.offered import offered
        from districts.relief import tasks_from_relief
        from districts.tasks import offers_tasks
        from districts.wall.grants import after_migrate

        # The two signals of the house: Django offers no other moment "a connection is there", and none "after all
        # tables are there".
        connection_created.connect(keep_prepared, dispatch_uid="districts.prepared")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="districts.wall")
        offers(offered)
        offers_tasks(tasks_from_relief)
