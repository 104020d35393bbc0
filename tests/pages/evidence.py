"""Files handed in as evidence. The one of the maker is a file (``tests/makers/evidence.py``)."""

from evidence.models import Evidence
from tests.pages.checklist import READERS
from tests.pages.row import of, row

ROWS = [row("evidence_file", of(Evidence), get=READERS, kind="file", budget=2)]
