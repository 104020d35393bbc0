from django.apps import AppConfig


class PruefsteineConfig(AppConfig):
    name = "pruefsteine"
    verbose_name = "Prüfsteine"
