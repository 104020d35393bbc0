"""The district's own answer to the six questions. It stands in the checklist, above; that room registers here."""

from collections.abc import Callable
from dataclasses import dataclass

from districts.member import Member


@dataclass(frozen=True, slots=True)
class Answer:
    """What the district wrote ("" for nothing yet), how far it is, and where that is read and changed."""

    text: str
    state: str
    url: str
    may_edit: bool = False


AnswerFunction = Callable[[Member, str], Answer | None]

_FUNCTIONS: list[AnswerFunction] = []


def answers_questions(function: AnswerFunction) -> AnswerFunction:
    """Registers ``function(member, code)``: the answer to ``code`` ("A5.1"), None where ``member`` may not read it."""
    if function not in _FUNCTIONS:
        _FUNCTIONS.append(function)
    return function


def answer_to(code: str, member: Member) -> Answer | None:
    """The district's own answer."""
    found = (function(member, code) for function in _FUNCTIONS)
    return next((answer for answer in found if answer is not None), None)
