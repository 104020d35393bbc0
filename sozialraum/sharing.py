"""The button "Mit dem Bezirk teilen", alike for profiles and plans (``templates/sozialraum/sharing.html``)."""

import uuid

from django.contrib import messages

from districts.member import MemberRequest
from sozialraum.own_words import OwnWords, share

DRAFT_PROMISE = (
    "Entwürfe sieht nur Ihr Amt. Nach dem Teilen lesen sie alle im Bezirk, die die Checkliste lesen. "
    "Die Stadtteilkoordination und die Senatsverwaltung sehen sie nicht."
)
SHARED_PROMISE = "Das ist mit dem Bezirk geteilt: Was Sie ändern, lesen die anderen sofort."


def promise(words: OwnWords | None) -> str:
    """Who reads what is entered now, as a sentence above the form."""
    return SHARED_PROMISE if words and words.shared_on else DRAFT_PROMISE


def share_as_asked(request: MemberRequest, model: type[OwnWords], pk: uuid.UUID) -> None:
    """Shares, or takes that back, as the form on the page says. Raises what ``share`` raises."""
    raw = request.POST.get("version", "")[:9]
    shared = request.POST.get("teilen") == "ja"
    version = int(raw) if raw.isascii() and raw.isdigit() else 0
    share(model, pk=pk, version=version, shared=shared, by=request.member)
    messages.success(request, "Mit dem Bezirk geteilt." if shared else "Das liest jetzt nur noch Ihr Amt.")
