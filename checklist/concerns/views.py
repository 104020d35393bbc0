"""Pages of concerns. Where somebody voices one, no message is written: it would stand in the person's session."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checklist.concern_models import BATCH, SHOWN_FROM
from checklist.concerns import echo_cookie, rules
from checklist.concerns.forms import BundleForm, ConcernForm, TopicForm
from checklist.models import Concern, ConcernTopic
from checklist.trail import trail
from districts.form_page import FormPage, Trail, answer_form, answer_removal, keys_of
from districts.guard import needs
from districts.history import history_if_asked
from districts.listing import asked_export, export_links
from districts.member import Member, MemberRequest
from districts.room_guard import uses_room

ROOM = "bedenken"
TITLE = "Bedenken"


def _home(member: Member) -> str:
    return reverse("concerns", args=[member.district.slug])


def _page(member: Member, topic: ConcernTopic) -> str:
    return reverse("concern_topic", args=[member.district.slug, topic.pk])


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    return trail(member, (TITLE, _home(member)), *steps)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def concerns(request: MemberRequest, slug: str) -> HttpResponse:
    """All topics with their answers; the same as XLSX and CSV."""
    member = request.member
    views = rules.read_topics(member)
    download = asked_export(
        request,
        name="bedenken",
        title=TITLE,
        header=["Bedenken", "Erläuterung", "Antwort des Bezirks", f"Das sehe ich auch so (ab {SHOWN_FROM})"],
        rows=(
            [view.topic.title, view.topic.text, view.answer or "Die Antwort steht noch aus.", view.count]
            for view in views
            if view.topic.published or view.topic.item_id
        ),
    )
    if download:
        return download
    marks = echo_cookie.echoed(request)
    context = {
        "breadcrumbs": _way(member),
        "topics": [(view, bool(marks) and echo_cookie.has_echoed(request, view.topic.pk)) for view in views],
        "shown_from": SHOWN_FROM,
        "exports": export_links(request),
        "may_raise": member.may("raise_concerns"),
        "may_answer": member.may("answer_concerns"),
    }
    return render(request, "checklist/concerns/list.html", context)


@needs("raise_concerns")
@uses_room(ROOM)
@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def concern_raise(request: MemberRequest, slug: str) -> HttpResponse:
    """Voices a concern without a trace."""
    member = request.member
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        rules.raise_concern(text=form.cleaned_data["text"], by=member)
        # No message: messages are kept in the session, and the session belongs to a person.
        return HttpResponseRedirect(reverse("concern_raised", args=[slug]))
    context = _promise() | {"breadcrumbs": _way(member, ("Bedenken äußern", "")), "form": form}
    return render(request, "checklist/concerns/raise.html", context, status=422 if form.is_bound else 200)


@needs("raise_concerns")
@uses_room(ROOM)
@require_safe
def concern_raised(request: MemberRequest, slug: str) -> HttpResponse:
    """What is kept now and when coordination sees it. The same page for everybody who opens it."""
    context = _promise() | {"breadcrumbs": _way(request.member, ("Bedenken äußern", ""))}
    return render(request, "checklist/concerns/raised.html", context)


def _promise() -> dict[str, object]:
    today = timezone.localdate()
    return {"month": date_format(today, "F Y"), "latest": rules.next_handing_over(today), "batch": BATCH}


@needs("raise_concerns")
@uses_room(ROOM)
@require_POST
def concern_echo(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """ "Das sehe ich auch so": once per browser, which alone remembers it."""
    member = request.member
    topic = get_object_or_404(ConcernTopic.objects.visible_to(member), pk=pk)
    response = HttpResponseRedirect(f"{_home(member)}#thema-{topic.pk}")
    if not echo_cookie.has_echoed(request, topic.pk):
        rules.echo(topic=topic, by=member)
        echo_cookie.remember(request, response, topic.pk, _home(member))
    return response


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def concern_topic(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One topic with its answer and history; for coordination also the texts bundled in it."""
    member = request.member
    topic = get_object_or_404(ConcernTopic.objects.visible_to(member).select_related("echo"), pk=pk)
    may_answer = member.may("answer_concerns")
    context = {
        "breadcrumbs": _way(member, (topic.title, "")),
        "view": rules.view_of(topic),
        "topic": topic,
        "shown_from": SHOWN_FROM,
        "texts": Concern.objects.filter(topic=topic) if may_answer else [],
        "entries": history_if_asked(request, topic, visible=None if may_answer else Q(published=True)),
        "may_answer": may_answer,
    }
    return render(request, "checklist/concerns/topic.html", context)


