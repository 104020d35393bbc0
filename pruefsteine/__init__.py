"""Teil B 4: the ten Prüfsteine, rounds, self-assessments. Comes after the Aufträge."""
