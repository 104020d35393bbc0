"""Good examples in a district: those of all districts, and the own ones with what others would see."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from checklist.models import Contribution
from districts.form_page import FormPage, Trail, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.refusals import Unfit
from districts.room_guard import uses_room
from lists.query import page_of, search_text
from overview.codes import titles_of
from overview.models import GoodPractice, SharedPractice
from overview.offered import ROOM, way
from overview.practice import rules
from overview.practice.forms import FilterForm, PracticeForm
from overview.practice.listing import HEADER, export_rows, read_list
from overview.practice_models import BADGES

TITLE = "Gute Beispiele"
PROMISES = [
    (
        "Solange das Beispiel nicht freigegeben ist, lesen es nur Planungskoordination und Verwaltungsspitze Ihres "
        "Bezirks. Freigeben kann es die Verwaltungsspitze; sie sieht vorher genau, was andere sehen."
    ),
    (
        "Freigegeben lesen es alle Bezirke und die Senatsverwaltungen. Was Sie danach ändern, sehen andere erst nach "
        "einer neuen Freigabe. Zurückziehen können Sie es jederzeit."
    ),
]
READ_AND_POST = ["GET", "HEAD", "POST"]


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    return way(member, (TITLE, reverse("practices", args=[member.district.slug]) if steps else ""), *steps)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def practices(request: MemberRequest, slug: str) -> HttpResponse:
    """What all districts show, as a page or as XLSX and CSV; above it the own examples for who works on them."""
    member = request.member
    listed = read_list(request.GET)
    download = asked_export(request, name="gute-beispiele", title=TITLE, header=HEADER, rows=export_rows(listed))
    if download:
        return download
    prepares = member.may("prepare_practice")
    works = prepares or member.may("release_practice")
    own = GoodPractice.objects.defer("text", "helped", "took").order_by("title", "pk") if works else []
    context = {
        "breadcrumbs": _way(member),
        "listed": listed,
        "page_obj": page_of(listed.rows, request.GET),
        "fields": filter_fields(FilterForm, request.GET, districts=listed.districts),
        "exports": export_links(request),
        "own": [(row, BADGES[row.state], reverse("practice_own", args=[slug, row.pk])) for row in own],
        "prepares": prepares,
        "point": search_text(request.GET, "punkt"),
        "base": reverse("practices", args=[slug]),
    }
    return render(request, "overview/practice/list.html", context)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def practice(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One example as its district released it; 404 the moment it is withdrawn."""
    row = get_object_or_404(SharedPractice, pk=pk)
    points = [(code, title, reverse("point", args=[slug, code])) for code, title in titles_of(row.codes)]
    context = {"breadcrumbs": _way(request.member, (row.title, "")), "row": row, "points": points}
    return render(request, "overview/practice/detail.html", context)


@needs("prepare_practice")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def practice_new(request: MemberRequest, slug: str) -> HttpResponse:
    """A new example; ``?punkt=`` names a point whose local examples may be taken over with ``?beitrag=``."""
    member, title, back = request.member, "Gutes Beispiel vorbereiten", reverse("practices", args=[slug])
    point = search_text(request.GET, "punkt")
    local = list(Contribution.objects.visible_to(member).filter(progress__code=point)) if point else []
    taken = next((entry for entry in local if str(entry.pk) == request.GET.get("beitrag")), None)
    initial: dict[str, Any] = {"codes": [point]} if point else {}
    if taken is not None:
        initial |= {"title": taken.title, "text": taken.text}
    form = PracticeForm(posted(request), initial=initial)
    page = FormPage(title=title, back=back, trail=_way(member, (title, "")), minutes=10, promises=PROMISES,
                    action="Entwurf speichern")  # fmt: skip

    def save() -> str:
        return reverse("practice_own", args=[slug, rules.prepare(values=form.cleaned_data, by=member).pk])

    extra = {"local": [entry for entry in local if entry is not taken], "point": point}
    return answer_form(request, form, page, save=save, done="Der Entwurf ist gespeichert.",
                       template="overview/practice/new.html", extra=extra)  # fmt: skip


@needs("prepare_practice", "release_practice")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def practice_own(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """An own example with exactly what others would see; POST does a step of ``rules.STEPS``."""
    member = request.member
    row = get_object_or_404(GoodPractice, pk=pk)
    here = reverse("practice_own", args=[slug, pk])
    refused, status = "", 200
    if request.method == "POST":
        key, version = request.POST.get("schritt", ""), request.POST.get("version", "")
        if key not in rules.STEPS:
            raise Http404
        seen = int(version) if version.isdecimal() and len(version) < 10 else 0
        remark = request.POST.get("remark", "")[:2_000].replace("\x00", "")
        try:
            rules.take_step(key, pk=pk, version=seen, remark=remark, by=member)
        except Unfit as unfit:
            refused, status = str(unfit), 422
        else:
            messages.success(request, rules.STEPS[key].done)
            return HttpResponseRedirect(here)
    context = {
        "breadcrumbs": _way(member, (row.title, "")),
        "row": row,
        "badge": BADGES[row.state],
        "refused": refused,
        "steps": rules.open_steps(member, row),
        "may_change": member.may("prepare_practice") and row.state != "submitted",
        "preview": rules.copy_of(row, by=member, today=timezone.localdate()),
        "same": row.state == "released",
        "points": [(code, title, reverse("point", args=[slug, code])) for code, title in titles_of(row.codes)],
        "entries": history_if_asked(request, row),
    }
    return render(request, "overview/practice/own.html", context, status=status)


@needs("prepare_practice")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def practice_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The district's text; different fields of two people merge."""
    member = request.member
    row = get_object_or_404(GoodPractice, pk=pk)
    rules.require_change(row)
    back, title = reverse("practice_own", args=[slug, pk]), row.title
    form = PracticeForm(posted(request), instance=row)
    page = FormPage(title="Gutes Beispiel bearbeiten", back=back, trail=_way(member, (title, back), ("Bearbeiten", "")),
                    minutes=10, promises=PROMISES)  # fmt: skip

    def save() -> str:
        rules.change(pk=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    return answer_form(request, form, page, save=save)
