"""From a sent form to stored evidence."""

from districts.member import Member
from districts.refusals import Unfit
from evidence.forms import EvidenceForm
from evidence.models import Evidence
from evidence.storing import add_file, add_link


def take_in(form: EvidenceForm, *, by: Member) -> Evidence | None:
    """Stores what a sent ``form`` holds and returns it; None where it does not fit, with the reason at the fields."""
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        if data["file"]:
            return add_file(upload=data["file"], title=data["title"], confidential=data["confidential"], by=by)
        return add_link(url=data["url"], title=data["title"], confidential=data["confidential"], by=by)
    except Unfit as unfit:
        for name, sentence in unfit.problems.items():
            form.add_error(name, sentence)
    return None
