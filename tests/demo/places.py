"""Real parameters for every URL pattern, taken from the demo data of one district."""

from collections.abc import Callable
from typing import Any

from assignments.models import Assignment, AssignmentEvidence, AssignmentOffice, Milestone
from checklist.models import (
    Concern,
    Contribution,
    FunctionalRole,
    FunctionLevel,
    Progress,
    ProgressEvidence,
    ProgressThread,
    Qualification,
    Resolution,
    Workshop,
)
from checklist.models import ConcernTopic as Topic
from districts.models import BusinessArea, District, Invitation, Membership, Office, Region, Relief, StatewideMembership
from evidence.models import Evidence
from overview.models import Framework, GoodPractice, MinimumProposal, SharedPractice, SupportRequest
from partners.models import (
    Actor,
    ActorEvidence,
    ActorKind,
    AgendaItem,
    Body,
    BodyKind,
    BodyMember,
    ContactPerson,
    Cooperation,
    CooperationEvidence,
    Meeting,
    MeetingEvidence,
    Offer,
    Participation,
    PendingImport,
    Signal,
)
from partners.questions.records import QUESTIONS
from pruefsteine.models import (
    ActorView,
    ConsensusThread,
    Dissent,
    Indicator,
    Operationalisation,
    RatingEvidence,
    Release,
    Round,
    SelfAssessment,
)
from sozialraum.models import (
    Figure,
    Need,
    PendingFigures,
    Plan,
    PlanOffice,
    ProfileEvidence,
    RegionProfile,
    RegionProfileEvidence,
    RequestEvidence,
    ServiceRequest,
)
from sozialraum.models import Topic as QuerTopic
from sozialraum.needs.steps import STEPS as NEED_STEPS
from sozialraum.places.kinds import KINDS
from sozialraum.requests.rules import STEPS as REQUEST_STEPS

Kwargs = dict[str, Any]
#: Things looked at per URL, where there are many of them.
MANY = 3


def once(district: District) -> list[Kwargs]:
    return [{}]


def in_district(district: District) -> list[Kwargs]:
    return [{"slug": district.slug}]


