"""The steps of an Auftrag in one table: what it is called, who may, in which state. Rules, pages and tests read it."""

from collections.abc import Callable
from dataclasses import dataclass

from assignments.models import Assignment
from assignments.standing import Standing
from assignments.states import State
from districts.refusals import NotNow, Refused

LEADERSHIP = "die Verwaltungsspitze des Geschäftsbereichs, oder i. A. ihr Büro, wo sie es erlaubt hat"
LEADERSHIP_ALONE = "die Verwaltungsspitze des Geschäftsbereichs selbst"
LEAD_HEAD = "die Leitung des federführenden Amtes"
LEAD_OFFICE = "das federführende Amt"
HEADS = "die Leitung des Amtes"
CONTRIBUTOR = "die Leitung des mitwirkenden Amtes"

STALE = (
    "Der Auftrag hat sich inzwischen geändert. Es wurde nichts gespeichert. Sehen Sie sich den heutigen Stand an und "
    "entscheiden Sie dann."
)


def _never(row: Assignment) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does with an Auftrag."""

    #: In the address: ``/auftraege/<id>/<key>/``.
    key: str
    label: str
    who: str
    #: Named on the page that refuses.
    right: str
    may: Callable[[Standing], bool]
    states: tuple[State, ...]
    #: A sentence where the state alone does not decide; "" lets pass.
    blocked: Callable[[Assignment], str] = _never
    #: Takes something away or back.
    danger: bool = False

    def why_not(self, row: Assignment) -> str:
        """Why ``row`` does not allow this step now, as a sentence; "" where it does."""
        if row.state not in self.states:
            return f"„{self.label}“ ist im Stand „{row.get_state_display()}“ nicht möglich."
        return self.blocked(row)

    def open_to(self, standing: Standing) -> bool:
        """True if this person may do it now."""
        return not self.why_not(standing.row) and self.may(standing)

    def check(self, standing: Standing) -> None:
        """Raises ``Refused`` for the wrong person, ``NotNow`` for the wrong moment."""
        if not self.may(standing):
            raise Refused(self.right)
        sentence = self.why_not(standing.row)
        if sentence:
            raise NotNow(sentence)


def _withdraws(standing: Standing) -> bool:
    row = standing.row
    if row.given_on is None:
        return standing.prepares or standing.gives
    # Coordination takes back what it recorded wrongly, once leadership has said so.
    return standing.gives or (standing.coordinates and row.on_paper and row.objected)


#: Steps whose rules ask for every office, not only the federführende one.
ASK_ALL_OFFICES = frozenset(["erteilen", "beitrag", "bearbeitung"])

OPEN = tuple(State.open())
WITH_OFFICE = tuple(State.with_the_office())

STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("erteilen", "Erteilen", LEADERSHIP, "give_assignments", lambda s: s.gives, (State.DRAFT,),
             lambda row: "" if row.due_on else "Es fehlt noch die Frist. Tragen Sie sie im Entwurf ein."),
        Step("uebernehmen", "Übernahme bestätigen", LEAD_HEAD, "represent_office", lambda s: s.heads_lead,
             (State.GIVEN,)),
        Step("antworten", "Rückfrage beantworten", LEADERSHIP, "give_assignments", lambda s: s.gives, WITH_OFFICE,
             lambda row: "" if row.question_open else "Es ist keine Rückfrage offen."),
        Step("fristentscheidung", "Über Fristverlängerung entscheiden", LEADERSHIP, "give_assignments",
             lambda s: s.gives, OPEN,
             lambda row: "" if row.asked_due_on else "Es ist keine Fristverlängerung beantragt."),
        Step("erledigt", "Erledigung melden", LEAD_HEAD, "represent_office", lambda s: s.heads_lead,
             (State.WORKING,)),
        Step("beitrag", "Eigenen Beitrag bestätigen", CONTRIBUTOR, "represent_office",
             lambda s: bool(s.own_contributions), OPEN),
        Step("abschliessen", "Abschließen", LEADERSHIP, "give_assignments", lambda s: s.gives, (State.REPORTED,)),
        Step("nachbessern", "Nachbesserung verlangen", LEADERSHIP, "give_assignments", lambda s: s.gives,
             (State.REPORTED,)),
        Step("sachstand", "Sachstand eintragen", LEAD_OFFICE, "prepare_office", lambda s: s.works_in_lead,
             (State.WORKING,)),
        Step("rueckfrage", "Rückfrage stellen", LEAD_OFFICE, "prepare_office", lambda s: s.works_in_lead, WITH_OFFICE,
             lambda row: "Eine Rückfrage ist noch offen. Warten Sie die Antwort ab." if row.question_open else ""),
        Step("fristverlaengerung", "Fristverlängerung beantragen", LEAD_HEAD, "represent_office",
             lambda s: s.heads_lead, WITH_OFFICE,
             lambda row: "Über einen Antrag auf Fristverlängerung ist noch nicht entschieden." if row.asked_due_on
             else ""),
        Step("bearbeitung", "Bearbeiter/in benennen", HEADS, "represent_office", lambda s: bool(s.headed), OPEN),
        Step("ablehnen", "Mitwirkung ablehnen", LEAD_HEAD, "represent_office", lambda s: s.heads_lead, (State.GIVEN,),
             lambda row: "" if row.kind == Assignment.Kind.REQUEST
             else "Einen Auftrag kann das Amt nicht ablehnen. Stellen Sie eine Rückfrage.",
             danger=True),
        Step("frist", "Frist ändern", LEADERSHIP, "give_assignments", lambda s: s.gives, OPEN),
        Step("einwand", "Einwand erheben", LEADERSHIP_ALONE, "give_assignments", lambda s: s.leads_area, OPEN,
             lambda row: "Einwände gibt es nur gegen nachgetragene Aufträge." if not row.on_paper
             else "Der Einwand ist schon eingetragen." if row.objected else ""),
        Step("einwandende", "Einwand zurücknehmen", LEADERSHIP_ALONE, "give_assignments", lambda s: s.leads_area, OPEN,
             lambda row: "" if row.objected else "Es ist kein Einwand eingetragen."),
        Step("zurueckziehen", "Zurückziehen", LEADERSHIP, "give_assignments", _withdraws, (State.DRAFT, *OPEN),
             danger=True),
    )
}  # fmt: skip
