# Everything a newcomer needs: `make` lists it. Each target sets up what it needs by itself.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PORT ?= 8000
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help
help: ## List what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9_-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMPS)/python: requirements/dev.txt requirements/runtime.txt pyproject.toml
	@bash tools/python.sh "$(PYTHON)" "$(VENV)"
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/vendor: package-lock.json tools/vendor.mjs
	@mkdir -p $(STAMPS)
	@bash tools/vendor.sh
	@touch $@

.PHONY: setup
setup: $(STAMPS)/python $(STAMPS)/vendor ## Set up everything (virtual environment, packages, style sheets)

.PHONY: demo
demo: setup ## Serve a demonstration with invented people on 127.0.0.1:8000 (or PORT)
	@$(BIN)/rfl demo --port $(PORT)

.PHONY: run
run: setup ## Serve your own installation (RFL_INSTANCE) on 127.0.0.1:8000 (or PORT)
	@$(BIN)/rfl serve --port $(PORT)

.PHONY: lint
lint: setup ## Check style, layers and templates
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check . && $(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet templates && $(BIN)/vulture && $(BIN)/deptry .

.PHONY: types
types: setup ## Check types
	@$(BIN)/mypy

.PHONY: browser
browser: ## Find or install the browser that the tests drive
	@bash tools/browser.sh

.PHONY: test
test: ## Check everything, and run every test on SQLite and PostgreSQL
	@$(MAKE) --no-print-directory -j2 setup browser
	@$(MAKE) --no-print-directory -j2 lint types
	@TMPDIR="$$(bash tools/scratch.sh)" $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

.PHONY: bench
bench: setup ## Measure, and write docs/BENCHMARKS.md (PART=help lists parts)
	@$(BIN)/python -m tests.bench $(PART)

.PHONY: look
look: setup browser ## Open every page for every role, in every language, and look (minutes)
	@$(BIN)/python -m tests.looking

.PHONY: pictures
pictures: setup browser ## Take the pictures of the guide and of the README
	@$(BIN)/python -m tests.looking.pictures

.PHONY: matrix
matrix: setup ## Write docs/PERMISSIONS.md: who may what, on which page
	@$(BIN)/python -m tests.security.matrix

.PHONY: diagrams
diagrams: setup ## Write docs/STATES.md: what may happen to a record, drawn and in tables
	@$(BIN)/python -m tests.states

.PHONY: explained
explained: setup ## Write what the engine says of names (docs/MATCHING.md), and what all weighs (docs/EVIDENCE.md)
	@$(BIN)/python -m tests.matching.explained
	@$(BIN)/python -m tests.matching.worth

.PHONY: bom
bom: setup ## Write what rfl is made of, with licences, to dist/rfl.cdx.json (CycloneDX)
	@$(BIN)/python tools/bom.py

.PHONY: i18n
i18n: setup ## Collect the sentences to be translated, and say what is missing (ROOM=ar/desk)
	@$(BIN)/python -m tests.translations $(ROOM)

.PHONY: db
db: setup ## Bring the databases of your installation up to this version
	@$(BIN)/rfl upgrade
