"""Pages of Themen quer zur Linie: list, page, opening, changing, closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage, Trail, answer_form, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.history import Part, history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.refusals import Refused
from districts.room_guard import uses_room
from sozialraum.offered import ROOM
from sozialraum.topics import rules
from sozialraum.topics.forms import CloseForm, FilterForm, TopicForm
from sozialraum.topics.showing import HEADER, export_rows, find, read_list, read_page

TITLE = "Themen quer zur Linie"
PROMISE = (
    "Themen lesen alle im Bezirk, die hier lesen dürfen; die Stadtteilkoordination und die Senatsverwaltung nicht."
)


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Themen, then ``steps``."""
    slug = [member.district.slug]
    home = (member.district.name, reverse("district_home", args=slug))
    return [home, (TITLE, reverse("topics", args=slug)), *steps]


@needs("view_topics")
@uses_room(ROOM)
@require_safe
def topics(request: MemberRequest, slug: str) -> HttpResponse:
    """The list, as a page or as XLSX and CSV of the same rows."""
    rows = read_list(request.GET)
    download = asked_export(request, name="themen", title=TITLE, header=HEADER, rows=export_rows(rows))
    if download:
        return download
    context = {
        "breadcrumbs": way(request.member),
        "rows": rows,
        "filtered": bool(request.GET.get("q") or request.GET.get("stand")),
        "fields": filter_fields(FilterForm, request.GET),
        "exports": export_links(request),
        "hint": rules.hint(request.member),
        "may_open": request.member.may("edit_topics"),
    }
    return render(request, "sozialraum/topics/list.html", context)


@needs("view_topics")
@uses_room(ROOM)
@require_safe
def topic(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One Thema: why it has priority, who works on it, its Bedarfe and Aufträge, history."""
    row = find(pk)
    parts = [Part(tie, "topic", of=of) for tie, of in rules.TIES.values()]
    context = read_page(row, request.member) | {
        "breadcrumbs": way(request.member, (row.title, "")),
        "entries": history_if_asked(request, row, parts=parts),
    }
    return render(request, "sozialraum/topics/detail.html", context)


def _split(values: dict[str, Any]) -> dict[str, set[UUID]]:
    """Takes the ties out of ``values``."""
    return {name: keys_of(values.pop(name)) for name in rules.TIES}


@needs("edit_topics")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Opens a Thema."""
    form = TopicForm(posted(request))

    def save() -> str:
        values = dict(form.cleaned_data)
        ties = _split(values)
        return reverse("topic", args=[slug, rules.open_topic(values=values, ties=ties, by=request.member).pk])

    page = FormPage(
        title="Thema anlegen",
        back=reverse("topics", args=[slug]),
        trail=way(request.member, ("Anlegen", "")),
        intro=rules.hint(request.member),
        minutes=5,
        promises=[PROMISE],
    )
    return answer_form(request, form, page, save=save, done="Das Thema ist angelegt.")


def _find_own(member: Member, pk: UUID) -> Any:
    row: Any = find(pk)
    if not rules.may_keep(member, row):
        raise Refused("edit_topics")
    return row


@needs("edit_topics", "represent_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a Thema; different fields of two people merge."""
    member = request.member
    row = _find_own(member, pk)
    back, title = reverse("topic", args=[slug, pk]), row.title
    # Gremien and Mittel came with the row.
    read = {"bodies": row.body_rows, "funding": row.funding_rows}
    held = {
        name: [UUID(each["key"]) for each in read[name]]
        if name in read
        else list(tie.objects.filter(topic=row).values_list(f"{of}_id", flat=True))
        for name, (tie, of) in rules.TIES.items()
    }
    form = TopicForm(posted(request), instance=row, initial=held)

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        rules.change_topic(topic_id=pk, seen_ties=_split(seen), ties=_split(new), seen=seen, new=new, by=member)
        return back

    page = FormPage(title="Thema bearbeiten", back=back, trail=way(member, (title, back), ("Bearbeiten", "")),
                    minutes=5, promises=[PROMISE])  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs("edit_topics", "represent_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def topic_close(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Closes a Thema with its outcome, or opens it again (``wieder=ja``)."""
    member = request.member
    row = _find_own(member, pk)
    back = reverse("topic", args=[slug, pk])
    if request.POST.get("wieder") == "ja":
        rules.reopen_topic(topic_id=pk, by=member)
        messages.success(request, "Das Thema ist wieder offen.")
        return redirect(back)
    form = CloseForm(posted(request), initial={"outcome": row.outcome})

    def save() -> str:
        rules.close_topic(topic_id=pk, outcome=form.cleaned_data["outcome"], by=member)
        return back

    page = FormPage(title="Thema abschließen", back=back, trail=way(member, (row.title, back), ("Abschließen", "")),
                    action="Abschließen", minutes=3)  # fmt: skip
    return answer_form(request, form, page, save=save, done="Das Thema ist abgeschlossen.")
