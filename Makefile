# Every command of the house. `make` alone tells what there is.
#
# .venv serves both running and developing: two stamps remember which of the
# two locks it was last brought to, so that a second start waits for nothing.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
RUN_STAMP := $(VENV)/.run-stamp
DEV_STAMP := $(VENV)/.dev-stamp
PACKAGES := bot flows storage survey
CODE := $(PACKAGES) tests
FORMS := $(wildcard flows/library/*.yaml)

# A venv whose Python was replaced under it (a system upgrade) is set up again.
ifneq ($(shell $(PY) -c 'import msgspec' 2>/dev/null && echo whole),whole)
$(shell rm -f $(RUN_STAMP) $(DEV_STAMP))
endif

# Compiled modules are what makes a second start quick; some shells forbid writing them.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup dev oracle test check check-format check-lint check-imports check-types \
	check-locales check-dependencies check-dead-code check-security check-forms \
	format locales audit mutation bench lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ------------------------------------------------------------------ running

run: $(RUN_STAMP) ## Set up on first use, then start the service
	@exec $(PY) -m bot run

setup: $(RUN_STAMP) ## Only set up what running needs

# The dev lock holds the run lock whole, so a developer's .venv needs no second install.
$(RUN_STAMP): requirements.lock .ci/installer.lock
	@if [ -f $(DEV_STAMP) ] && [ $(DEV_STAMP) -nt requirements.lock ] && [ -x $(PY) ] && \
		[ $(DEV_STAMP) -nt requirements-dev.lock ]; then touch $@; \
	else sh .ci/venv requirements.lock $@; fi

# ------------------------------------------------------------------ developing

dev: $(DEV_STAMP) ## Only set up what testing and checking need

$(DEV_STAMP): requirements-dev.lock .ci/installer.lock
	@sh .ci/venv requirements-dev.lock $@

# An independent survey package of half a gigabyte, which some tests of figures compare with.
oracle: $(DEV_STAMP) ## Also set up the survey package that figures are compared with
	@$(PY) -m uv pip install --quiet --python $(PY) --require-hashes -r requirements-oracle.lock

# Many tests wait for a server's clock: three at once take a third of the time on two cores. Those that
# kill servers and measure how long citizens wait have the machine to themselves.
test: $(DEV_STAMP) ## Run the tests (ARGS=… chooses); at the end: what could not run, and why
ifdef ARGS
	@$(PY) -m pytest -n 3 --dist loadfile $(ARGS)
else
	@status=0; \
	$(PY) -m pytest -n 3 --dist loadfile --ignore=tests/reliability || status=$$?; \
	$(PY) -m pytest tests/reliability || status=$$?; \
	exit $$status
endif

check: check-format check-lint check-imports check-types check-locales check-dependencies ## Run every gate but the tests, fastest first (-k goes on after a failure)
check: check-dead-code check-security check-forms

check-format: $(DEV_STAMP)
	@echo "— format"; $(PY) -m ruff format --check --quiet $(CODE) || { \
		$(PY) -m ruff format --check $(CODE); echo "Run: make format"; exit 1; }

check-lint: $(DEV_STAMP)
	@echo "— lint"; $(PY) -m ruff check --quiet $(CODE)

check-imports: $(DEV_STAMP)
	@echo "— imports"; $(BIN)/lint-imports --no-cache

check-types: $(DEV_STAMP)
	@echo "— types"; $(PY) -m mypy

check-locales: $(DEV_STAMP)
	@echo "— catalogues"; $(PY) -m tests.house.catalogues

check-dependencies: $(DEV_STAMP)
	@echo "— dependencies"; $(PY) -m deptry .

check-dead-code: $(DEV_STAMP)
	@echo "— dead code"; $(PY) -m vulture

check-security: $(DEV_STAMP)
	@echo "— security"; $(PY) -m bandit --quiet --recursive --configfile pyproject.toml $(PACKAGES)

check-forms: $(DEV_STAMP)
	@echo "— forms"; $(PY) -m bot check-form $(FORMS)

format: $(DEV_STAMP) ## Format the code and mend what ruff can mend
	@$(PY) -m ruff check --fix-only --quiet $(CODE); $(PY) -m ruff format $(CODE)

locales: $(DEV_STAMP) ## Extract the texts and bring every language's catalogue up to date
	@$(PY) -m tests.house.catalogues --update

audit: $(DEV_STAMP) ## Ask for known vulnerabilities of the locked packages (needs a network)
	@$(PY) -m pip_audit --strict --require-hashes --disable-pip -r requirements.lock

mutation: $(DEV_STAMP) ## Change the rules in flows/ and see whether a test notices (long)
	@$(PY) -m mutmut run $(ARGS); $(PY) -m mutmut results; $(PY) -m tests.house.mutation_scores

bench: $(DEV_STAMP) ## Measure a step beside other bots (long; ARGS=--quick for one short round)
	@$(PY) -m tests.benchmarks.survey $(ARGS)

LOCK := $(PY) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header
lock: $(DEV_STAMP) ## Write the lock files anew (ARGS=--upgrade for the newest versions)
	@$(LOCK) $(ARGS) --extra speed pyproject.toml -o requirements.lock
	@$(LOCK) $(ARGS) --extra speed --group dev -c requirements.lock pyproject.toml \
		-o requirements-dev.lock
	@$(LOCK) $(ARGS) --group oracle -c requirements-dev.lock -o requirements-oracle.lock
	@echo 'uv>=0.13,<0.14' | $(LOCK) $(ARGS) - -o .ci/installer.lock

clean: ## Remove the environment and every cache; data in var/ stays
	@rm -rf $(VENV) .cache .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
		.ruff_cache build dist htmlcov mutants tests/output test-results
	@find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
