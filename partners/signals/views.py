"""Pages of Hinweise: list, page, reporting, and what offices and coordination do with one."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.form_page import FormPage, Trail, answer_form, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.history import Part, history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.navigation import address, thing_address
from districts.own_regions import is_outside
from districts.refusals import NotNow, Refused
from districts.room_guard import uses_room
from districts.way import way_shown
from lists.query import page_of
from partners.models import Signal, SignalRegion
from partners.offered import ROOM
from partners.signals import rules
from partners.signals.forms import (
    AgendaForm,
    AnswerForm,
    AskForm,
    FilterForm,
    RemovalForm,
    SignalForm,
    WithdrawForm,
)
from partners.signals.links import links_at, words_elsewhere
from partners.signals.list_markup import lines
from partners.signals.listing import HEADER, export_rows, read_list
from partners.signals.removing import remove_words
from partners.signals.showing import find, read_signal

TITLE = "Hinweise aus dem Stadtteil"
ANSWER_PROMISE = "Die Antwort liest auch, wer den Hinweis eingereicht hat. Ändern lässt sie sich danach nicht."
PROMISE = (
    "Den Hinweis lesen die Ämter, die Planungskoordination und die Verwaltungsspitze des Bezirks. Wer ihn eingereicht "
    "hat, liest die Antworten. Die Senatsverwaltung sieht ihn nicht."
)


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Hinweise, then ``steps``."""
    slug = (member.district.slug,)
    return [(member.district.name, address("district_home", args=slug)), (TITLE, address("signals", args=slug)), *steps]


def page_url(member: Member, row: Signal) -> str:
    """The address of one Hinweis."""
    return thing_address("signal", member.district.slug, pk=row.pk)


@needs("view_signals")
@uses_room(ROOM)
@require_safe
def signals(request: MemberRequest, slug: str) -> HttpResponse:
    """The list, as a page or as XLSX and CSV of the same rows."""
    member = request.member
    listed = read_list(request.GET, member)
    download = asked_export(request, name="hinweise", title=TITLE, header=HEADER, rows=export_rows(listed))
    if download:
        return download
    page = page_of(listed.shown, request.GET)
    context = {
        "breadcrumbs": way(member),
        "listed": listed,
        "page_obj": page,
        "lines": lines(page, slug),
        "list_url": address("signals", args=(slug,)),
        "new_url": address("signal_new", args=(slug,)),
        "columns": listed.columns,
        "fields": filter_fields(
            FilterForm,
            request.GET,
            regions=listed.regions,
            own=bool(rules.offices_of(member)),
            outside=is_outside(member),
        ),
        "keep": [("sort", request.GET["sort"])] if "sort" in request.GET else [],
        "exports": export_links(request),
        "may_report": member.may("report_signals"),
        "outside": is_outside(member),
    }
    return render(request, "partners/signals/list.html", context)


