# `make demo` and `make test` are all that a newcomer needs. `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo reset-demo test lint format check-migrations pytest bench install dev chromium clean

PORT ?= 8000
DATA ?= $(if $(ALONGSIDE_DATA),$(ALONGSIDE_DATA),.data)
JOBS ?= 2
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
APPS := access accounts coaching comments config goals mentoring observations

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

demo: install  ## run everything on http://127.0.0.1:$PORT until Ctrl-C
	@exec $(BIN)/python -m config.serving --port $(PORT)

reset-demo: install  ## the same, after forgetting the demo's data
	@exec $(BIN)/python -m config.serving --port $(PORT) --reset

test: dev chromium  ## all checks and all tests, browser included
	@failed=0; for part in lint check-migrations pytest; do \
		$(MAKE) --no-print-directory $$part || failed="$$failed $$part"; \
	done; \
	[ "$$failed" = 0 ] || { echo "Failed:$${failed#0}" >&2; exit 1; }

# Pytest alone. With TEST_ADMIN_DATABASE_URL set it uses that server instead of an embedded one.
pytest: export ALONGSIDE_TESTING = 1
pytest: dev
	@deploy/with-test-database $(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

lint: export ALONGSIDE_TESTING = 1
lint: dev  ## what can be checked without a database
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(APPS) tests deploy manage.py
	$(BIN)/djlint templates --check --lint --quiet
	$(BIN)/lint-imports

check-migrations: export ALONGSIDE_TESTING = 1
check-migrations: dev  ## models and migrations agree, and no migration breaks a running version
	@deploy/with-test-database $(BIN)/python deploy/check_migrations.py

format: dev  ## mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint templates --reformat --quiet

bench: install  ## the figures of docs/performance.md
	@exec $(BIN)/python -m config.embedded --data $(DATA)/bench \
		--as ADMIN_DATABASE_URL -- deploy/bench

clean:  ## forget the virtual environment, the tests' database and all caches; keeps the demo's data
	rm -rf $(VENV) $(DATA)/test .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

install: $(VENV)/.installed
dev: $(VENV)/.installed-dev

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Alongside needs Python 3.11 or newer; say which: make PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing what Alongside needs…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing what the checks and the tests need…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

chromium:
	@deploy/find-chromium
