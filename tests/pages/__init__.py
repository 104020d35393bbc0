"""The registry of all URLs: one row per URL name, in one module per room.

The access matrix, the query budgets, the browser, the HTML validator and the fuzz tests all walk these rows. A URL
without a row fails ``tests/access/test_matrix.py``. A new module in this package with a list ``ROWS`` is found by
itself. What a row may say stands in ``tests/pages/row.py``.
"""

import pkgutil
from importlib import import_module

from tests.pages.row import Row

ROWS: list[Row] = []
for _module in pkgutil.iter_modules(__path__):
    ROWS += getattr(import_module(f"{__name__}.{_module.name}"), "ROWS", [])

#: Rows that a person reads in a browser.
PAGES = [row for row in ROWS if row.kind == "page" and row.get and row.status == 200]
