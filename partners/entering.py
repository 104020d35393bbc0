"""A new row, checked against all its constraints, so that what is there twice is said as a sentence at the form."""

from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from districts.refusals import Unfit

M = TypeVar("M", bound=models.Model)


def entered(row: M) -> M:
    """Saves the new ``row``. Raises ``Unfit`` with the sentence of the constraint it breaks.

    Forms check what they hold; a constraint that names a field no form has (the Gremium of a Sitzung) they leave out.
    """
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Unfit({NON_FIELD_ERRORS: " ".join(error.messages)}) from error
    row.save(force_insert=True)
    return row
