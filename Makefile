# Shop Suite. `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000
SIZES ?= 10000 100000
ROUNDS ?= 3
SECONDS ?= 3

# Where interpreters come from pyenv, their shims answer only for the chosen one: put the real ones first.
PYBINS := $(shell command -v pyenv >/dev/null 2>&1 && ls -d "$$(pyenv root)"/versions/3.1[123]*/bin 2>/dev/null | tr '\n' ':')
export PATH := $(PYBINS)$(PATH)
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
PYTHON := $(shell PATH="$(PYBINS)$$PATH"; for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)

VENV := .venv
BIN := $(VENV)/bin
MANIFESTS := $(wildcard packages/*/pyproject.toml)

# uv installs faster; where it cannot be had or cannot reach the index, pip does it.
INSTALL = { $(BIN)/python -m pip install -q --disable-pip-version-check uv \
	&& $(BIN)/uv pip install -q -p $(BIN)/python -r $(1); } >/dev/null 2>&1 \
	|| $(BIN)/python -m pip install -q --disable-pip-version-check -r $(1)

.PHONY: help demo test bench check lint types imports docs css matrix corners build messages clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.run ## run the shop with demo data: http://localhost:8000 (PORT=8123 for another port)
	@cd example_project && DEBUG=$${DEBUG:-True} ../$(BIN)/python -m config.serve $(PORT)

test: check ## lint, types, every suite on every database that is here, the browser journey
	@$(BIN)/python scripts/run_tests.py $(ONLY)

check: lint imports types ## the checks that run no test

lint: $(VENV)/.dev ## ruff
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

imports: $(VENV)/.dev ## the import contracts
	@$(BIN)/lint-imports

types: $(VENV)/.dev ## mypy, package by package
	@for p in packages/*; do echo "mypy $$p"; (cd $$p && ../../$(BIN)/mypy src) || exit 1; done
	@echo "mypy example_project"; cd example_project && ../$(BIN)/mypy .

bench: $(VENV)/.dev ## the speed beside a floor, as ratios (SIZES="10000" ROUNDS=3 SECONDS=3 ONLY="list search" ANEW=1)
	@PYTHONPATH=scripts $(BIN)/python -m benchmarks --sizes $(SIZES) --rounds $(ROUNDS) --seconds $(SECONDS) \
		$(if $(ONLY),--only $(ONLY)) $(if $(ANEW),--anew)

docs: $(VENV)/.dev ## build the documentation to docs/_build/html
	@$(BIN)/sphinx-build -W -q -b html docs docs/_build/html && echo "docs/_build/html/index.html"

css: ## build the stylesheet and the vendored scripts again (needs Node)
	@npm install --no-package-lock --silent && npm run --silent build

messages: $(VENV)/.dev ## gather the texts to translate and compile the translations (LANGUAGES="de" begins another)
	@command -v msgfmt >/dev/null || { echo "gettext is needed: apt install gettext, or brew install gettext"; exit 1; }
	@$(BIN)/python scripts/messages.py $(LANGUAGES)

matrix: build ## every package on every supported Python and Django
	@$(BIN)/tox run -r

corners: build ## every package on the oldest and the newest; walks over all endpoints and the last units are left to `make test`
	@PYTEST_ADDOPTS="--ignore=tests/test_schema.py --ignore=tests/test_sellers_see_only_their_own.py --ignore=tests/test_last_units.py" \
		$(BIN)/tox run-parallel -r -p 2 --parallel-no-spinner -m corners

build: $(VENV)/.dev ## wheels and sdists of all packages into dist/, checked
	@$(BIN)/python scripts/build.py

clean: ## remove what was built or installed here
	@rm -rf $(VENV) dist test-results docs/_build node_modules example_project/var

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv and pip is needed: https://www.python.org"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt $(MANIFESTS) | $(VENV)/bin/python
	@echo "Installing what the shop needs..."; $(call INSTALL,requirements.txt)
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt $(MANIFESTS) | $(VENV)/bin/python
	@echo "Installing what the tests need..."; $(call INSTALL,requirements-dev.txt)
	@touch $@ $(VENV)/.run