@needs("view_signals")
@uses_room(ROOM)
@require_safe
def signal(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One Hinweis: what was reported, which offices took it up, the answers, what may be done."""
    member = request.member
    shown = read_signal(member, pk)
    row, told = shown["signal"], way_shown(request, f"signal:{pk}")
    context = shown | {
        "breadcrumbs": way(member, (row.title, "")),
        # A Hinweis alone is no way yet; where it is on its way already, nothing more is offered.
        "links": [] if told else links_at(row, member),
        "way": told,
        "entries": None
        if shown["outside"]
        else history_if_asked(request, row, parts=[Part(SignalRegion, "signal", of="region")]),
    }
    return render(request, "partners/signals/detail.html", context)


@needs("report_signals")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def signal_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Hands a Hinweis in, or takes one down."""
    member = request.member
    form = SignalForm(posted(request), member=member)

    def save() -> str:
        values = dict(form.cleaned_data)
        return page_url(member, rules.report(regions=list(values.pop("regions")), values=values, by=member))

    back = reverse("signals", args=[slug])
    title = "Hinweis einreichen" if is_outside(member) else "Hinweis aufnehmen"
    page = FormPage(title=title, back=back, trail=way(member, (title, "")), minutes=5, promises=[PROMISE])
    return answer_form(request, form, page, save=save, done="Der Hinweis ist eingetragen.")


@needs("report_signals")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def signal_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Corrects a Hinweis while no office has taken it up."""
    member = request.member
    row = find(member, pk)
    back, title = page_url(member, row), row.title
    if not rules.may_change(member, row):
        if row.author_id != member.user.pk and not member.may("assign_signals"):
            raise Refused("assign_signals")
        raise NotNow("Ein Amt hat den Hinweis übernommen oder er ist abgeschlossen. Er ändert sich nicht mehr.")
    held = SignalRegion.objects.filter(signal=row).values_list("region_id", flat=True)
    form = SignalForm(posted(request), instance=row, member=member, initial={"regions": list(held), "actor": row.actor})

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        rules.change_signal(
            pk=pk,
            seen_regions=keys_of(seen.pop("regions")),
            regions=list(new.pop("regions")),
            seen=seen,
            new=new,
            by=member,
        )
        return back

    page = FormPage(title="Hinweis bearbeiten", back=back, trail=way(member, (title, back), ("Bearbeiten", "")),
                    minutes=5, promises=[PROMISE])  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs("assign_signals")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def signal_ask(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Coordination asks offices to take it up."""
    member = request.member
    row = find(member, pk)
    back, title = page_url(member, row), "Ämter bitten"
    form = AskForm(posted(request))

    def save() -> str:
        rules.ask_offices(pk=pk, offices=form.cleaned_data["offices"], by=member)
        return back

    page = FormPage(title=title, back=back, trail=way(member, (row.title, back), (title, "")), minutes=1,
                    intro="Ob ein Amt den Hinweis übernimmt, entscheidet es selbst.", action="Bitten")  # fmt: skip
    return answer_form(request, form, page, save=save, done="Die Ämter finden den Hinweis unter ihren Aufgaben.")


def _for_own_office(request: MemberRequest, pk: UUID, rule: Callable[..., None], done: str) -> HttpResponse:
    """Runs ``rule`` for the office the form names, an own one."""
    member = request.member
    row = find(member, pk)
    raw = request.POST.get("amt", "")
    office = next((key for key in rules.offices_of(member) if str(key) == raw), None)
    if office is None:
        raise Refused("prepare_office")
    rule(pk=pk, office_id=office, by=member)
    messages.success(request, done)
    return redirect(page_url(member, row))


@needs("prepare_office")
@uses_room(ROOM)
@require_POST
def signal_take(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The own office takes it up."""
    return _for_own_office(request, pk, rules.take_up, "Ihr Amt hat den Hinweis übernommen.")


@needs("prepare_office")
@uses_room(ROOM)
@require_POST
def signal_give_back(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The own office does not, or no longer, take care of it."""
    return _for_own_office(request, pk, rules.give_back, "Ihr Amt kümmert sich nicht mehr darum.")


@needs("assign_signals", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def signal_answer(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Answers whoever reported."""
    member = request.member
    row = find(member, pk)
    if not rules.may_answer(member, rules.offices_at(row)):
        raise Refused("assign_signals")
    form = AnswerForm(posted(request))
    back, title = page_url(member, row), "Antworten"

    def save() -> str:
        rules.answer(pk=pk, text=form.cleaned_data["text"], by=member)
        return back + "#antworten"

    page = FormPage(title=title, back=back, trail=way(member, (row.title, back), (title, "")), minutes=3,
                    action="Antworten", promises=[ANSWER_PROMISE])  # fmt: skip
    return answer_form(request, form, page, save=save, done="Ihre Antwort steht beim Hinweis.")


@needs("assign_signals", "prepare_office")
@uses_room(ROOM)
@require_POST
def signal_close(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Nothing is left to do with it, or there is after all."""
    member = request.member
    row = find(member, pk)
    rules.set_closed(pk=pk, closed=request.POST.get("abgeschlossen") == "ja", by=member)
    return redirect(page_url(member, row))


@needs("report_signals")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def signal_withdraw(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Whoever reported it takes it back."""
    member = request.member
    row = find(member, pk)
    if row.author_id != member.user.pk:
        raise Refused("report_signals")
    if not rules.may_withdraw(member, row):
        raise NotNow(rules.WITHDRAWN if row.withdrawn else rules.TAKEN)
    form = WithdrawForm(posted(request))
    back, title = page_url(member, row), "Hinweis zurückziehen"

    def save() -> str:
        rules.withdraw(pk=pk, because=form.cleaned_data["because"], by=member)
        return back

    page = FormPage(title=title, back=back, trail=way(member, (row.title, back), (title, "")), minutes=1,
                    intro="Kein Amt kümmert sich dann darum. Der Text bleibt zu lesen, als zurückgezogen bezeichnet.",
                    action="Zurückziehen")  # fmt: skip
    return answer_form(request, form, page, save=save, done="Der Hinweis ist zurückgezogen.")


REMOVAL_PROMISES = [
    "Was Sie entfernen, lässt sich nicht wiederherstellen; auch im Verlauf steht es nicht mehr.",
    "Es bleibt nur stehen, dass und warum etwas entfernt wurde.",
    "Steht der Hinweis auf einer Tagesordnung, prüfen Sie bitte auch dort die Worte.",
]
ELSEWHERE = (
    "Entstanden ist daraus: {}. Seine Worte sehen Sie gleich danach durch; bis dahin steht das bei Ihren Aufgaben."
)


@needs("assign_signals")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def signal_remove_words(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Coordination deletes words about residents for good."""
    member = request.member
    row = find(member, pk)
    answers = [
        (str(key), f"{timezone.localtime(said_at):%d.%m.%Y}: {text if len(text) < 100 else text[:99] + ' …'}")
        for key, said_at, text in row.answers.exclude(text="").values_list("pk", "said_at", "text")
    ]
    form = RemovalForm(posted(request), answers=answers, words=bool(row.text))
    back, title = page_url(member, row), "Inhalt entfernen"
    elsewhere = words_elsewhere(row, member)

    def save() -> str:
        data = form.cleaned_data
        remove_words(pk=pk, words=data.get("words", False), answers=keys_of(data.get("answers", [])),
                     because=data["because"], by=member)  # fmt: skip
        # On to what was made with these words; what is not looked through now stands below the own tasks.
        return elsewhere[0][1] if elsewhere and data.get("words") else back

    page = FormPage(title=title, back=back, trail=way(member, (row.title, back), (title, "")), minutes=1,
                    intro="Für Angaben über einzelne Bewohner/innen, die hier nicht stehen dürfen.",
                    action="Endgültig entfernen",
                    promises=[*REMOVAL_PROMISES, *(ELSEWHERE.format(name) for name, _ in elsewhere)])  # fmt: skip
    return answer_form(request, form, page, save=save, done="Der Inhalt ist entfernt.")


@needs("assign_signals", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def signal_agenda(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Puts it on the agenda of a Gremium."""
    member = request.member
    row = find(member, pk)
    back, title = page_url(member, row), "Auf eine Tagesordnung setzen"
    form = AgendaForm(posted(request), member=member, initial={"title": f"Hinweis: {row.get_kind_display()}"})

    def save() -> str:
        data = form.cleaned_data
        topic = rules.bring_before(pk=pk, body=data["body"], title=data["title"], by=member)
        return reverse("body", args=[slug, topic.body_id]) + "#themen"

    page = FormPage(title=title, back=back, trail=way(member, (row.title, back), (title, "")), minutes=1,
                    action="Vormerken")  # fmt: skip
    return answer_form(request, form, page, save=save, done="Das Thema ist vorgemerkt.")
