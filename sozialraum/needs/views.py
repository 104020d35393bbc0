"""List, page and reporting of Bedarfe: guard, one rule, one response."""

import uuid
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage, Trail, answer_form, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.history import Part, history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.navigation import address, thing_address
from districts.own_regions import is_outside
from districts.refusals import NotNow
from districts.room_guard import uses_room
from districts.way import way_shown
from lists.query import cleaned, page_of
from partners.models import Signal, SignalRegion
from sozialraum.models import Need, NeedRegion
from sozialraum.needs import analysis, reporting
from sozialraum.needs.forms import FilterForm, NeedForm, WordsForm
from sozialraum.needs.list_markup import lines
from sozialraum.needs.listing import HEADER, VIEWS, board, export_rows, read_list
from sozialraum.needs.showing import find, history_visible, read_page
from sozialraum.needs.workflow import subject_of
from sozialraum.offered import ROOM

TITLE = "Bedarfe"
PROMISE = (
    "Den Bedarf lesen zuerst die Planungskoordination und die Ämter, die sie um Mitwirkung bittet; in der Abstimmung "
    "auch die Verwaltungsspitze, nach der Vereinbarung alle im Bezirk. Wer ihn gemeldet hat, liest, was daraus wird. "
    "Die Senatsverwaltung sieht ihn nicht."
)
WORDS_PROMISES = [
    "Was Sie hier ändern, steht auch im Verlauf nicht mehr und lässt sich nicht wiederherstellen.",
    "Bitte sehen Sie auch die Vereinbarung, das Gespräch und die Antworten der Ämter durch.",
]


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Bedarfe, then ``steps``."""
    slug = (member.district.slug,)
    home = (member.district.name, address("district_home", args=slug))
    return [home, (TITLE, address("needs", args=slug)), *steps]


def page_url(member: Member, row: Need) -> str:
    """The address of one Bedarf."""
    return thing_address("need", member.district.slug, pk=row.pk)


@needs("view_needs")
@uses_room(ROOM)
@require_safe
def needs_list(request: MemberRequest, slug: str) -> HttpResponse:
    """List, board (``ansicht=tafel``) and analysis (``ansicht=auswertung``) of the same rows; XLSX and CSV of each."""
    member = request.member
    listed = read_list(request.GET, member, timezone.localdate())
    chosen = cleaned(request.GET, "ansicht", [key for key in VIEWS if key])
    counted = analysis.analysis(listed) if chosen == "auswertung" else None
    header, rows = (analysis.HEADER, analysis.export_rows(counted)) if counted else (HEADER, export_rows(listed))
    download = asked_export(request, name="bedarfe", title=TITLE, header=header, rows=rows)
    if download:
        return download
    page = page_of(listed.shown, request.GET) if not chosen else None
    keep = [(name, request.GET[name]) for name in ("sort", "ansicht") if request.GET.get(name)]
    context = {
        "breadcrumbs": way(member),
        "listed": listed,
        "view": chosen,
        "tabs": [{"label": label, "url": _view_url(request, key), "current": key == chosen}
                 for key, label in VIEWS.items()],
        "page_obj": page,
        "lines": lines(page, slug) if page else "",
        "columns": listed.columns,
        "board": board(listed) if chosen == "tafel" else [],
        "analysis": counted,
        "fields": filter_fields(FilterForm, request.GET, outside=is_outside(member), **listed.options),
        "keep": keep,
        "exports": export_links(request),
        "may_report": member.may("report_needs"),
        "outside": is_outside(member),
    }  # fmt: skip
    return render(request, "sozialraum/needs/list.html", context)


def _view_url(request: MemberRequest, key: str) -> str:
    params = request.GET.copy()
    params.pop("seite", None)
    params["ansicht"] = key
    if not key:
        del params["ansicht"]
    return f"?{params.urlencode()}"


@needs("view_needs")
@uses_room(ROOM)
@require_safe
def need(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One Bedarf: what is needed, which offices settle it, what may be done, the way, what came of it."""
    standing = find(request.member, pk)
    entries = None
    if standing.reads_all:
        parts = [Part(NeedRegion, "need", of="region")]
        entries = history_if_asked(request, standing.row, visible=history_visible(standing), parts=parts)
    context = read_page(standing) | {
        "breadcrumbs": way(request.member, (standing.row.title, "")),
        "entries": entries,
        "way": way_shown(request, subject_of(standing.row)),
    }
    return render(request, "sozialraum/needs/detail.html", context)


