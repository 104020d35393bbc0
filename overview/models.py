"""What districts and Senate tell each other (Teil B 3, opening; A0, A4b). One module per subject."""

from overview.catalogue_care_models import WordingDraft
from overview.framework_models import Framework, FrameworkNote
from overview.minimum_models import MinimumAnswer, MinimumProposal
from overview.practice_models import GoodPractice, SharedPractice
from overview.support_models import SupportMessage, SupportRequest

__all__ = [
    "Framework",
    "FrameworkNote",
    "GoodPractice",
    "MinimumAnswer",
    "MinimumProposal",
    "SharedPractice",
    "SupportMessage",
    "SupportRequest",
    "WordingDraft",
]
