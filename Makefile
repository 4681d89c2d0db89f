# Everything a newcomer needs; each target makes what it stands on.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := bot handlers keyboards views reports notifications usecases storage sources domain sandbox benchmarks tests hatch_build.py
SPEAKING := keyboards views notifications handlers
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/messages.po)
TEST_ARGS ?= -n auto

.DEFAULT_GOAL := help
.PHONY: help demo run check test bench messages migration lock env wheel clean

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.run locales/.built ## Try the bot: a page of phones, a fictional school, no token, no network
	$(BIN)/python -m bot demo $(ARGS)

run: $(VENV)/.run locales/.built ## Serve with the settings of .env
	$(BIN)/python -m bot run

test: $(VENV)/.dev locales/.built ## Run every test, or make test TEST_ARGS="-n 0 tests/domain"
	@echo "Some nine minutes on two quiet cores, more on busy ones; CI=true runs the long tests whole. A part: make test TEST_ARGS=\"-n 0 tests/domain\""
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest $(TEST_ARGS)

check: $(VENV)/.dev locales/.built ## Format, lint, types, import direction, complete Russian
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.catalogues

bench: $(VENV)/.dev locales/.built ## Measure against bare baselines into one table (a quarter of an hour)
	$(BIN)/python -m benchmarks $(ARGS)

messages: $(VENV)/.dev ## Collect strings from the code into the catalogues, then compile them
	$(BIN)/pybabel -q extract -k __ --no-location --sort-output --project "Diary Bot" --version 0.1.0 -o locales/messages.pot $(SPEAKING)
	$(BIN)/pybabel -q update -N --no-wrap --ignore-obsolete -i locales/messages.pot -d locales
	$(BIN)/pybabel -q compile -d locales
	@touch locales/.built

migration: $(VENV)/.dev ## Write a migration from the tables: make migration MESSAGE="add meals"
	$(BIN)/python -m storage.migrations "$(MESSAGE)"

env: $(VENV)/.dev ## Write .env.example anew from the settings
	$(BIN)/python -m bot.env_example > .env.example

lock: $(VENV)/.dev ## Pin every dependency anew, with hashes
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --group build -c requirements-dev.lock -o requirements-build.lock

wheel: $(VENV)/.dev ## Build the wheel into dist/
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation

clean: ## Remove everything that can be made again
	rm -rf $(VENV) dist locales/.built locales/*/LC_MESSAGES/*.mo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock | $(BIN)/pip
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(BIN)/pip
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

locales/.built: $(CATALOGUES) | $(VENV)/.run
	$(BIN)/pybabel -q compile -d locales
	@touch $@
