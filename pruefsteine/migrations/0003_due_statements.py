from django.db import migrations

from reminders.watching import WatchDue

# Runs past the wall and gives away numbers of districts alone.
DUE = """
SELECT a.district_id, coalesce(a.extended_to, r.closes_on) AS due_on
  FROM pruefsteine_selfassessment a JOIN pruefsteine_round r ON r.id = a.round_id
 WHERE r.state = 'open' AND a.state IN ('not_begun', 'in_progress', 'returned')
UNION ALL
SELECT district_id, opens_on FROM pruefsteine_round WHERE state = 'planned'
UNION ALL
SELECT district_id, comments_until FROM pruefsteine_release WHERE state = 'commenting' AND comments_until >= today
"""


class Migration(migrations.Migration):
    dependencies = [("pruefsteine", "0002_wall")]

    operations = [WatchDue("pruefsteine_due_districts", DUE)]
