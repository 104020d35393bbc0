"""What the page of one Auftrag shows, read with a fixed number of queries."""

import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment, AssignmentEvidence, AssignmentOffice, Entry, Milestone
from assignments.origins import origins_of
from assignments.preparing import may_describe, may_plan
from assignments.standing import Standing
from assignments.states import BADGES, State
from assignments.steps import CONTRIBUTOR, STEPS
from assignments.waiting import waits_of
from districts.member import Member
from evidence.showing import evidence_at
from reminders.calendar import is_working_day, working_day_until


def day(value: datetime.date | None) -> str:
    """A date as people read it; "" for none."""
    return value.strftime("%d.%m.%Y") if value else ""


def what_is_next(standing: Standing) -> list[dict[str, object]]:
    """The steps the Auftrag waits for: what, who, and the address for whoever may."""
    slug, row = standing.member.district.slug, standing.row
    called = [STEPS[key] for key in _called_for(standing) if key != "beitrag"]
    found: list[dict[str, object]] = [
        {"label": step.label, "who": step.who, "url": step_url(slug, row, step.key) if step.may(standing) else ""}
        for step in called
    ]
    if row.state == State.DRAFT and not row.due_on:
        found.append({"label": "Frist eintragen", "who": "wer den Entwurf vorbereitet",
                      "url": reverse("assignment_edit", args=[slug, row.pk]) if standing.prepares else ""})  # fmt: skip
    if row.objected and row.state in State.open():
        # Both ways out stand among the steps of those who may take them.
        found.append({"label": "Einwand klären", "url": "",
                      "who": "die Planungskoordination; die Verwaltungsspitze kann ihn zurücknehmen"})  # fmt: skip
    if row.state in State.open():
        own = standing.open_contributions
        waiting = [part for part in standing.offices if not part.lead and part.state == AssignmentOffice.Part.OPEN]
        if waiting:
            names = ", ".join(part.office.name for part in waiting)
            url = step_url(slug, row, "beitrag") if own else ""
            found.append({"label": "Beitrag bestätigen", "who": f"{CONTRIBUTOR} ({names})", "url": url})
    return found


def _called_for(standing: Standing) -> list[str]:
    waits = waits_of(standing.row, standing.offices, today=timezone.localdate())
    return [key for wait in waits for key in wait.steps]


def further_steps(standing: Standing) -> list[dict[str, object]]:
    """What this person may do besides."""
    slug, called = standing.member.district.slug, _called_for(standing)
    return [
        {"label": step.label, "url": step_url(slug, standing.row, step.key), "danger": step.danger}
        for step in STEPS.values()
        if step.key not in called and step.open_to(standing)
    ]


def working_day_hint(due_on: datetime.date | None) -> str:
    """Which working day counts where ``due_on`` is a weekend or a holiday in Berlin; "" where it is none."""
    if due_on is None or is_working_day(due_on):
        return ""
    return f" (kein Arbeitstag; der Arbeitstag davor ist der {day(working_day_until(due_on))})"


def siblings_of(standing: Standing) -> list[dict[str, str]]:
    """The other Aufträge given with this one to other offices, as far as this person may read them."""
    row, member = standing.row, standing.member
    if row.series is None:
        return []
    lead = AssignmentOffice.objects.filter(assignment=OuterRef("pk"), lead=True)
    rows = Assignment.objects.visible_to(member).filter(series=row.series).exclude(pk=row.pk)
    shown: Any = rows.annotate(
        lead_name=Subquery(lead.values("office__name")[:1]), lead_key=Subquery(lead.values("office__sort_key")[:1])
    )
    return [
        {
            "office": found["lead_name"],
            "state": State(found["state"]).label,
            "badge": BADGES[found["state"]],
            "url": reverse("assignment", args=[member.district.slug, found["pk"]]),
        }
        for found in shown.order_by("lead_key", "pk").values("pk", "lead_name", "state")
    ]


def staffing_of(standing: Standing) -> list[str]:
    """What is wrong with who does it, as sentences; who it is that left only the office itself reads."""
    told = []
    for part in standing.offices:
        if not getattr(part, "has_head", True):
            told.append(
                f"{part.office.name} hat in Querlinie zurzeit keine Leitung. Erinnert wird deshalb die "
                "Planungskoordination; bestätigen und melden kann dort niemand."
            )
        if getattr(part, "agent_gone", False):
            heads = standing.member.may("represent_office", part.office_id)
            if part.office_id in standing.member.office_ids:
                ask = " Bitte benennen Sie jemand anderen." if heads else " Die Amtsleitung benennt jemand anderen."
                told.append(f"{part.agent or 'Die benannte Person'} gehört nicht mehr zu {part.office.name}.{ask}")
            elif standing.coordinates:
                told.append(f"{part.office.name}: Wer den Auftrag bearbeiten sollte, gehört nicht mehr zum Amt.")
    return told if standing.row.state in (State.DRAFT, *State.open()) else []


