from django.db import migrations

from districts.wall.operations import Enclose


class Migration(migrations.Migration):
    dependencies = [("discussions", "0001_initial"), ("districts", "0002_wall")]

    operations = [
        Enclose("Thread"),
        Enclose("ThreadEvent"),
        Enclose("Comment"),
        Enclose("CommentEvent"),
    ]
