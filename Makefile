# `make run` serves the product; `make test` runs its tests. Everything is installed into .venv.
PYTHON ?= python3
LIBRARY ?= $(or $(REVIEWS_LIBRARY),library)
HOST ?= $(or $(REVIEWS_HOST),127.0.0.1)
PORT ?= $(or $(REVIEWS_PORT),8000)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --constraint constraints.txt
INPUTS := pyproject.toml constraints.txt
TYPED := $(wildcard assistant ingest eval examples benchmarks tests)

.DEFAULT_GOAL := help
.PHONY: help run install test lint eval bench cluster clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1  — /p' Makefile

run: .venv/.product ## serve on http://127.0.0.1:8000, with the example library if the library is empty (PORT=, LIBRARY=)
	@$(BIN)/reviews list --json --library "$(LIBRARY)" 2>/dev/null | grep -q '"review_id"' \
		|| $(BIN)/reviews ingest examples/library --library "$(LIBRARY)"
	@echo "Serving on http://$(HOST):$(PORT) — the page at /, the API reference at /docs. Ctrl-C ends it."
	@exec $(BIN)/reviews serve --library "$(LIBRARY)" --host "$(HOST)" --port "$(PORT)"

install: .venv/.test ## make .venv with the product and what its tests need; .venv/bin/reviews is then the command

test: .venv/.test ## run all tests (ARGS= goes to pytest)
	$(BIN)/python -m pytest $(ARGS)

lint: .venv/.test ## ruff, and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/mypy --strict $(TYPED)

eval: .venv/.product ## the evaluation gate on the example library (ARGS="--out DIR" for reports)
	$(BIN)/reviews eval gate $(ARGS)

bench: .venv/.bench ## the benchmarks: ratios within one run (ARGS="--only NAME --save")
	$(BIN)/python -m benchmarks $(ARGS)

cluster: .venv/.test ## a shared library on loopback: Chroma server, PostgreSQL, two API workers, one that ingests
	$(BIN)/python -m benchmarks.cluster

clean: ## remove .venv; the library stays
	rm -rf .venv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1 || echo 'not there')." \
			"Name another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv

# The stamps say what is installed, so that a second call installs nothing.
.venv/.product: .venv/bin/python $(INPUTS)
	@echo "Installing the product into .venv; the first time this takes some minutes."
	@$(PIP) --quiet --editable .
	@touch $@

.venv/.test: .venv/bin/python $(INPUTS)
	@echo "Installing the product and what its tests need into .venv; the first time this takes some minutes."
	@$(PIP) --quiet --editable '.[test]'
	@touch .venv/.product $@

.venv/.bench: .venv/bin/python $(INPUTS)
	@echo "Installing the product and what its benchmarks need into .venv."
	@$(PIP) --quiet --editable '.[bench]'
	@touch .venv/.product $@
