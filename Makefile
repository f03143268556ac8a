# On the Record: make help lists what there is.
# A shell's HOST, PORT and TIMELINE_DATA reach the server; `make run PORT=8600` works as well as `PORT=8600 make run`.

PYTHON ?= python3
VENV ?= .venv
TESTS ?=
WORKERS ?= 2

BIN := $(VENV)/bin
export HOST PORT TIMELINE_DATA
.PHONY: help run test bench mutants check clean setup setup-dev chromium
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

run: setup ## set up and serve the dashboard (PORT=8501 HOST=127.0.0.1 TIMELINE_DATA=data)
	@exec $(BIN)/python .setup/serve.py

test: setup-dev chromium ## set up and run all tests, browser tests included (TESTS="tests/query -k words")
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

bench: setup-dev chromium ## run all benchmarks, about half an hour; results in benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

mutants: setup-dev ## put faults into the code and see whether the tests find them, under half an hour
	$(BIN)/python -m tests.mutants

check: setup-dev chromium ## formatting, lint, types, then all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

clean: ## remove the environment and every cache (never data)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

# The stamps lie in the environment: a removed or remade environment takes them along.
$(VENV)/.installed: requirements.txt .setup/bootstrap.py $(BIN)/python
	@$(PYTHON) .setup/bootstrap.py $(VENV) requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt .setup/bootstrap.py $(BIN)/python
	@$(PYTHON) .setup/bootstrap.py $(VENV) requirements-dev.txt
	@touch $(VENV)/.installed $@

# no recipe: a Python that is gone (or was upgraded) makes the stamps out of date
$(BIN)/python:

chromium: setup-dev
	@$(BIN)/python -m tests.browser.chromium --ensure