@needs("report_needs")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Reports a Bedarf; out of a Hinweis with ``?hinweis=``."""
    member = request.member
    signal = _signal_of(request)
    initial = _from_signal(signal) if signal else {}
    form = NeedForm(posted(request), member=member, initial=initial)

    def save() -> str:
        values = dict(form.cleaned_data)
        regions, signal_id = list(values.pop("regions")), signal.pk if signal else None
        return page_url(member, reporting.report(values=values, regions=regions, signal_id=signal_id, by=member))

    back = reverse("signal", args=[slug, signal.pk]) if signal else reverse("needs", args=[slug])
    page = FormPage(
        title="Bedarf melden",
        back=back,
        trail=way(member, ("Melden", "")),
        intro=f"Aus dem Hinweis „{signal.title}“." if signal else "",
        action="Melden",
        minutes=5,
        promises=[PROMISE],
    )
    return answer_form(request, form, page, save=save, done="Der Bedarf ist gemeldet.")


def _signal_of(request: MemberRequest) -> Signal | None:
    try:
        key = uuid.UUID(request.GET.get("hinweis", ""))
    except ValueError:
        return None
    found: Signal | None = Signal.objects.visible_to(request.member).filter(pk=key).first()
    return found


def _from_signal(signal: Signal) -> dict[str, object]:
    regions = SignalRegion.objects.filter(signal=signal).values_list("region_id", flat=True)
    return {"title": signal.title, "text": signal.text, "regions": list(regions)}


@needs("report_needs")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Corrects a Bedarf; different fields of two people merge."""
    member = request.member
    row = find(member, pk).row
    back, title = page_url(member, row), row.title
    reporting.require_change(member, row)
    held = NeedRegion.objects.filter(need=row).values_list("region_id", flat=True)
    form = NeedForm(posted(request), instance=row, member=member, initial={"regions": list(held)})

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        seen_regions, regions = keys_of(seen.pop("regions")), list(new.pop("regions"))
        reporting.change_need(need_id=pk, seen=seen, new=new, seen_regions=seen_regions, regions=regions, by=member)
        return back

    page = FormPage(title="Bedarf bearbeiten", back=back, trail=way(member, (title, back), ("Bearbeiten", "")),
                    minutes=5, promises=[PROMISE])  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs("sort_needs")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def need_words(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Words were removed from the Hinweis: coordination looks through those of the Bedarf that came from it."""
    member = request.member
    row = find(member, pk).row
    if not Need.objects.words_to_check().filter(pk=pk).exists():
        raise NotNow(reporting.NOTHING_TO_CHECK)
    form = WordsForm(posted(request), instance=row)
    back, title = page_url(member, row), "Angaben über Personen durchsehen"

    def save() -> str:
        reporting.check_words(need_id=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    page = FormPage(title=title, back=back, trail=way(member, (row.title, back), (title, "")), minutes=2,
                    intro="Aus dem Hinweis, aus dem dieser Bedarf entstanden ist, wurden Angaben über einzelne "
                    "Bewohner/innen entfernt. Sehen Sie nach, ob sie auch hier stehen, und schreiben Sie den Bedarf "
                    "ohne sie.", action="Durchgesehen", promises=WORDS_PROMISES)  # fmt: skip
    return answer_form(request, form, page, save=save, done="Der Bedarf ist durchgesehen.")
