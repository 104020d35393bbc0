"""Who may do what, in one table that can be read aloud.

A role is held in a membership (``Membership``) of one district. A right is granted on the district or on an office,
through groups, by ``grant_rights`` below. Which office's or area's things a right reaches is decided where the thing
stands (``visibility.py``).
"""

from dataclasses import dataclass

from django.db import models


class Role(models.TextChoices):
    """Roles inside one district (DESIGN § 1)."""

    COORDINATION = "coordination", "Planungskoordination"
    DATA = "data", "Datenkoordination"
    LEADERSHIP = "leadership", "Verwaltungsspitze"
    LEADERSHIP_STAFF = "leadership_staff", "Büro der Verwaltungsspitze"
    OFFICE_HEAD = "office_head", "Amtsleitung"
    OFFICE_STAFF = "office_staff", "Mitarbeit im Amt"
    NEIGHBOURHOOD = "neighbourhood", "Stadtteilkoordination"
    READER = "reader", "Lesen"


class StatewideRole(models.TextChoices):
    """Roles beside the districts: they never open a district."""

    SENATE = "senate", "Senatsverwaltung"
    SENATE_EDITOR = "senate_editor", "Senatsverwaltung, Redaktion"
    OPERATOR = "operator", "Betrieb"


#: Rights on a district: codename -> what it lets a person do, as the end of "Sie dürfen …".
DISTRICT_RIGHTS: dict[str, str] = {
    "view_district": "den Bezirk öffnen",
    "view_checklist": "die Checkliste lesen",
    "edit_checklist": "den Stand der Checkliste bearbeiten",
    "discuss_checklist": "in der Checkliste mitsprechen und Nachweise hinzufügen",
    "record_resolutions": "Beschlüsse und Erklärungen eintragen",
    "see_confidential": "vertrauliche Nachweise öffnen",
    "raise_concerns": "ein Bedenken äußern",
    "answer_concerns": "Bedenken bündeln und beantworten",
    "edit_settings": "Ämter, Geschäftsbereiche und Bereiche des Werkzeugs einrichten",
    "manage_members": "Mitglieder einladen und Mitgliedschaften beenden",
    "name_heads": "Amtsleitungen des eigenen Geschäftsbereichs einladen und deren Zugang beenden",
    "manage_regions": "Regionen und ihre Daten pflegen",
    "view_assignments": "Aufträge sehen, soweit sie das eigene Amt oder den eigenen Geschäftsbereich angehen",
    "prepare_assignments": "Aufträge vorbereiten",
    "give_assignments": "Aufträge im eigenen Geschäftsbereich erteilen, über Fristen entscheiden und sie abschließen",
    "give_on_behalf": "im Auftrag der Verwaltungsspitze Aufträge erteilen, wo sie es ihrem Büro erlaubt hat",
    "record_assignments": "auf Papier erteilte Aufträge nachtragen",
    "view_pruefsteine": "die Prüfsteine und gemeinsame Einschätzungen lesen",
    "run_rounds": "Erhebungsrunden planen, öffnen und in die Abstimmung geben",
    "agree_levels": "gemeinsame Einschätzungen und die Sicht der Akteure festhalten",
    "prepare_release": "Freigaben an die Senatsverwaltung vorbereiten",
    "release_to_senate": "Einschätzungen des Bezirks für die Senatsverwaltung freigeben und zurückziehen",
    "view_actors": "das Verzeichnis der Akteure lesen, die Stadtteilkoordination das ihrer Regionen",
    "see_actor_internals": "bei Akteuren auch Finanzierung, Mitwirkung, Nachweise und interne Bemerkungen lesen",
    "enter_actors": "Akteure eintragen, ändern und bestätigen, die Stadtteilkoordination die ihrer Regionen",
    "release_actors": "Akteure prüfen, freigeben, zurückgeben, zusammenführen und archivieren",
    "view_bodies": "Gremien und Sitzungen lesen, die Stadtteilkoordination die, zu denen sie gehört",
    "edit_bodies": "Gremien und ihre Sitzungen pflegen",
    "view_signals": "Hinweise aus dem Stadtteil lesen, die Stadtteilkoordination die eigenen",
    "report_signals": "Hinweise aus dem Stadtteil einreichen oder aufnehmen",
    "assign_signals": "Ämter um die Übernahme von Hinweisen bitten",
    "view_cooperations": "Kooperationen der Ämter mit Akteuren lesen",
    "view_partnership": "Beteiligung und die sechs Fragen zu den Partnern lesen",
    "edit_partnership": "Kooperationen und Beteiligung für den Bezirk eintragen",
    "view_needs": "Bedarfe lesen, soweit sie das eigene Amt angehen oder vereinbart sind",
    "report_needs": "Bedarfe melden",
    "sort_needs": "Bedarfe sichten und Ämter um Mitwirkung bitten",
    "view_topics": "Themen quer zur Linie lesen",
    "edit_topics": "Themen quer zur Linie pflegen",
    "view_places": "sozialräumliche Einheiten, Standorte und Mittel lesen",
    "edit_places": "Förderprogramme pflegen und eintragen, was zu keinem Amt gehört",
    "ask_coordination": "die OE SPK um Daten, Moderation, einen Überblick oder einen Kontakt bitten",
    "answer_requests": "Anfragen an die OE SPK annehmen und beantworten",
    "note_frameworks": "Rahmenvorgaben der Senatsverwaltungen für den Bezirk zur Kenntnis nehmen",
    "answer_minimum": "für den Bezirk antworten, was zum Mindestmaß gehören soll",
    "view_support": "Bitten an Senatsverwaltungen lesen, Ämter die, bei denen sie mitlesen",
    "ask_senate": "eine Senatsverwaltung um Unterstützung bitten",
    "prepare_practice": "gute Beispiele des Bezirks vorbereiten und zurückziehen",
    "release_practice": "gute Beispiele des Bezirks für andere freigeben und zurückziehen",
}

