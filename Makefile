# Every target sets up .venv by itself; a second run costs nothing.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

READY := .venv/.installed
RUN := .venv/bin/
PYTHON_FILES := bot handlers conversations tools tests
# `make demo TERMINAL=1`, there also without pauses: `make demo FAST=1`; `make test TESTS=tests/unit`
DEMO := $(if $(TERMINAL)$(FAST),--terminal) $(if $(FAST),--fast)
TESTS ?= tests
# More workers than cores: many tests wait for a disk, a browser or another process.
WORKERS ?= 4

.PHONY: help demo test check bench catalogues documents screens lock format wheel clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

$(READY): requirements.lock pyproject.toml tools/setup.sh
	@PYTHON='$(PYTHON)' tools/setup.sh

demo: $(READY) ## a welcome played before your eyes on a page, no token needed
	@$(RUN)coupdemain rehearse --demo $(DEMO)

test: $(READY) ## every test, in parallel
	@$(RUN)python -m compileall -q -j 0 bot handlers conversations
	@$(RUN)python -m pytest -q -n $(WORKERS) --dist loadgroup $(TESTS)

check: $(READY) ## style, types, layers, catalogues, conversations
	@$(RUN)ruff check --quiet .
	@$(RUN)ruff format --quiet --check .
	@$(RUN)mypy
	@$(RUN)lint-imports
	@$(RUN)python -m tools.check_house
	@$(RUN)python -m tools.documents --check
	@$(RUN)coupdemain check --source

bench: $(READY) ## the figures of docs/ on this machine
	@$(RUN)python -m benchmarks

catalogues: $(READY) ## bring locale/ up to the strings in code
	@$(RUN)python -m tools.catalogues

documents: $(READY) ## the diagrams, transcript and picture of docs/ and README
	@$(RUN)python -m tools.documents

screens: $(READY) ## the pictures of the rehearsal page and of papers; needs a Chromium
	@$(RUN)python -m tools.screens
	@$(RUN)python -m tools.papers

lock: $(READY) ## choose versions again: make lock UPGRADE=--upgrade
	@$(RUN)uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--extra postgres --extra print --group dev $(UPGRADE) --output-file requirements.lock pyproject.toml

format: $(READY) ## let ruff lay out the code
	@$(RUN)ruff check --quiet --fix . ; $(RUN)ruff format --quiet .

wheel: $(READY) ## dist/*.whl, catalogues and examples inside
	@$(RUN)python -m hatchling build -t wheel

clean: ## take away what was built, .venv included
	@rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
