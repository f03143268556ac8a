# On the Record: make help lists what there is.
# A shell's HOST, PORT and TIMELINE_DATA reach the server; `make run PORT=8600` works as well as `PORT=8600 make run`.

PYTHON ?= python3
VENV ?= .venv
TESTS ?=
WORKERS ?= 2
# The versions that were tested, for `make run` as well: both install into one environment. Empty: the newest in range.
CONSTRAINTS ?= constraints.txt

BIN := $(VENV)/bin
VENDOR := timeline/web/vendor
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
PIP := $(BIN)/python -m pip install --quiet --no-input --prefer-binary --disable-pip-version-check
# what the printed address says: a wildcard is no address, and IPv6 stands in brackets
SHOWN = $(if $(filter 0.0.0.0 ::,$(HOST)),localhost,$(if $(findstring :,$(HOST)),[$(HOST)],$(HOST)))

export HOST PORT TIMELINE_DATA
.PHONY: help run test check prove explore mutants coverage bench constraints vendor clean setup setup-dev chromium python
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: setup ## set up and serve the dashboard (PORT=8501 HOST=127.0.0.1 TIMELINE_DATA=data)
	@exec $(BIN)/python -m streamlit run dashboard.py \
		$(if $(HOST),--server.address '$(HOST)' --browser.serverAddress '$(SHOWN)') $(if $(PORT),--server.port '$(PORT)')

test: setup-dev chromium ## set up and run the tests, browser tests included (TESTS="tests/query -k words")
	$(PYTEST) $(TESTS)

explore: setup-dev ## property tests with many new examples, some minutes (TESTS="tests/query tests/collection")
	$(PYTEST) --timeout=7200 --hypothesis-profile=explore -m hypothesis $(TESTS)

mutants: setup-dev ## put faults into the code and see whether the tests find them, under half an hour
	$(BIN)/python -m tests.mutants

check: setup-dev chromium ## what a change has to pass: formatting, lint, types (of scripts, too), then the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tests.javascript
	$(PYTEST) $(TESTS)

prove: setup-dev chromium ## the long tests (tests/long): large collections, whole days, other programs
	$(PYTEST) tests/long

coverage: setup-dev chromium ## the share of lines that the tests run, by room, servers and commands included
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(WORKERS) --dist worksteal -q $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/python -m tests.rooms

bench: setup-dev chromium ## all benchmarks, half an hour, into benchmarks/RESULTS.md; with BASE=<commit>: ratios to it
	$(BIN)/python -m benchmarks $(if $(BASE),--base $(BASE))

constraints: python ## renew constraints.txt: the newest versions within the ranges
	rm -rf $(VENV)-newest
	$(PYTHON) -m venv $(VENV)-newest
	$(MAKE) --no-print-directory setup-dev VENV=$(VENV)-newest CONSTRAINTS=
	{ echo "# The versions that the tests ran with; make constraints renews them."; \
		$(VENV)-newest/bin/python -m pip freeze; } > constraints.txt
	rm -rf $(VENV)-newest

vendor: setup-dev ## renew Plotly's script in timeline/web/vendor, for the installed plotly (needs npm)
	@set -e; version=$$($(BIN)/python -c "import plotly; print(plotly.offline.get_plotlyjs_version())"); \
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	(cd "$$folder" && npm pack --silent "plotly.js-cartesian-dist-min@$$version" && tar -xzf ./*.tgz); \
	cp "$$folder/package/plotly-cartesian.min.js" $(VENDOR)/; \
	cp "$$folder/package/LICENSE" $(VENDOR)/plotly-cartesian.LICENSE; \
	cd $(VENDOR) && sha256sum plotly-cartesian.* | tee SHA256SUMS

clean: ## remove the environment and every cache (never data)
	rm -rf $(VENV) tests/javascript/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

# The stamps are in the environment: a removed or remade environment takes them along.
$(VENV)/.installed: requirements.txt $(CONSTRAINTS) $(BIN)/python
	$(call install,requirements.txt)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt requirements-archive.txt $(CONSTRAINTS) $(BIN)/python
	$(call install,requirements-dev.txt)
	@touch $(VENV)/.installed $@

# An environment without a working pip is made anew: one that is half made, or whose Python was upgraded.
define install
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { $(MAKE) --no-print-directory python && $(PYTHON) -m venv --clear $(VENV); }
	@echo "Installing $(1) into $(VENV) (the first time takes a minute or two)"
	@$(PIP) -r $(1) $(if $(CONSTRAINTS),-c $(CONSTRAINTS))
endef

# no recipe: a Python that is gone (or was upgraded) makes the stamps out of date
$(BIN)/python:

python: # whether this Python will do
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "On the Record needs Python 3.11 or newer; name one: make PYTHON=python3.12 run" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make environments; on Debian and Ubuntu, as root: apt-get install python3-venv" >&2; exit 1; }

chromium: setup-dev
	@$(BIN)/python -m tests.browser.chromium --ensure