#: Rights on one office.
OFFICE_RIGHTS: dict[str, str] = {
    "represent_office": "für das Amt antworten",
    "submit_office": "für das Amt einreichen",
    "prepare_office": "für das Amt vorbereiten",
    "manage_staff": "eigene Mitarbeiter/innen einladen und deren Zugang beenden",
}

_READS = {"view_district", "view_checklist", "raise_concerns", "view_assignments", "view_pruefsteine", "view_actors",
          "view_bodies", "view_partnership", "view_places", "view_needs", "view_topics"}  # fmt: skip
#: Who works on what comes from the Stadtteile (DESIGN § 6, Hinweis aus dem Stadtteil).
_WORKS = {"view_signals", "report_signals", "view_cooperations"}
#: What an office asks of others (Teil A 3, B 3 (4)).
_ASKS = {"report_needs", "ask_coordination"}

#: Role -> rights on the district.
GRANTS: dict[Role, set[str]] = {
    Role.COORDINATION: _READS
    | {
        "edit_checklist",
        "discuss_checklist",
        "record_resolutions",
        "see_confidential",
        "answer_concerns",
        "edit_settings",
        "manage_members",
        "manage_regions",
        "prepare_assignments",
        "record_assignments",
        "run_rounds",
        "agree_levels",
        "prepare_release",
        "see_actor_internals",
        "enter_actors",
        "release_actors",
        "edit_bodies",
        "assign_signals",
        "edit_partnership",
        "report_needs",
        "sort_needs",
        "edit_topics",
        "edit_places",
        "answer_requests",
        "note_frameworks",
        "view_support",
        "ask_senate",
        "prepare_practice",
    }
    | _WORKS,
    Role.DATA: _READS | {"discuss_checklist", "manage_regions", "see_actor_internals", "answer_requests"},
    Role.LEADERSHIP: _READS
    | {
        "discuss_checklist",
        "record_resolutions",
        "see_confidential",
        "name_heads",
        "prepare_assignments",
        "give_assignments",
        "release_to_senate",
        "see_actor_internals",
        "ask_coordination",
        "note_frameworks",
        "answer_minimum",
        "view_support",
        "ask_senate",
        "release_practice",
    }
    | _WORKS,
    # Acts i. A. only where leadership has allowed it: the right opens the way, the permission (``OnBehalf``) decides.
    Role.LEADERSHIP_STAFF: _READS
    | {"discuss_checklist", "record_resolutions", "name_heads", "prepare_assignments", "give_on_behalf"}
    | {"see_actor_internals", "view_cooperations", "ask_coordination", "view_support"},
    Role.OFFICE_HEAD: _READS | _ASKS | _WORKS | {"discuss_checklist", "see_actor_internals", "view_support"},
    Role.OFFICE_STAFF: _READS | _ASKS | _WORKS | {"discuss_checklist", "see_actor_internals", "view_support"},
    # Often employed by an outside body: the actors of the own regions, without what is internal; the own Hinweise and
    # Bedarfe, and the Gremien it belongs to.
    Role.NEIGHBOURHOOD: {"view_district", "view_actors", "enter_actors"}
    | {"view_bodies", "view_signals", "report_signals", "view_needs", "report_needs"},
    Role.READER: _READS,
}

