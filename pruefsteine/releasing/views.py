"""Freigaben in the district: the list, the preview, and the steps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assignments.forms import StepForm
from districts.form_page import FormPage, answer_form, answer_removal
from districts.forms import posted
from districts.guard import needs
from districts.member import Member, MemberRequest
from districts.models import Office
from districts.refusals import NotNow
from districts.room_guard import uses_room
from pruefsteine.models import Release, Round, SelfAssessment, Statement
from pruefsteine.offered import ROOM, way
from pruefsteine.releasing import rules
from pruefsteine.releasing.forms import ChooseForm, ReleaseForm, StatementForm, WithdrawForm
from pruefsteine.releasing.picture import shown
from pruefsteine.scales import ReleaseState, RoundState

BADGES = {
    ReleaseState.PREPARED: "open",
    ReleaseState.COMMENTING: "talking",
    ReleaseState.RELEASED: "settled",
    ReleaseState.WITHDRAWN: "set-aside",
}
SENATE_READS = "Die Senatsverwaltung sieht genau das, was unten steht, und sonst nichts."


def _page(member: Member, row: Release) -> str:
    return reverse("release", args=[member.district.slug, row.pk])


def _way(member: Member, *steps: tuple[str, str]) -> Any:
    return way(member, ("Freigaben", reverse("releases", args=[member.district.slug]) if steps else ""), *steps)


def _find(request: MemberRequest, pk: UUID) -> Release:
    rows = Release.objects.visible_to(request.member).select_related("round", "resolution")
    found: Release = get_object_or_404(rows, pk=pk)
    return found


def _in_state(row: Release, *states: ReleaseState) -> None:
    if row.state not in states:
        raise NotNow(f"Die Freigabe ist {row.get_state_display()}. Dieser Schritt geht dann nicht.")


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def releases(request: MemberRequest, slug: str) -> HttpResponse:
    """Freigaben one may read; for coordination the closed rounds that could be released."""
    member = request.member
    rows = Release.objects.visible_to(member).select_related("round").defer("picture")
    prepares = member.may("prepare_release")
    context = {
        "breadcrumbs": _way(member),
        "releases": [(row, _page(member, row), BADGES[ReleaseState(row.state)]) for row in rows],
        "rounds": Round.objects.filter(state=RoundState.CLOSED) if prepares else [],
    }
    return render(request, "pruefsteine/releasing/list.html", context)


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def release(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The preview, exactly as the Senate will see it, with what comes next and the Stellungnahmen."""
    member, row = request.member, _find(request, pk)
    context = shown(row.picture) | {
        "breadcrumbs": _way(member, (row.round.name, "")),
        "release": row,
        "badge": BADGES[ReleaseState(row.state)],
        "steps": _steps(member, row),
        "own": _own_statements(member, row),
        "statements": Statement.objects.visible_to(member).filter(release=row).select_related("office"),
        "today": timezone.localdate(),
        "senate_reads": SENATE_READS,
        "at_withdrawal": rules.AT_WITHDRAWAL,
    }
    return render(request, "pruefsteine/releasing/detail.html", context)


def _steps(member: Member, row: Release) -> list[tuple[str, str]]:
    """Label and address of what the person may do now."""
    state, prepares, decides = row.state, member.may("prepare_release"), member.may("release_to_senate")
    wanted = [
        ("Auswahl ändern", "release_choose", prepares and state == ReleaseState.PREPARED),
        ("Stellungnahmen einholen", "release_ask", prepares and state == ReleaseState.PREPARED),
        ("Verwerfen", "release_discard",
         prepares and state == ReleaseState.PREPARED and row.comments_until is None),
        ("Zur Überarbeitung zurücknehmen", "release_take_back", prepares and state == ReleaseState.COMMENTING),
        ("Freigeben", "release_release", decides and state == ReleaseState.COMMENTING),
        ("Zurückziehen", "release_withdraw", decides and state == ReleaseState.RELEASED),
    ]  # fmt: skip
    return [(label, reverse(name, args=[member.district.slug, row.pk])) for label, name, may in wanted if may]


