"""Rooms of the tool that a district switches on one by one (DESIGN § 1: additional workload is a named fear)."""

#: Key -> label and what belongs there. Only rooms that are built are offered.
ROOMS: dict[str, tuple[str, str]] = {
    "checkliste": (
        "Checkliste",
        "Die Arbeitshilfe Schritt für Schritt: Stand, Zuständigkeit, Termine, Nachweise.",
    ),
    "verstaendigung": (
        "Verständigung im Bezirk",
        "Der gemeinsame Verständigungsprozess der Ämter (Teil B 3).",
    ),
    "beschluesse": (
        "Beschlüsse und Erklärungen",
        "Politische Beschlüsse und die Erklärung der Verwaltungsspitze.",
    ),
    "funktionsebenen": (
        "Funktionsebenen",
        "Daten-, Bezirks- und Stadtteilkoordination mit Personen und Stunden.",
    ),
    "qualifizierung": ("Qualifizierung", "Information, Fortbildung und Coaching über mehrere Jahre."),
    "auftraege": (
        "Aufträge",
        "Aufträge der Verwaltungsspitze an die Ämter mit Frist, Rückfragen und Erledigung.",
    ),
    "pruefsteine": (
        "Prüfsteine",
        "Selbsteinschätzungen der Ämter, gemeinsame Einschätzung und Freigabe (Teil B 4).",
    ),
    "partners": (
        "Akteure und Gremien",
        "Wer im Stadtteil da ist, was er einbringt und wie zusammengearbeitet wird (Teil A 5).",
    ),
    "sozialraum": (
        "Sozialraum",
        "Profile der Ämter und Bezirksregionen, Planungen, Mittel, Bedarfe und Themen quer zur Linie (Teil A 3).",
    ),
    "berlin": (
        "Senat und andere Bezirke",
        "Senatsverwaltungen um Unterstützung bitten, gute Beispiele zeigen und lesen (Teil A 4, B 2).",
    ),
    "bedenken": ("Bedenken", "Befürchtungen anonym äußern, gebündelt beantworten."),
}

#: Rooms every district has.
ALWAYS: tuple[str, ...] = ("checkliste",)


def in_use(rooms: list[str]) -> list[str]:
    """The keys of ``rooms`` that exist, in the order of the table, with those every district has."""
    return [key for key in ROOMS if key in rooms or key in ALWAYS]


def switched(stored: list[str], *, seen: list[str] | None, wanted: list[str]) -> list[str]:
    """The rooms after one person switched some while another may have switched others.

    ``seen`` is what the page showed (None: it did not say, then what is stored counts as seen). Only what this person
    really switched is changed.
    """
    shown = set(stored if seen is None else seen)
    chosen = set(wanted)
    now = (set(stored) | (chosen - shown)) - (shown - chosen)
    return [key for key in ROOMS if key in now or key in ALWAYS]