def things(model: Any, *, name: str = "pk", field: str = "pk", **more: Any) -> Callable[[District], list[Kwargs]]:
    """Up to ``MANY`` rows of ``model``, spread over all there are."""

    def found(district: District) -> list[Kwargs]:
        values = list(model.objects.filter(district=district, **more).order_by("pk").values_list(field, flat=True))
        step = max(1, len(values) // MANY)
        return [{"slug": district.slug, name: value} for value in values[::step][:MANY]]

    return found


def talked_about(district: District) -> list[Kwargs]:
    """Points with something on them: evidence, talk, an own point, a benefit with examples, a question."""
    codes = set(ProgressEvidence.objects.filter(district=district).values_list("progress__code", flat=True)[:2])
    codes |= set(ProgressThread.objects.filter(district=district).values_list("progress__code", flat=True)[:2])
    codes |= set(Contribution.objects.filter(district=district).values_list("progress__code", flat=True)[:2])
    return [{"slug": district.slug, "code": code} for code in sorted(codes | {"E1", "B3.1e", "B1.2"})]


def every_point(district: District) -> list[Kwargs]:
    codes = Progress.objects.filter(district=district).order_by("position").values_list("code", flat=True)
    return [{"slug": district.slug, "code": code} for code in codes]


def every(model: Any, field: str = "pk") -> Callable[[District], list[Kwargs]]:
    """All rows: what their pages show depends on their state."""

    def found(district: District) -> list[Kwargs]:
        values = model.objects.filter(district=district).values_list(field, flat=True)
        return [{"slug": district.slug, "pk": value} for value in values]

    return found


def of_each_state(model: Any, *fields: str) -> Callable[[District], list[Kwargs]]:
    """One row of each state, a state being what ``fields`` say: each step is possible in its own states only."""

    def found(district: District) -> list[Kwargs]:
        rows = model.objects.filter(district=district).order_by("pk").values_list("pk", *fields)
        chosen = {tuple(state): pk for pk, *state in rows}
        return [{"slug": district.slug, "pk": pk} for pk in chosen.values()]

    return found


an_order = of_each_state(Assignment, "state", "question_open", "objected", "asked_due_on", "on_paper")
an_answer = of_each_state(SelfAssessment, "state", "round__state")
an_actor = of_each_state(Actor, "state", "changed_on")


def one_stone_of_each(district: District) -> list[Kwargs]:
    return [entry | {"number": 3} for entry in an_answer(district)]


def on_the_table(district: District) -> list[Kwargs]:
    """One Prüfstein of each round."""
    return [entry | {"number": 6} for entry in every(Round)(district)]


def in_force(district: District) -> list[Kwargs]:
    return [{"pk": pk} for pk in Release.objects.in_force().values_list("pk", flat=True)]


def a_stone(district: District) -> list[Kwargs]:
    return [{"slug": district.slug, "code": code} for code in ("B4.3", "B4.10")]


def a_stone_of_office(district: District) -> list[Kwargs]:
    return [entry | {"code": "B4.1"} for entry in of_office(district)]


def contributing(district: District) -> list[Kwargs]:
    rows = AssignmentOffice.objects.filter(district=district, lead=False).order_by("pk")[:MANY]
    return [{"slug": district.slug, "pk": row.assignment_id, "part": row.pk} for row in rows]


def offers_and_offices(district: District) -> list[Kwargs]:
    office = Office.objects.get(district=district, short_name="JUG")
    return [entry | {"office": office.pk} for entry in things(Qualification)(district)[:1]]


def of_office(district: District) -> list[Kwargs]:
    return things(Office, name="office", short_name__in=["JUG", "GES"])(district)


def by_key(district: District) -> list[Kwargs]:
    return [{"key": district.key}]


def by_key_and(model: Any, name: str) -> Callable[[District], list[Kwargs]]:
    def found(district: District) -> list[Kwargs]:
        rows = model.objects.filter(district=district).exclude(role__in=["office_staff", "neighbourhood", "reader"])
        return [{"key": district.key, name: row.pk} for row in rows.order_by("role", "pk")[:MANY]]

    return found


def of_framework(*, draft: bool = False, slug: bool = False) -> Callable[[District], list[Kwargs]]:
    """Rahmenvorgaben are the same for all districts."""

    def found(district: District) -> list[Kwargs]:
        rows = Framework.objects.filter(published_on__isnull=draft).values_list("pk", flat=True)
        return [({"slug": district.slug} if slug else {}) | {"pk": pk} for pk in rows]

    return found


def a_proposal(district: District) -> list[Kwargs]:
    return [{"pk": pk} for pk in MinimumProposal.objects.values_list("pk", flat=True)]


def with_wordings(district: District) -> list[Kwargs]:
    """A point with a newer wording, one with a draft, and one of each kind that is no point of the checklist."""
    return [{"code": code} for code in ("B1.2", "B3.6", "B4.3", "A4a.1", "FN1")]


def at_senate(model: Any) -> Callable[[District], list[Kwargs]]:
    return lambda district: [{"pk": entry["pk"]} for entry in every(model)(district)]


def people(district: District) -> list[Kwargs]:
    rows = Membership.objects.filter(district=district).order_by("pk")[:MANY]
    return [{"person_id": row.user_id} for row in rows]


def people_of_district(district: District) -> list[Kwargs]:
    return [{"slug": district.slug} | entry for entry in people(district)]


def memberships(district: District) -> list[Kwargs]:
    """One membership of each kind that somebody may end: by coordination, by leadership, by a head, by operation."""
    found = Membership.objects.filter(district=district).order_by("user__email")
    chosen = [found.filter(role=role).first() for role in ("reader", "office_head", "office_staff", "leadership")]
    return [{"slug": district.slug, "membership_id": row.pk} for row in chosen if row]


def ended_by_operation(district: District) -> list[Kwargs]:
    return [{"key": district.key, "membership_id": kwargs["membership_id"]} for kwargs in memberships(district)]


def statewide(district: District) -> list[Kwargs]:
    return [{"membership_id": pk} for pk in StatewideMembership.objects.values_list("pk", flat=True)]


def in_a_list(district: District) -> list[Kwargs]:
    return [{"slug": district.slug, "which": which} for which in ("arten", "themen", "zielgruppen")]


def open_files(district: District) -> list[Kwargs]:
    return [{"slug": district.slug, "kind": kind} for kind in ("csv", "geojson", "jsonld")]


def a_kind(district: District) -> list[Kwargs]:
    return [entry | {"which": "arten"} for entry in things(ActorKind)(district)[:1]]


def one_of_each(model: Any, field: str) -> Callable[[District], list[Kwargs]]:
    """One row for each value of ``field``: what is possible depends on it."""

    def found(district: District) -> list[Kwargs]:
        rows = model.objects.filter(district=district).order_by("pk").values_list(field, "pk")
        return [{"slug": district.slug, "pk": pk} for pk in dict(rows).values()]

    return found


def untaken_and_taken(district: District) -> list[Kwargs]:
    rows = Signal.objects.filter(district=district).order_by("title")
    return [
        {"slug": district.slug, "pk": found[0].pk} for found in (rows.filter(offices=None), rows.exclude(offices=None))
    ]


def every_step(district: District) -> list[Kwargs]:
    """Each step at a Bedarf in a state that allows it."""
    held = dict(Need.objects.filter(district=district).order_by("pk").values_list("state", "pk"))
    return [{"slug": district.slug, "pk": held[step.states[-1]], "key": key} for key, step in NEED_STEPS.items()]


def every_question(district: District) -> list[Kwargs]:
    return [{"slug": district.slug, "code": code} for code in QUESTIONS]


def in_a_place_list(district: District) -> list[Kwargs]:
    return [{"slug": district.slug, "which": key} for key in KINDS]


def a_place_of_each_kind(district: District) -> list[Kwargs]:
    return [entry | {"which": kind.key} for kind in KINDS.values() for entry in things(kind.model)(district)[:1]]


def asked_and_answered(district: District) -> list[Kwargs]:
    """Each step at an Anfrage of each state."""
    return [entry | {"key": key} for entry in of_each_state(ServiceRequest, "state")(district) for key in REQUEST_STEPS]


def wanted(district: District) -> list[Kwargs]:
    ties = PlanOffice.objects.filter(district=district).order_by("pk")
    return [{"slug": district.slug, "pk": tie.plan_id, "office": tie.office_id} for tie in ties]


def a_stale_link(district: District) -> list[Kwargs]:
    return [{"slug": district.slug, "token": "gilt-nicht"}]


def a_stale_address(district: District) -> list[Kwargs]:
    return [{"token": "gilt-nicht"}]


def a_reset(district: District) -> list[Kwargs]:
    return [{"uidb36": "1", "key": "abc-def"}]


def a_confirmation(district: District) -> list[Kwargs]:
    return [{"key": "abc"}]


#: Several URLs that ask for the same parameters share a line, by the beginning of their name.
_FAMILIES: dict[str, Callable[[District], list[Kwargs]]] = {
    "area_": things(BusinessArea, name="area_id"),
    "office_": things(Office, name="office_id"),
    "office_sensible": things(Office, short_name__in=["JUG", "GES"]),
    "relief": things(Relief),
    "member_end": memberships,
    "invitation_": things(Invitation, name="invitation_id"),
    "workshop_": things(Workshop),
    "agreement": of_office,
    "resolution": things(Resolution),
    "level_edit": things(FunctionLevel, name="code", field="code"),
    "function": things(FunctionalRole),
    "offer": things(Qualification),
    "participation": offers_and_offices,
    "concern_topic": things(Topic),
    "concern_echo": things(Topic),
    "concern_release": things(Concern),
    "concern_delete": things(Concern),
    "operator_end": ended_by_operation,
    "operator_invitation_": by_key_and(Invitation, "invitation_id"),
    "operator_statewide_end": statewide,
    "operator_close_account": people,
    "operator_open_account": people,
    "operator_": by_key,
    "assignment": every(Assignment),
    "assignment_": an_order,
    "assignment_part": contributing,
    # Whether an office may refuse depends on the office, not on the state of the Auftrag.
    "assignment_ablehnen": every(Assignment),
    "milestone_": things(Milestone),
    "milestone_new": things(Assignment),
    "remove_assignment_evidence": things(AssignmentEvidence, field="evidence_id"),
    "point": talked_about,
    "remove_point": talked_about,
    "move_point_": talked_about,
    "add_": talked_about,
    "remove_evidence": things(ProgressEvidence, field="evidence_id"),
    "reply": things(ProgressThread, field="thread_id"),
    "close_thread": things(ProgressThread, field="thread_id"),
    "reopen_thread": things(ProgressThread, field="thread_id"),
    "edit_contribution": things(Contribution, office__short_name="JUG"),
    "delete_contribution": things(Contribution, office__short_name="JUG"),
    "evidence_file": things(Evidence, stored_as__gt=""),
    "reminder_send_again": people_of_district,
    "calendar_feed": a_stale_address,
    "round_": every(Round),
    "consensus": every(Round),
    "consensus_stone": on_the_table,
    "consensus_meeting": on_the_table,
    "consensus_agree": on_the_table,
    "consensus_assignment": on_the_table,
    "consensus_thread_new": on_the_table,
    "consensus_thread_": every(ConsensusThread, "thread_id"),
    "consensus_reply": every(ConsensusThread, "thread_id"),
    "dissent_edit": on_the_table,
    "dissent_remove": every(Dissent),
    "actor_view_new": lambda district: [entry | {"number": 7} for entry in on_the_table(district)],
    "actor_view_": every(ActorView),
    "release": every(Release),
    "release_new": every(Round),
    "senate_release": in_force,
    "berlin_stone": lambda district: [{"number": 3}],
    "answer": every(SelfAssessment),
    "answer_": an_answer,
    "answer_save": one_stone_of_each,
    "answer_known": one_stone_of_each,
    "answer_evidence": one_stone_of_each,
    "remove_rating_evidence": every(RatingEvidence, "evidence_id"),
    "meaning": a_stone,
    "meaning_start": a_stone,
    "meaning_office": a_stone_of_office,
    "meaning_edit": every(Operationalisation),
    "meaning_indicator": every(Operationalisation),
    "meaning_agree": every(Operationalisation),
    "indicator_remove": every(Indicator),
    "actor": every(Actor),
    "actor_": an_actor,
    "actor_contact_new": an_actor,
    "actor_offer_new": an_actor,
    "actor_import_": every(PendingImport),
    "open_actors_file": open_files,
    "actor_choice": in_a_list,
    "actor_choice_edit": a_kind,
    "actor_offer_": things(Offer),
    "actor_contact_": every(ContactPerson),
    "remove_actor_evidence": every(ActorEvidence, "evidence_id"),
    "body": things(Body),
    "body_kind_edit": things(BodyKind),
    "body_member_end": things(BodyMember),
    "body_topic": things(AgendaItem),
    "body_topic_new": things(Body),
    "meeting": one_of_each(Meeting, "state"),
    "meeting_new": things(Body),
    "meeting_evidence_remove": things(MeetingEvidence, field="evidence_id"),
    "signal": untaken_and_taken,
    # Whoever reported it takes it back, while it is open and no office has it.
    "signal_withdraw": things(Signal, from_neighbourhood=True, closed_on=None, offices=None),
    "need": one_of_each(Need, "state"),
    "need_step": every_step,
    # Only where the Hinweis lost its words is anything to be looked through.
    "need_words": things(Need, signal__text="", signal__removed_on__isnull=False, words_checked_on=None),
    "topic": things(QuerTopic),
    "cooperation": things(Cooperation, form="contract"),
    "cooperation_evidence_remove": things(CooperationEvidence, field="evidence_id"),
    "involvement": things(Participation),
    "partner_question": every_question,
    "region": things(Region, name="key", field="key"),
    "place_new": in_a_place_list,
    "place": a_place_of_each_kind,
    "place_remove": lambda district: [p for p in a_place_of_each_kind(district) if not KINDS[p["which"]].kept],
    "request": every(ServiceRequest),
    "request_evidence_remove": every(RequestEvidence, "evidence_id"),
    "request_step": asked_and_answered,
    "office_report": things(Office, short_name__in=["JUG", "SOZ"]),
    "office_profile": things(Office, short_name__in=["JUG", "SOZ", "STAPL", "GES"]),
    "profile_evidence_remove": things(ProfileEvidence, field="evidence_id"),
    "plan": of_each_state(Plan, "state"),
    "plan_agree": wanted,
    "region_profile": things(RegionProfile, name="key", field="region__key"),
    "region_profile_evidence_remove": every(RegionProfileEvidence, "evidence_id"),
    "figure": things(Figure),
    "figure_import_check": every(PendingFigures),
    "framework": of_framework(slug=True),
    "senate_framework": of_framework(),
    "senate_framework_edit": of_framework(draft=True),
    "senate_minimum": a_proposal,
    "wordings": with_wordings,
    "senate_wording": with_wordings,
    "support_one": every(SupportRequest),
    "senate_support_one": at_senate(SupportRequest),
    "practice": every(SharedPractice),
    "practice_": every(GoodPractice),
    "senate_practice": at_senate(SharedPractice),
    "accept_invitation": a_stale_link,
    "account_reset_password_from_key": a_reset,
    "account_confirm_email": a_confirmation,
}


def parameters(name: str, wanted: frozenset[str], district: District) -> list[Kwargs] | None:
    """Real parameters for the URL ``name`` that asks for ``wanted``; None where nothing here says which."""
    if not wanted:
        return once(district)
    if wanted == {"slug"}:
        return in_district(district)
    for family in sorted(_FAMILIES, key=len, reverse=True):
        if name.startswith(family):
            found = _FAMILIES[family](district)
            return found if all(set(entry) == wanted for entry in found) else None
    return None
