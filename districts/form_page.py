"""Pages with one form, and pages that ask before something is removed: shared by the rooms."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from districts.forms import TenantForm
from districts.refusals import Conflict, NotNow, Unfit

Trail = list[tuple[str, str]]


def keys_of(chosen: Iterable[Any]) -> set[uuid.UUID]:
    """The keys of rows chosen in a form, or of the keys it sent as seen; what is no key counts as nothing."""
    found = set()
    for value in chosen or ():
        try:
            found.add(value.pk if isinstance(value, models.Model) else uuid.UUID(str(value)))
        except ValueError:
            continue
    return found


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around a form."""

    title: str
    back: str
    trail: Trail
    intro: str = ""
    action: str = "Speichern"
    #: How long it takes: every form says so (DESIGN § 1, sentence 5).
    minutes: int = 2
    #: Sentences about who will see what is entered.
    promises: Sequence[str] = field(default_factory=tuple)


def answer_form(
    request: HttpRequest,
    form: forms.BaseForm,
    page: FormPage,
    *,
    save: Callable[[], str],
    done: str = "Gespeichert.",
    template: str = "form_page.html",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Shows ``form``, or saves it: ``save()`` runs the rule and returns the address to go on to.

    Refusals of the rule come back on the page, with everything that was typed: 409 for what somebody else changed
    meanwhile, 422 for what does not fit.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status, target = _save(form, save)
            if target:
                messages.success(request, done)
                return HttpResponseRedirect(target)
    context = {"form": form, "page": page, "breadcrumbs": page.trail, **(extra or {})}
    return render(request, template, context, status=status)


def _save(form: Any, save: Callable[[], str]) -> tuple[int, str]:
    try:
        with transaction.atomic():
            return 302, save()
    except Conflict as conflict:
        if not isinstance(form, TenantForm):
            raise
        form.show_conflict(conflict)
        return 409, ""
    except NotNow as refusal:
        form.add_error(None, refusal.sentence)
        return 409, ""
    except Unfit as unfit:
        for name, sentence in unfit.problems.items():
            form.add_error(name if name in form.fields else None, sentence)
        return 422, ""
    except IntegrityError:
        # Two people at the very same moment: the form was fine when it was checked.
        form.add_error(None, "Das wurde im selben Augenblick schon eingetragen. Bitte laden Sie die Seite neu.")
        return 409, ""


def answer_removal(
    request: HttpRequest,
    *,
    title: str,
    question: str,
    back: str,
    way: Trail,
    remove: Callable[[], None],
    done: str,
    then: str,
    action: str = "Entfernen",
    consequences: Sequence[str] = (),
) -> HttpResponse:
    """Asks before something is taken away; a POST runs ``remove()`` and goes on to ``then``."""
    if request.method == "POST":
        remove()
        messages.success(request, done)
        return HttpResponseRedirect(then)
    context = {
        "title": title,
        "question": question,
        "consequences": consequences,
        "action_label": action,
        "danger": True,
        "back_url": back,
        "breadcrumbs": way,
    }
    return render(request, "confirm.html", context)
