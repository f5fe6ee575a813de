# fedcop needs python3 (3.11 or later) and make; everything else is brought into .venv.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help run serve test check bench docs words clean

help:
	@echo "make run    three organizations that share a community, on this machine"
	@echo "make serve  one node, with the settings of fedcop.toml"
	@echo "make test   the tests"
	@echo "make check  format, lint, types, import contracts, rules of the source"
	@echo "make bench  the benchmarks (SIZE=small for a quick look)"
	@echo "make docs   the reference pages that follow from the source, and every link"
	@echo "make words  the catalogues of other languages, brought up to the source"

run: .venv/.run
	@$(BIN)/fedcop demo run

serve: .venv/.run
	@$(BIN)/fedcop serve

# The processes that tests start read modules that are compiled once, whatever the shell says.
test check: export PYTHONDONTWRITEBYTECODE =
test: .venv/.tools
	$(BIN)/python -m pytest -n auto --dist loadgroup $(TESTS)

check: .venv/.tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy fedcop tests docs $(patsubst %/__main__.py,%,$(wildcard benchmarks/__main__.py))
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest tests/source

bench: .venv/.tools
	@$(BIN)/python -m benchmarks $(if $(SIZE),--size $(SIZE))

docs: .venv/.tools
	@$(BIN)/python -m docs.generate

words: .venv/.tools
	@$(BIN)/python -m docs.words

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# What fedcop needs to run, and flit to install it: from the lock, each package with its hash.
.venv/.run: requirements.lock pyproject.toml | .venv/bin/pip
	@echo "fetching what fedcop needs (once)"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# What its developers need besides.
.venv/.tools: requirements-dev.lock .venv/.run
	@echo "fetching the tools (once)"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "fedcop needs Python 3.11 or later; name it: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python lacks venv; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