@needs("answer_concerns")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def concern_topic_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Adds a topic that was voiced elsewhere."""
    member = request.member
    form = TopicForm(request.POST or None, instance=ConcernTopic())
    page = FormPage(
        title="Thema eintragen",
        back=_home(member),
        trail=_way(member, ("Thema eintragen", "")),
        intro="Für Bedenken, die in einer Runde oder einem Gespräch genannt wurden.",
        minutes=5,
    )
    return answer_form(
        request,
        form,
        page,
        save=lambda: _page(member, rules.add_topic(values=form.cleaned_data, by=member)),
        done="Das Thema ist eingetragen.",
    )


@needs("answer_concerns")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def concern_topic_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Words a topic, answers it and publishes the answer."""
    member = request.member
    topic = get_object_or_404(ConcernTopic, pk=pk)
    back, title, fear = _page(member, topic), topic.title, topic.item_id is not None
    form = TopicForm(request.POST or None, instance=topic)

    def save() -> str:
        rules.answer_topic(topic=topic, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    promise = "Die Antwort lesen alle im Bezirk erst, wenn sie veröffentlicht ist."
    if fear:
        promise += " Die Beschreibung dieses Bedenkens lesen sie sofort: Es steht in der Arbeitshilfe."
    page = FormPage(
        title=f"Beantworten: {title}",
        back=back,
        trail=_way(member, (title, back), ("Beantworten", "")),
        minutes=10,
        promises=[promise],
    )
    return answer_form(request, form, page, save=save)


@needs("answer_concerns")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def concern_inbox(request: MemberRequest, slug: str) -> HttpResponse:
    """Texts that were handed over and stand in no topic yet; several are put into one."""
    member = request.member
    today = timezone.localdate()
    texts = Concern.objects.readable(today).filter(topic__isnull=True)
    form = BundleForm(
        request.POST if request.method == "POST" else None, texts=texts, topics=ConcernTopic.objects.all()
    )
    page = FormPage(
        title="Eingegangene Texte",
        back=_home(member),
        trail=_way(member, ("Eingegangene Texte", "")),
        intro="Ordnen Sie Texte einem Thema zu. Veröffentlicht wird nur, was Sie dort in eigenen Worten schreiben.",
        action="Zuordnen",
        minutes=5,
    )

    def save() -> str:
        data = form.cleaned_data
        topic = rules.bundle(
            texts=keys_of(data["texts"]), topic=data["topic"], title=data["title"], today=today, by=member
        )
        return _page(member, topic)

    return answer_form(
        request,
        form,
        page,
        save=save,
        done="Die Texte sind zugeordnet.",
        template="checklist/concerns/inbox.html",
        extra={"texts": list(texts), "batch": BATCH},
    )


@needs("answer_concerns")
@uses_room(ROOM)
@require_POST
def concern_release(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Takes a text out of its topic."""
    member = request.member
    concern = get_object_or_404(Concern.objects.readable(timezone.localdate()).filter(topic__isnull=False), pk=pk)
    rules.release(concern=concern, by=member)
    messages.success(request, "Der Text steht wieder bei den eingegangenen Texten.")
    return HttpResponseRedirect(reverse("concern_inbox", args=[slug]))


@needs("answer_concerns")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def concern_delete(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then removes a text for good."""
    member = request.member
    concern = get_object_or_404(Concern.objects.readable(timezone.localdate()), pk=pk)
    inbox = reverse("concern_inbox", args=[slug])
    return answer_removal(
        request,
        title="Text löschen",
        question=f"Möchten Sie diesen Text löschen? „{concern.text}“",
        consequences=[
            "Der Text ist dann endgültig weg, auch aus der Datenbank.",
            "Gedacht ist das für Texte, in denen jemand erkennbar ist. Unbequemes wird beantwortet, nicht gelöscht.",
        ],
        action="Endgültig löschen",
        back=inbox,
        then=inbox,
        way=_way(member, ("Text löschen", "")),
        remove=lambda: rules.delete_text(concern=concern, by=member),
        done="Der Text ist gelöscht.",
    )
