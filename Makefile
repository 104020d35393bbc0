# make run    Querlinie on http://127.0.0.1:8000/ with demo data; PORT=8001 and DEMO=0 change that
# make test   everything that is checked before a change is taken; ARGS="tests/wall -x" runs only those tests
# The work is done in config/local/, with the standard library of any Python from 3.11 on.

# The first that really runs: a name may be there and lead nowhere.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$$p" && break; done)
TASKS = run test lint format bench chaos a11y-full lock

.PHONY: $(TASKS) manage
.DEFAULT_GOAL = run

NO_PYTHON = $(if $(PYTHON),,echo "Error: Querlinie needs Python 3.11 or newer, and none was found." >&2; exit 1;)

$(TASKS):
	@$(NO_PYTHON) "$(PYTHON)" config/local/bootstrap.py $@ $(ARGS)

# make manage ARGS="create_operator anna@example.org"
manage:
	@$(NO_PYTHON) "$(PYTHON)" config/local/bootstrap.py manage $(ARGS)
