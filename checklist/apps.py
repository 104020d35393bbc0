from django.apps import AppConfig


class ChecklistConfig(AppConfig):
    name = "checklist"
    verbose_name = "Checkliste"

    def ready(self) -> None:
        from django.urls import register_converter

        from checklist.codes import CodeConverter
        from checklist.dates import dates_from_checklist, outlook_from_checklist
        from checklist.laying_out import lay_out_checklist
        from checklist.offered import offered_by_checklist
        from checklist.partner_answers import answer_in_checklist
        from checklist.point_links import links_from_points
        from checklist.region_links import profiles_from_point
        from checklist.resolutions.rules import evidence_of_drafts
        from districts.dates import offers_dates
        from districts.founding import lays_out
        from districts.navigation import offers
        from districts.outlook import offers_outlook
        from evidence.models import hides_evidence
        from partners.questions.answers import answers_questions

        register_converter(CodeConverter, "code")
        hides_evidence(evidence_of_drafts)
        lays_out(lay_out_checklist)
        links_from_points(profiles_from_point)
        offers(offered_by_checklist)
        offers_dates(dates_from_checklist)
        offers_outlook(outlook_from_checklist)
        answers_questions(answer_in_checklist)
