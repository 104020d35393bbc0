from django.apps import AppConfig


class ChecklistConfig(AppConfig):
    name = "checklist"
    verbose_name = "Checkliste"

    def ready(self) -> None:
        from checklist.laying_out import lay_out_checklist
        from districts.founding import lays_out

        lays_out(lay_out_checklist)
