"""The pages that are measured. A room adds its main pages here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One page: what it is called in the table, who asks, the row of ``tests/pages`` it is."""

    label: str
    persona: str
    name: str
    #: "list" and "detail" may cost at most four times the bare page (issue 2).
    kind: str = "page"
    #: Fixed parameters instead of those of the row.
    kwargs: tuple[tuple[str, str], ...] = ()


PAGES = [
    Measured("District home", "coordination", "district_home"),
    Measured("My tasks", "coordination", "my_tasks"),
    Measured("Timeline", "coordination", "timeline"),
    Measured("Checklist", "coordination", "checklist", "list"),
    Measured("Checklist, reader", "reader", "checklist", "list"),
    Measured("Point", "coordination", "point", "detail", (("code", "B3.1"),)),
    Measured("Point, office", "office_head", "point", "detail", (("code", "B3.1"),)),
    Measured("Leitfragen", "coordination", "questions"),
    Measured("Prüfsteine", "coordination", "pruefsteine", "list"),
    Measured("Selbsteinschätzung", "office_head", "answer"),
    # Two hundred answers of twenty offices: pages to work on together for an hour, measured without a bound.
    Measured("Abstimmung", "coordination", "consensus"),
    Measured("One Prüfstein", "coordination", "consensus_stone"),
    Measured("Comparison", "coordination", "comparison"),
    Measured("Freigabe", "leadership", "release", "detail"),
    Measured("Senate's Freigabe", "senate", "senate_release", "detail"),
    Measured("Berlin", "senate", "berlin", "list"),
    Measured("Berlin, one Prüfstein", "senate", "berlin_stone", "list"),
    Measured("Berlin, one district", "senate", "berlin_district", "detail"),
    Measured("Berlin, Mindestmaß", "senate", "berlin_minimum", "list"),
    # Reads the outlines of all Bezirksregionen: measured without a bound.
    Measured("Berlin, map", "senate", "berlin_map"),
    Measured("Resolutions", "coordination", "resolutions", "list"),
    Measured("Gremien", "coordination", "bodies", "list"),
    Measured("Gremium", "coordination", "body", "detail"),
    Measured("Hinweise", "office_head", "signals", "list"),
    Measured("Hinweis", "office_head", "signal", "detail"),
    Measured("Bedarfe", "coordination", "needs", "list"),
    Measured("Bedarf", "coordination", "need", "detail"),
    Measured("Einheiten", "reader", "places", "list"),
    Measured("Förderkulissen", "reader", "funding_matrix", "list"),
    Measured("Anfragen", "coordination", "requests", "list"),
    Measured("Anfrage", "coordination", "request", "detail"),
    Measured("Offices and Leitfragen", "coordination", "office_profiles", "list"),
    Measured("Office", "coordination", "office_profile", "detail"),
    Measured("Plans", "coordination", "plans", "list"),
    Measured("Plan", "office_head", "plan", "detail"),
    Measured("Members", "coordination", "members", "list"),
    Measured("Offices", "coordination", "offices", "list"),
    Measured("Rahmenvorgaben", "reader", "frameworks", "list"),
    Measured("Gute Beispiele", "reader", "practices", "list"),
    Measured("Bitte um Unterstützung", "coordination", "support_one", "detail"),
    Measured("Regions", "reader", "regions", "list"),
    Measured("Region", "coordination", "region"),
    Measured("Ties", "coordination", "ties"),
    Measured("Guide", "coordination", "arbeitshilfe"),
]
