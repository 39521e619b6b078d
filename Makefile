# All that a person does here: `make` sets up, `make help` lists the rest.
# Needs Python 3.11 or newer; what is installed goes into .venv and nowhere else.

PYTHON ?= python3
INDEX ?= geungeo.index
DOCUMENTS ?= eval/sets/news/documents
SET ?= eval/sets/news

BIN := .venv/bin
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: setup run test lint eval gate baseline index clean help

setup: $(STAMP) ## install everything into .venv (make PYTHON=python3.12 chooses another Python)

# A working environment is kept and brought in line; a broken one is made anew.
$(STAMP): requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || \
		{ echo "there is no $(PYTHON); name a Python 3.11 or newer: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is $$($(PYTHON) -V 2>&1), 3.11 or newer is needed: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		$(PYTHON) -m venv --clear .venv
	$(PIP) install --requirement requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: setup ## index the sample documents, if that has not been done, and open the chat
	@$(BIN)/qa info --index $(INDEX) >/dev/null 2>&1 || $(BIN)/qa index $(DOCUMENTS) --index $(INDEX)
	@GEUNGEO_INDEX=$(INDEX) $(BIN)/python app.py

test: lint ## check style and types, run the tests
	$(BIN)/python -m pytest

lint: setup ## check style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: setup ## evaluate on the sample questions (SET=FOLDER for others)
	$(BIN)/qa eval run $(SET)

gate: setup ## fail where the sample questions are answered worse than the newest kept result says
	$(BIN)/qa eval run news --against $(lastword $(sort $(wildcard eval/results/*.json)))

baseline: setup ## keep the sample questions' results, where a figure has moved, and README's tables
	$(BIN)/python -m eval.history

index: setup ## bring INDEX in line with DOCUMENTS
	$(BIN)/qa index $(DOCUMENTS) --index $(INDEX)

clean: ## remove .venv and the tools' caches; an index stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis dist

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s  %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