def step_url(slug: str, row: Assignment, key: str) -> str:
    """The address of one step."""
    return reverse(f"assignment_{key}", args=[slug, row.pk])


def read_entries(row: Assignment, member: Member) -> list[dict[str, str]]:
    """What was said and decided, oldest first: office and day; inside the own office the name too."""
    shown = []
    for entry in Entry.objects.filter(assignment=row).select_related("office", "author"):
        who = entry.office.name if entry.office else entry.spoke_as
        if entry.office_id and entry.office_id in member.office_ids:
            who = f"{entry.author} ({who})"
        dates = ""
        if entry.old_due_on != entry.new_due_on and entry.new_due_on:
            word = "Erbeten" if entry.kind == Entry.Kind.EXTENSION else "Frist"
            dates = f"{word}: {day(entry.new_due_on)} statt {day(entry.old_due_on)}"
        shown.append(
            {
                "what": entry.get_kind_display(),
                "when": timezone.localtime(entry.said_at).strftime("%d.%m.%Y"),
                "who": who,
                "text": entry.text,
                "dates": dates,
            }
        )
    return shown


def offices_shown(standing: Standing) -> list[dict[str, object]]:
    """The offices with their steps; who works on it only inside the own office."""
    slug, own = standing.member.district.slug, standing.member.office_ids
    return [
        {
            "name": part.office.name,
            "lead": part.lead,
            "step": part.step,
            "done": part.state == AssignmentOffice.Part.DONE,
            "own": part.office_id in own,
            "agent": (str(part.agent) if part.agent else part.agent_name) if part.office_id in own else "",
            "url": reverse("assignment_part", args=[slug, standing.row.pk, part.pk])
            if not part.lead and may_describe(standing, part)
            else "",
        }
        for part in standing.offices
    ]


def milestones_shown(standing: Standing) -> list[dict[str, object]]:
    """The milestones with what the person may do with them."""
    slug, plans = standing.member.district.slug, may_plan(standing)
    today = timezone.localdate()
    return [
        {
            "title": row.title,
            "due": day(row.due_on),
            "reached": day(row.reached_on),
            "late": row.reached_on is None and row.due_on < today and standing.row.state in State.open(),
            "toggle": reverse("milestone_reached", args=[slug, row.pk]) if plans else "",
            "remove": reverse("milestone_remove", args=[slug, row.pk]) if plans else "",
        }
        for row in Milestone.objects.filter(assignment=standing.row)
    ]


def may_attach(standing: Standing) -> bool:
    """Evidence comes from everybody who works on it: offices, who gives, who prepares; not after the end."""
    if standing.row.state in (State.CLOSED, State.WITHDRAWN):
        return False
    own_part = any(part.office_id in standing.member.office_ids for part in standing.offices)
    return own_part or standing.gives or standing.prepares


def facts_of(row: Assignment) -> list[tuple[str, str]]:
    """The short facts, without what is empty."""
    given = day(row.given_on)
    if row.given_on and row.on_behalf:
        given += ", i. A."
    if row.on_paper:
        given += ", auf Papier; hier nachgetragen"
    found = [
        ("Frist", f"{day(row.due_on) or 'noch keine'}{working_day_hint(row.due_on)}"),
        ("Erbetene Frist", day(row.asked_due_on)),
        ("Geschäftsbereich", row.area.name),
        ("Erteilt am", given),
        ("Nachgetragen am", day(row.recorded_on)),
        ("Entscheidung vom", day(row.decision_date)),
        ("Geschäftszeichen", row.file_number),
    ]
    return [(term, value) for term, value in found if value]


def history_visible(standing: Standing) -> Q | None:
    """Which kept rows this person may read: a draft stays with those who wrote it, in the history too."""
    return None if standing.prepares or standing.gives else ~Q(state=State.DRAFT)


def read_page(standing: Standing) -> dict[str, Any]:
    """Everything the page of one Auftrag shows to this person, but its history (``history_visible``)."""
    row, member = standing.row, standing.member
    slug = member.district.slug
    return {
        "assignment": row,
        "badge": BADGES[row.state],
        "siblings": siblings_of(standing),
        "staffing": staffing_of(standing),
        "late": row.is_late(timezone.localdate()),
        "due": day(row.due_on),
        "next": what_is_next(standing),
        "further": further_steps(standing),
        "facts": facts_of(row),
        "offices": offices_shown(standing),
        "milestones": milestones_shown(standing),
        "may_plan": may_plan(standing),
        "said": read_entries(row, member),
        "evidence": evidence_at(
            row, member, tie=AssignmentEvidence, link="assignment", removable="remove_assignment_evidence"
        ),
        "may_attach": may_attach(standing),
        "may_change": standing.prepares and row.state == State.DRAFT,
        "origins": origins_of(row, member),
        "point_url": reverse("point", args=[slug, row.progress.code]) if row.progress else "",
    }
