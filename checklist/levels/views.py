"""Pages of the functional levels."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.views.decorators.http import require_http_methods, require_safe

from checklist.levels import rules
from checklist.levels.forms import LevelForm, RoleForm
from checklist.models import FunctionalRole, FunctionalRoleRegion, FunctionLevel
from checklist.trail import trail
from districts.form_page import FormPage, Trail, answer_form, answer_removal, keys_of
from districts.guard import needs
from districts.history import Part, history_if_asked
from districts.listing import asked_export, export_links
from districts.member import Member, MemberRequest
from districts.models import Office, Region
from districts.room_guard import uses_room

ROOM = "funktionsebenen"
TITLE = "Funktionsebenen"
#: Functions are responsible for these; a Planungsraum is too small to be given to somebody alone.
REGION_LEVELS = (Region.Level.PROGNOSERAUM, Region.Level.BEZIRKSREGION)
PROMISE = (
    "Namen und Stunden lesen alle, die die Checkliste lesen dürfen. "
    "Der Verlauf bewahrt den Namen einer Person nicht auf."
)


def _home(member: Member) -> str:
    return reverse("levels", args=[member.district.slug])


def _page(member: Member, role: FunctionalRole) -> str:
    return reverse("function", args=[member.district.slug, role.pk])


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    return trail(member, (TITLE, _home(member)), *steps)


def _regions() -> Any:
    # The outline of a region is large and never needed in a form.
    return Region.objects.filter(level__in=REGION_LEVELS).defer("geometry").order_by("key")


def _hours(role: FunctionalRole) -> str:
    return "" if role.hours is None else number_format(role.hours, use_l10n=True)


def _when(role: FunctionalRole) -> str:
    words = []
    if role.starts_on:
        words.append(f"ab {role.starts_on:%d.%m.%Y}")
    if role.ends_on:
        words.append(f"bis {role.ends_on:%d.%m.%Y}")
    return " ".join(words)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def levels(request: MemberRequest, slug: str) -> HttpResponse:
    """The three levels with their functions, and what is still missing; the functions also as XLSX and CSV."""
    member = request.member
    views = rules.read_levels(timezone.localdate())
    present = [(view.level, role) for view in views for role in view.present]
    download = asked_export(
        request,
        name="funktionsebenen",
        title=TITLE,
        header=[
            "Ebene",
            "Funktion",
            "Person",
            "Amt/OE",
            "Stunden je Woche",
            "Zuständig für",
            "Kompetenzen",
            "Von",
            "Bis",
        ],
        rows=(
            [
                level.name,
                role.title,
                role.person,
                role.office.name if role.office else "",
                None if role.hours is None else float(role.hours),
                ", ".join(str(region) for region in role.regions.all()),
                role.powers,
                role.starts_on,
                role.ends_on,
            ]
            for level, role in present
        ),
    )
    if download:
        return download
    may_edit = member.may("edit_checklist")
    gaps = []
    for gap in rules.find_gaps(views, _regions()):
        if gap.role is not None:
            url = reverse("function_edit" if may_edit else "function", args=[slug, gap.role.pk])
        elif may_edit:
            url = f"{reverse('function_new', args=[slug])}?ebene={gap.level.code}"
        else:
            url = f"#ebene-{gap.level.code}"
        gaps.append((gap.sentence, url, gap.regions))
    context = {
        "breadcrumbs": _way(member),
        "levels": [
            {
                "level": view.level,
                "usual": FunctionLevel.Code(view.level.code).label,
                "rows": [(role, _hours(role), _when(role)) for role in view.present],
                "past": [(role, _when(role)) for role in view.past],
            }
            for view in views
        ],
        "gaps": gaps,
        "count": len(present),
        "exports": export_links(request),
        "may_edit": may_edit,
        "contact": [member.district.contact] if member.district.contact else [],
    }
    return render(request, "checklist/levels/page.html", context)


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def level_edit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """The district's own name and mandate of a level."""
    member = request.member
    level = get_object_or_404(FunctionLevel, code=code)
    usual, name = FunctionLevel.Code(level.code).label, level.name
    form = LevelForm(request.POST or None, instance=level)

    def save() -> str:
        rules.change_level(level=level, seen=form.seen(), new=form.cleaned_data, by=member)
        return f"{_home(member)}#ebene-{code}"

    page = FormPage(
        title="Ebene bearbeiten",
        back=_home(member),
        trail=_way(member, (name, ""), ("Bearbeiten", "")),
        intro=f"In der Arbeitshilfe heißt diese Ebene „{usual}“. Ihr Bezirk darf sie anders nennen.",
        minutes=5,
    )
    return answer_form(request, form, page, save=save)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def function(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One function."""
    member = request.member
    role = get_object_or_404(FunctionalRole.objects.select_related("level", "office"), pk=pk)
    regions = [str(region) for region in role.regions.defer("geometry").order_by("key")]
    context = {
        "breadcrumbs": _way(member, (role.title, "")),
        "role": role,
        "facts": [
            ("Ebene", role.level.name),
            ("Person", role.person),
            ("Amt/OE", role.office.name if role.office else ""),
            ("Stunden je Woche", _hours(role)),
            ("Zuständig für", ", ".join(regions)),
            ("Zeitraum", _when(role)),
        ],
        "entries": history_if_asked(
            request,
            role,
            parts=[Part(FunctionalRoleRegion, "role", of="region", label="Zuständig für")],
            created="Eingetragen",
        ),
        "may_edit": member.may("edit_checklist"),
        "contact": [member.district.contact] if member.district.contact else [],
    }
    return render(request, "checklist/levels/detail.html", context)


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def function_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Adds a function; ``?ebene=`` chooses the level beforehand."""
    member = request.member
    code = request.GET.get("ebene", "")
    chosen = FunctionLevel.objects.filter(code=code).first() if code in FunctionLevel.Code.values else None
    form = RoleForm(
        request.POST or None,
        initial={"level": chosen.pk if chosen else None},
        levels=FunctionLevel.objects.all(),
        offices=Office.objects.filter(is_active=True),
        regions=_regions(),
    )

    def save() -> str:
        values = dict(form.cleaned_data)
        regions = keys_of(values.pop("regions"))
        return _page(member, rules.add_role(values=values, regions=regions, by=member))

    page = FormPage(
        title="Funktion eintragen",
        back=_home(member),
        trail=_way(member, ("Funktion eintragen", "")),
        minutes=5,
        promises=[PROMISE],
    )
    return answer_form(request, form, page, save=save, done="Die Funktion ist eingetragen.")


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def function_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a function."""
    member = request.member
    role = get_object_or_404(FunctionalRole, pk=pk)
    back, title = _page(member, role), role.title
    form = RoleForm(
        request.POST or None,
        instance=role,
        initial={"regions": list(role.regions.values_list("pk", flat=True))},
        levels=FunctionLevel.objects.all(),
        # An office that no longer exists stays chosen until somebody chooses another.
        offices=Office.objects.filter(Q(is_active=True) | Q(pk__in=[role.office_id] if role.office_id else [])),
        regions=_regions(),
    )

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        rules.change_role(
            role=role,
            seen_regions=keys_of(seen.pop("regions")),
            new_regions=keys_of(new.pop("regions")),
            seen=seen,
            new=new,
            by=member,
        )
        return back

    page = FormPage(
        title="Funktion bearbeiten",
        back=back,
        trail=_way(member, (title, back), ("Bearbeiten", "")),
        minutes=5,
        promises=[PROMISE],
    )
    return answer_form(request, form, page, save=save)


@needs("edit_checklist")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def function_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes a function away."""
    member = request.member
    role = get_object_or_404(FunctionalRole, pk=pk)
    return answer_removal(
        request,
        title="Funktion entfernen",
        question=f"Möchten Sie die Funktion „{role.title}“ entfernen?",
        consequences=[
            "Wenn die Funktion endet, tragen Sie besser das Datum bei „Bis“ ein: dann bleibt sie nachlesbar."
        ],
        back=_page(member, role),
        then=_home(member),
        way=_way(member, (role.title, _page(member, role)), ("Entfernen", "")),
        remove=lambda: rules.remove_role(role=role, by=member),
        done="Die Funktion ist entfernt.",
    )