def _own_offices(member: Member, row: Release) -> list[Office]:
    """The offices ``member`` heads that take part in the round."""
    if not member.headed_office_ids:
        return []
    taking_part = SelfAssessment.objects.filter(round=row.round_id, office__in=member.headed_office_ids)
    return list(Office.objects.filter(pk__in=taking_part.values("office_id")).order_by("sort_key"))


def _own_statements(member: Member, row: Release) -> list[tuple[str, str]]:
    """Label and address where a head says something to it, for each office; nothing once the days are over."""
    over = row.comments_until is not None and row.comments_until < timezone.localdate()
    if row.state != ReleaseState.COMMENTING or over:
        return []
    offices = _own_offices(member, row)
    url = reverse("release_statement", args=[member.district.slug, row.pk])
    if len(offices) == 1:
        return [("Stellung nehmen", url)]
    return [(f"Stellung nehmen für {office.short_name}", f"{url}?amt={office.pk}") for office in offices]


@needs("prepare_release")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def release_new(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Prepares a release of a closed round."""
    member = request.member
    found = get_object_or_404(Round.objects.visible_to(member), pk=pk)
    if found.state != RoundState.CLOSED:
        raise NotNow(f"Die Runde ist {found.get_state_display()}. Freigegeben wird, was abgeschlossen ist.")
    form = ChooseForm(posted(request))
    title = "Freigabe vorbereiten"
    page = FormPage(
        title=f"{title}: {found.name}",
        back=reverse("releases", args=[slug]),
        trail=_way(member, (title, "")),
        intro="Wählen Sie, was mitgeht. Danach sehen Sie die Vorschau.",
        action="Vorschau erstellen",
        minutes=5,
        promises=["Noch sieht die Senatsverwaltung nichts. Einschätzungen einzelner Ämter gehen nie an sie."],
    )

    def save() -> str:
        return _page(member, rules.prepare_release(round_id=pk, chosen=form.cleaned_data, by=member))

    return answer_form(request, form, page, save=save, done="Die Vorschau ist erstellt.")


@needs("prepare_release")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def release_choose(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Chooses anew what goes along."""
    member, row = request.member, _find(request, pk)
    _in_state(row, ReleaseState.PREPARED)
    form = ChooseForm(posted(request), instance=row)
    back, title = _page(member, row), "Auswahl ändern"
    page = FormPage(title=title, back=back, trail=_way(member, (row.round.name, back), (title, "")), minutes=3)

    def save() -> str:
        rules.choose(release_id=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    return answer_form(request, form, page, save=save, done="Die Vorschau ist neu erstellt.")


@needs("prepare_release")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def release_discard(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes away what was only prepared."""
    member, row = request.member, _find(request, pk)
    _in_state(row, ReleaseState.PREPARED)
    back = _page(member, row)
    return answer_removal(
        request,
        title="Freigabe verwerfen?",
        question="Die vorbereitete Freigabe verschwindet. Die Runde und was darin verabredet ist, bleiben erhalten.",
        back=back,
        way=_way(member, (row.round.name, back), ("Verwerfen", "")),
        remove=lambda: rules.discard(release_id=pk, by=member),
        done="Die Freigabe ist verworfen.",
        then=reverse("releases", args=[slug]),
        action="Verwerfen",
    )


def _take_step(
    request: MemberRequest,
    row: Release,
    rule: Callable[..., Release],
    *,
    title: str,
    intro: str,
    done: str,
    form: Any = None,
    promises: tuple[str, ...] = (),
    extra: Callable[[dict[str, Any]], dict[str, Any]] = lambda values: {},
) -> HttpResponse:
    """One step: a form with the version it was opened with, and what ``extra`` takes from its values."""
    member = request.member
    form = form or StepForm(posted(request), initial={"version": row.version})
    back = _page(member, row)
    page = FormPage(title=title, back=back, trail=_way(member, (row.round.name, back), (title, "")), intro=intro,
                    action=title, minutes=1, promises=promises)  # fmt: skip

    def save() -> str:
        rule(release_id=row.pk, version=form.seen_version(), by=member, **extra(form.cleaned_data))
        return back

    return answer_form(request, form, page, save=save, done=done)


@needs("prepare_release")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def release_ask(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Lays the picture before the offices."""
    row = _find(request, pk)
    _in_state(row, ReleaseState.PREPARED)
    return _take_step(
        request, row, rules.ask_offices, title="Stellungnahmen einholen",
        intro=f"Die beteiligten Ämter sehen die Vorschau und haben {rules.COMMENT_DAYS} Arbeitstage Zeit. Das Bild "
        "wird jetzt aus dem heutigen Stand erstellt und danach nicht mehr verändert.",
        done="Die Ämter können jetzt Stellung nehmen.",
    )  # fmt: skip


@needs("prepare_release")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def release_take_back(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Back to coordination."""
    row = _find(request, pk)
    _in_state(row, ReleaseState.COMMENTING)
    return _take_step(
        request, row, rules.take_back, title="Zur Überarbeitung zurücknehmen",
        intro="Sie können die Auswahl dann ändern. Die Ämter nehmen danach von Neuem Stellung; was sie schon "
        "geschrieben haben, bleibt stehen.",
        done="Die Freigabe liegt wieder bei Ihnen.",
    )  # fmt: skip


@needs("represent_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def release_statement(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The Stellungnahme of an office taking part; ``?amt=`` names it for who heads several."""
    member, row = request.member, _find(request, pk)
    _in_state(row, ReleaseState.COMMENTING)
    offices = _own_offices(member, row)
    if not offices:
        raise NotNow("Ihr Amt hat an dieser Runde nicht teilgenommen.")
    named = request.GET.get("amt") or str(offices[0].pk)
    office = next((office for office in offices if str(office.pk) == named), None)
    if office is None:
        raise Http404
    stored = Statement.objects.filter(release=row, office=office).first()
    form = StatementForm(posted(request), instance=stored)
    back, title = _page(member, row), "Stellung nehmen"
    page = FormPage(
        title=title,
        back=back,
        trail=_way(member, (row.round.name, back), (title, "")),
        intro=f"{office.name}, bis {row.comments_until:%d.%m.%Y}.",
        minutes=5,
        promises=[("Ihre Stellungnahme bleibt im Bezirk. Planungskoordination, Verwaltungsspitze und die Leitungen der "
                  "beteiligten Ämter lesen sie.")],
    )  # fmt: skip

    def save() -> str:
        rules.comment(release_id=pk, office=office, seen=form.seen(), new=form.cleaned_data, by=member)
        return back + "#stellungnahmen"

    return answer_form(request, form, page, save=save, done="Ihre Stellungnahme ist gespeichert.")


@needs("release_to_senate")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def release_release(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Leadership releases."""
    row = _find(request, pk)
    _in_state(row, ReleaseState.COMMENTING)
    form = ReleaseForm(posted(request), initial={"version": row.version}, alone=rules.releases_alone(request.member))
    waiting = (
        f" Die Ämter können noch bis zum {row.comments_until:%d.%m.%Y} Stellung nehmen."
        if rules.still_commenting(row)
        else ""
    )
    return _take_step(
        request, row, rules.release, title="Freigeben", form=form,
        intro=f"Die Senatsverwaltung sieht danach genau die Vorschau.{waiting}",
        promises=("Sie können die Freigabe jederzeit zurückziehen. " + rules.AT_WITHDRAWAL,),
        done="Freigegeben. Die Senatsverwaltung sieht das Bild ab jetzt.",
        extra=lambda values: {"resolution": values["resolution"]},
    )  # fmt: skip


@needs("release_to_senate")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def release_withdraw(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Leadership withdraws a release."""
    row = _find(request, pk)
    _in_state(row, ReleaseState.RELEASED)
    return _take_step(
        request, row, rules.withdraw, title="Zurückziehen",
        form=WithdrawForm(posted(request), initial={"version": row.version}),
        intro="Die Senatsverwaltung sieht das Bild sofort nicht mehr.",
        promises=(rules.AT_WITHDRAWAL,),
        done="Zurückgezogen. " + rules.AT_WITHDRAWAL,
        extra=lambda values: {"reason": values["reason"]},
    )  # fmt: skip
