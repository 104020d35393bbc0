"""The steps of a Bedarf in one table: what it is called, who may, in which state. Rules, pages and tests read it."""

from collections.abc import Callable
from dataclasses import dataclass

from districts.refusals import NotNow, Refused
from sozialraum.models import NeedState
from sozialraum.needs.standing import Said, Standing, names

STALE = (
    "Der Bedarf hat sich inzwischen geändert. Es wurde nichts gespeichert. Sehen Sie sich den heutigen Stand an und "
    "entscheiden Sie dann."
)

COORDINATION = "die Planungskoordination"
HEADS_ASKED = "die Leitung eines gebetenen Amtes, jede für ihr Amt"
LEAD_HEAD = "die Leitung des federführenden Amtes"


def _never(standing: Standing) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does with a Bedarf."""

    #: In the address: ``/bedarfe/<id>/<key>/``.
    key: str
    label: str
    who: str
    #: Named on the page that refuses.
    right: str
    states: tuple[NeedState, ...]
    may: Callable[[Standing], bool]
    done: str
    #: A sentence where the state alone does not decide; "" lets pass.
    blocked: Callable[[Standing], str] = _never
    intro: str = ""
    minutes: int = 2
    danger: bool = False

    def why_not(self, standing: Standing) -> str:
        """Why this step is not possible now, as a sentence; "" where it is."""
        if standing.row.state not in self.states:
            return f"„{self.label}“ ist im Stand „{standing.row.get_state_display()}“ nicht möglich."
        return self.blocked(standing)

    def open_to(self, standing: Standing) -> bool:
        """True if this person may do it now."""
        return self.may(standing) and not self.why_not(standing)

    def check(self, standing: Standing) -> None:
        """Raises ``Refused`` for the wrong person, ``NotNow`` for the wrong moment."""
        if not self.may(standing):
            raise Refused(self.right)
        if sentence := self.why_not(standing):
            raise NotNow(sentence)


def _led(standing: Standing) -> str:
    if standing.lead is None:
        return ""
    return f"Die Federführung hat inzwischen übernommen: {standing.lead.name}."


def _held_by_others(standing: Standing) -> str:
    own = {tie.office_id for tie in standing.own}
    if standing.lead and standing.lead.pk not in own:
        return f"Die Federführung liegt bei einem anderen Amt ({standing.lead.name}); ablehnen kann nur dieses."
    others = [tie for tie in standing.pledged() if tie.office_id not in own]
    if others:
        return f"Andere Ämter haben zugesagt ({names(others)}). Sagen Sie für Ihr Amt, dass es nicht möglich ist."
    return ""


def _nobody_left(*said: str) -> Callable[[Standing], str]:
    def blocked(standing: Standing) -> str:
        return "" if standing.saying(*said) else "Ihr Amt hat dazu schon geantwortet."

    return blocked


def _nothing_pledged(standing: Standing) -> str:
    found = [tie for tie in standing.saying(Said.YES) if not standing.lead or tie.office_id != standing.lead.pk]
    return "" if found else "Eine Zusage zum Zurückziehen gibt es nicht. Eine Federführung geben Sie ab."


_ASKED = (NeedState.SEEN, NeedState.TALKING, NeedState.AGREED)
_HEADS = "represent_office"

STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("sichten", "Sichten", COORDINATION, "sort_needs", (NeedState.REPORTED,), lambda s: s.sorts,
             "Der Bedarf ist gesichtet.", intro="Wen geht es an? Ob ein Amt mitwirkt und welches die Federführung "
             "übernimmt, entscheiden die Ämter selbst."),
        Step("bitten", "Ämter um Mitwirkung bitten", COORDINATION, "sort_needs", (NeedState.SEEN, NeedState.TALKING),
             lambda s: s.sorts, "Die Ämter finden die Bitte unter ihren Aufgaben.",
             intro="Ob ein Amt mitwirkt, entscheidet es selbst.", minutes=1),
        Step("federfuehrung", "Federführung übernehmen", HEADS_ASKED, _HEADS, _ASKED, lambda s: bool(s.own),
             "Ihr Amt hat die Federführung.", blocked=_led, minutes=1,
             intro="Ihr Amt lädt zur Abstimmung ein, hält die Vereinbarung fest und meldet zurück, was daraus wurde."),
        Step("zusagen", "Mitwirkung zusagen", HEADS_ASKED, _HEADS, _ASKED, lambda s: bool(s.own),
             "Die Zusage Ihres Amtes steht beim Bedarf.",
             blocked=_nobody_left(Said.NOTHING, Said.NO, Said.WITHDRAWN)),
        Step("nicht-moeglich", "Mitwirkung nicht möglich", HEADS_ASKED, _HEADS, _ASKED, lambda s: bool(s.own),
             "Die Antwort Ihres Amtes steht beim Bedarf.", blocked=_nobody_left(Said.NOTHING)),
        Step("vereinbaren", "Vereinbarung festhalten", LEAD_HEAD, _HEADS, (NeedState.TALKING,), lambda s: s.leads,
             "Die Vereinbarung steht.", minutes=5,
             intro="Was geschieht, wer trägt was bei, bis wann? Was jedes Amt beiträgt, sagt es selbst."),
        Step("erledigt", "Erledigt melden und Rückmeldung geben", LEAD_HEAD, _HEADS, (NeedState.AGREED,),
             lambda s: s.leads, "Der Bedarf ist erledigt. Wer ihn gemeldet hat, liest Ihre Rückmeldung.", minutes=3,
             intro="Schreiben Sie, was daraus geworden ist. Das liest auch, wer den Bedarf gemeldet hat."),
        Step("zuruecktreten", "Zusage zurückziehen", HEADS_ASKED, _HEADS, _ASKED, lambda s: bool(s.own),
             "Die Zusage ist zurückgezogen.", blocked=_nothing_pledged, danger=True,
             intro="Ein vereinbarter Bedarf kommt zurück in die Abstimmung. Was vereinbart war, bleibt lesbar."),
        Step("abgeben", "Federführung abgeben", LEAD_HEAD, _HEADS, (NeedState.TALKING, NeedState.AGREED),
             lambda s: s.leads, "Die Federführung ist wieder offen.", danger=True,
             intro="Ein vereinbarter Bedarf kommt zurück in die Abstimmung. Was vereinbart war, bleibt lesbar."),
        Step("ablehnen", "Nicht aufnehmen", HEADS_ASKED, _HEADS, (NeedState.SEEN, NeedState.TALKING),
             lambda s: bool(s.own), "Der Bedarf ist nicht aufgenommen. Wer ihn gemeldet hat, liest Ihren Grund.",
             blocked=_held_by_others, danger=True,
             intro="Den Grund liest auch, wer den Bedarf gemeldet hat."),
        Step("gremium", "Entscheidung eines Gremiums: nicht aufnehmen", "wer das Gremium vorbereitet", "sort_needs",
             (NeedState.REPORTED, NeedState.SEEN, NeedState.TALKING), lambda s: s.works and s.member.may("sort_needs"),
             "Die Entscheidung steht beim Bedarf. Wer ihn gemeldet hat, liest den Grund.", danger=True,
             intro="Nicht aufnehmen kann ihn ein gebetenes Amt oder das Gremium, das ihn beraten hat. Den Grund liest "
             "auch, wer den Bedarf gemeldet hat."),
        Step("tagesordnung", "Auf eine Tagesordnung setzen", "die Planungskoordination und gebetene Ämter",
             "prepare_office", tuple(NeedState.open()), lambda s: s.works, "Das Thema ist vorgemerkt.", minutes=1),
        Step("gespraech", "Etwas dazu sagen", "die Planungskoordination und gebetene Ämter", "prepare_office",
             tuple(NeedState.open()), lambda s: s.works, "Ihr Beitrag steht beim Bedarf.", minutes=2),
    )
}  # fmt: skip