#: Role -> rights on the office named in the membership.
OFFICE_GRANTS: dict[Role, set[str]] = {
    Role.OFFICE_HEAD: {"represent_office", "submit_office", "prepare_office", "manage_staff"},
    Role.OFFICE_STAFF: {"prepare_office"},
}

#: Who invites whom and ends whose membership (DESIGN § 6). An Amtsleitung only for the own office.
INVITES: dict[Role | StatewideRole, set[Role]] = {
    Role.COORDINATION: {Role.COORDINATION, Role.DATA, Role.NEIGHBOURHOOD, Role.READER},
    # Who leads an office is a matter of the Ressort (§ 38 BezVG): named from the own Geschäftsbereich alone, never by
    # coordination, which could otherwise open an office's drafts for itself.
    Role.LEADERSHIP: {Role.OFFICE_HEAD},
    Role.LEADERSHIP_STAFF: {Role.OFFICE_HEAD},
    Role.OFFICE_HEAD: {Role.OFFICE_HEAD, Role.OFFICE_STAFF},
    StatewideRole.OPERATOR: {Role.LEADERSHIP, Role.LEADERSHIP_STAFF, Role.COORDINATION},
}

#: Roles that need an office, an area or regions in their membership.
NEEDS_OFFICE = {Role.OFFICE_HEAD, Role.OFFICE_STAFF}
NEEDS_AREA = {Role.LEADERSHIP, Role.LEADERSHIP_STAFF}
NEEDS_REGIONS = {Role.NEIGHBOURHOOD}


def known_right(codename: str) -> str:
    """``codename`` itself; raises ``LookupError`` for a right that does not exist, so that a typing error is loud."""
    if codename not in DISTRICT_RIGHTS and codename not in OFFICE_RIGHTS:
        raise LookupError(f"There is no right called {codename!r}.")
    return codename


def roles_with(codename: str) -> list[Role]:
    """The roles that hold ``codename``, in the order of the table: for the page that refuses."""
    known_right(codename)
    return [role for role in Role if codename in GRANTS[role] or codename in OFFICE_GRANTS.get(role, set())]


@dataclass(frozen=True, slots=True)
class Rights:
    """All rights of one person in one district, read at once (``membership.read_rights``)."""

    district: frozenset[str]
    offices: dict[object, frozenset[str]]

    def may(self, codename: str, office: object | None = None) -> bool:
        """True if the person holds ``codename``; rights on an office need the office's id.

        Without ``office`` a right on an office asks: for any office at all?
        """
        known_right(codename)
        if codename in DISTRICT_RIGHTS:
            return codename in self.district
        if office is None:
            return any(codename in rights for rights in self.offices.values())
        return codename in self.offices.get(office, frozenset())
