# Every target does its own set-up: a local .venv with pinned versions, no root, no Excel.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.klaar

.DEFAULT_GOAL := help
.PHONY: help demo test workbook golden benchmark clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; set PYTHON=... to choose one." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(STAMP) ## build the example year, run the main job on it and say where to look
	@$(BIN)/regio-xl demo demo

test: $(STAMP) ## all checks: style, types, layers, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist worksteal

workbook: $(STAMP) ## build workbook/Regionale_Opdrachten.xlsm (the same bytes each time)
	@$(BIN)/python -m regio_xl.builder workbook/Regionale_Opdrachten.xlsm

golden: $(STAMP) ## rewrite the golden files; read the diff before you commit it
	@REGIO_XL_GOLDEN=schrijf $(BIN)/pytest -q tests -k golden

benchmark: $(STAMP) ## ratios measured in one run
	@$(BIN)/python -m benchmarks

clean: ## remove what make made
	rm -rf $(VENV) demo build .pytest_cache .mypy_cache .ruff_cache .hypothesis
