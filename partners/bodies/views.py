"""Pages of Gremien: list, page, founding and changing, kinds, members, topics."""

from uuid import UUID

from django.contrib import messages
from django.db.models import UUIDField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.form_page import FormPage, Trail, answer_form, answer_removal, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.history import Part, history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.member_query import MemberQuery
from districts.navigation import address, thing_address
from districts.own_regions import is_outside
from districts.refusals import NotNow, Refused
from districts.room_guard import uses_room
from lists.query import page_of
from partners.bodies import agenda, rules
from partners.bodies.forms import BodyForm, FilterForm, KindForm, MembershipForm, TopicForm, TopicResultForm
from partners.bodies.kinds import add_kind, change_kind
from partners.bodies.list_markup import lines
from partners.bodies.listing import HEADER, export_rows, read_list
from partners.bodies.showing import read_body
from partners.models import AgendaItem, Body, BodyKind, BodyMember, BodyRegion
from partners.offered import ROOM

TITLE = "Gremien"
PROMISE = (
    "Gremien und Sitzungen lesen alle im Bezirk, die hier lesen dürfen. Stadtteilkoordinationen sehen nur Gremien mit "
    "Akteuren, zu denen ein Akteur ihrer Regionen gehört oder zu denen sie eingeladen sind. Die Senatsverwaltung sieht "
    "nichts davon."
)


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Gremien, then ``steps``."""
    slug = (member.district.slug,)
    return [(member.district.name, address("district_home", args=slug)), (TITLE, address("bodies", args=slug)), *steps]


def page_url(member: Member, body: Body) -> str:
    """The address of one Gremium."""
    return thing_address("body", member.district.slug, pk=body.pk)


_FOUND: MemberQuery[Body] = MemberQuery(
    lambda member, *, body: Body.objects.visible_to(member).select_related("kind", "office").filter(pk=body),
    body=UUIDField(),
)


def find(member: Member, pk: UUID) -> Body:
    """The Gremium; 404 where ``member`` may not read it."""
    return _FOUND.found_for(member, body=pk)


def find_own(member: Member, pk: UUID) -> Body:
    """The Gremium, for whoever prepares it; ``Refused`` for others."""
    body = find(member, pk)
    rules.require_run(member, body)
    return body


@needs("view_bodies")
@uses_room(ROOM)
@require_safe
def bodies(request: MemberRequest, slug: str) -> HttpResponse:
    """The list, as a page or as XLSX and CSV of the same rows."""
    member = request.member
    listed = read_list(request.GET, member, timezone.localdate())
    download = asked_export(request, name="gremien", title=TITLE, header=HEADER, rows=export_rows(listed))
    if download:
        return download
    page = page_of(listed.shown, request.GET)
    context = {
        "breadcrumbs": way(member),
        "listed": listed,
        "page_obj": page,
        "lines": lines(page, slug),
        "list_url": address("bodies", args=(slug,)),
        "new_url": address("body_new", args=(slug,)),
        "kinds_url": address("body_kinds", args=(slug,)),
        "columns": listed.columns,
        "fields": filter_fields(FilterForm, request.GET, kinds=listed.kinds, regions=listed.regions),
        "keep": [("sort", request.GET["sort"])] if "sort" in request.GET else [],
        "exports": export_links(request),
        "may_found": rules.may_found(member),
        "may_name_kinds": member.may("edit_bodies"),
        "outside": is_outside(member),
    }
    return render(request, "partners/bodies/list.html", context)


@needs("view_bodies")
@uses_room(ROOM)
@require_safe
def body(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One Gremium: what it is, who belongs to it, Sitzungen, topics that wait, history."""
    member = request.member
    row = find(member, pk)
    context = read_body(row, member, timezone.localdate()) | {
        "breadcrumbs": way(member, (row.name, "")),
        "may_bring": row.is_active and agenda.may_bring(member, row),
        "outside": is_outside(member),
        # Who belonged to it when is told on the page itself; outside the administration there is no history.
        "entries": None
        if is_outside(member)
        else history_if_asked(request, row, parts=[Part(BodyRegion, "body", of="region")]),
    }
    return render(request, "partners/bodies/detail.html", context)


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def body_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Founds a Gremium."""
    member = request.member
    form = BodyForm(posted(request), member=member)

    def save() -> str:
        values = dict(form.cleaned_data)
        return page_url(member, rules.found_body(regions=values.pop("regions"), values=values, by=member))

    back, title = reverse("bodies", args=[slug]), "Gremium anlegen"
    page = FormPage(title=title, back=back, trail=way(member, (title, "")), minutes=5, promises=[PROMISE])
    return answer_form(request, form, page, save=save, done="Das Gremium ist angelegt.")


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def body_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a Gremium; different fields of two people merge."""
    member = request.member
    row = find_own(member, pk)
    back, name = page_url(member, row), row.name
    held = BodyRegion.objects.filter(body=row).values_list("region_id", flat=True)
    form = BodyForm(posted(request), instance=row, member=member, initial={"regions": list(held)})

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        rules.change_body(
            body_id=pk,
            seen_regions=keys_of(seen.pop("regions")),
            regions=keys_of(new.pop("regions")),
            seen=seen,
            new=new,
            by=member,
        )
        return back

    page = FormPage(title="Gremium bearbeiten", back=back, trail=way(member, (name, back), ("Bearbeiten", "")),
                    minutes=5, promises=[PROMISE])  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def body_member_new(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """An office or an actor joins."""
    member = request.member
    row = find_own(member, pk)
    back, title = page_url(member, row), "Mitglied aufnehmen"
    form = MembershipForm(posted(request), member=member)

    def save() -> str:
        rules.add_member(body_id=pk, **form.cleaned_data, by=member)
        return back + "#mitglieder"

    page = FormPage(title=title, back=back, trail=way(member, (row.name, back), (title, "")), minutes=1,
                    intro="Mitglieder sind Ämter und Akteure, keine Personen.", action="Aufnehmen")  # fmt: skip
    return answer_form(request, form, page, save=save, done="Aufgenommen.")


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def body_member_end(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then an office or an actor leaves."""
    member = request.member
    row = get_object_or_404(BodyMember.objects.select_related("body", "office", "actor"), pk=pk)
    rules.require_run(member, row.body)
    back = page_url(member, row.body)

    def end() -> None:
        rules.end_membership(pk=pk, by=member)

    return answer_removal(
        request,
        title="Mitgliedschaft beenden",
        question=f"Gehört {row} nicht mehr zu „{row.body.name}“?",
        consequences=["Bei vergangenen Sitzungen bleibt stehen, wer teilgenommen hat."],
        back=back,
        then=back + "#mitglieder",
        way=way(member, (row.body.name, back), ("Mitgliedschaft beenden", "")),
        action="Beenden",
        remove=end,
        done="Die Mitgliedschaft ist beendet.",
    )


@needs("edit_bodies")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def body_kinds(request: MemberRequest, slug: str) -> HttpResponse:
    """The kinds of Gremien as the district calls them, and a form for one more."""
    member = request.member
    form = KindForm(posted(request))
    del form.fields["is_active"]

    def save() -> str:
        add_kind(values=form.cleaned_data, by=member)
        return reverse("body_kinds", args=[slug])

    title = "Arten von Gremien"
    page = FormPage(title=title, back=reverse("bodies", args=[slug]), trail=way(member, (title, "")), minutes=1,
                    action="Hinzufügen")  # fmt: skip
    extra = {"kinds": BodyKind.objects.order_by("sort_key")}
    return answer_form(
        request, form, page, save=save, done="Hinzugefügt.", template="partners/bodies/kinds.html", extra=extra
    )


@needs("edit_bodies")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def body_kind_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a kind, or takes it out of use."""
    member = request.member
    row = get_object_or_404(BodyKind, pk=pk)
    back, name = reverse("body_kinds", args=[slug]), row.name
    form = KindForm(posted(request), instance=row)

    def save() -> str:
        change_kind(pk=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    page = FormPage(title="Art bearbeiten", back=back, trail=way(member, ("Arten von Gremien", back), (name, "")),
                    minutes=1)  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def body_topic_new(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Brings a topic: on the agenda of the next Sitzung, or waiting for it."""
    member = request.member
    row = find(member, pk)
    if not agenda.may_bring(member, row):
        raise Refused("edit_bodies")
    form = TopicForm(posted(request), member=member, runs=rules.may_run(member, row))

    def save() -> str:
        data = form.cleaned_data
        agenda.put_on_agenda(row, data["title"], office=data["office"], actor=data.get("actor"), by=member)
        return back + "#themen"

    back, title = page_url(member, row), "Thema einbringen"
    page = FormPage(title=title, back=back, trail=way(member, (row.name, back), (title, "")), minutes=1,
                    action="Einbringen", promises=["Das Thema lesen alle, die das Gremium lesen."])  # fmt: skip
    return answer_form(request, form, page, save=save, done="Das Thema ist vorgemerkt.")


def _topic(member: Member, pk: UUID) -> AgendaItem:
    visible = Body.objects.visible_to(member).values("pk")
    found = get_object_or_404(AgendaItem.objects.select_related("body", "meeting"), pk=pk, body__in=visible)
    own = found.office_id is not None and member.may("prepare_office", found.office_id)
    if not rules.may_run(member, found.body) and not own:
        raise Refused("edit_bodies")
    return found


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def body_topic(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a topic, says what came of it."""
    member = request.member
    row = _topic(member, pk)
    back, title = _of_topic(member, row), row.title
    runs = rules.may_run(member, row.body)
    if not runs and row.state == AgendaItem.State.DONE:
        raise NotNow("Dieses Thema ist behandelt.")
    form = TopicResultForm(posted(request), instance=row, runs=runs)

    def save() -> str:
        agenda.change_topic(pk=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    page = FormPage(title="Thema bearbeiten", back=back, trail=way(member, (row.body.name, back), (title, "")),
                    minutes=2)  # fmt: skip
    remove = reverse("body_topic_remove", args=[slug, pk]) if row.state == AgendaItem.State.OPEN else ""
    return answer_form(
        request, form, page, save=save, template="partners/bodies/topic.html", extra={"remove_url": remove}
    )


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_POST
def body_topic_move(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Up, down, or to the Sitzung after this one: a button each, so it needs no script."""
    member = request.member
    row = _topic(member, pk)
    rules.require_run(member, row.body)
    back = _of_topic(member, row)
    other = next(iter(keys_of(request.POST.get(name, "") for name in ("vor", "nach", "vertagen"))), None)
    if other is None:
        raise NotNow("Bitte wählen Sie, wohin das Thema soll.")
    if "vertagen" in request.POST:
        moved = agenda.put_off(pk=pk, meeting_id=other, by=member)
        day = f"{moved.meeting.starts_on:%d.%m.%Y}" if moved.meeting else ""
        where = f"steht jetzt bei der Sitzung am {day}" if day else "wartet auf die nächste Sitzung"
        messages.success(request, f"Vertagt: „{row.title}“ {where}.")
    else:
        agenda.reorder_topic(pk=pk, beside=other, after="nach" in request.POST, by=member)
    return redirect(back)


def _of_topic(member: Member, row: AgendaItem) -> str:
    if row.meeting_id:
        return reverse("meeting", args=[member.district.slug, row.meeting_id])
    return page_url(member, row.body) + "#themen"


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def body_topic_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes a topic off the agenda."""
    member = request.member
    row = _topic(member, pk)
    back = _of_topic(member, row)
    return answer_removal(
        request,
        title="Thema entfernen",
        question=f"Möchten Sie „{row.title}“ von der Tagesordnung nehmen?",
        back=back,
        then=back,
        way=way(member, (row.body.name, page_url(member, row.body)), ("Thema entfernen", "")),
        remove=lambda: agenda.remove_topic(pk=pk, by=member),
        done="Das Thema ist entfernt.",
    )
