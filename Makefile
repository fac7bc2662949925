# Two commands are all a newcomer needs: `make train` and `make test`. Both create .venv when it is missing.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
# Where torch comes from: empty = pip's own index. On Linux x86-64 PyPI serves the CUDA build, which is far larger;
# TORCH_INDEX=https://download.pytorch.org/whl/cpu takes the CPU build.
TORCH_INDEX ?=
HOST_RAM_BYTES ?= 512000000
ARGS ?=

MAIN_JOB := -m dnas.train device=nucleo_f746 budget.host_ram=512MB
CORES := $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
export OMP_NUM_THREADS ?= $(CORES)
export OPENBLAS_NUM_THREADS ?= $(CORES)
export MKL_NUM_THREADS ?= $(CORES)

.DEFAULT_GOAL := help
.PHONY: help env train test lint host-ram clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo '  ARGS="..." adds overrides:  make train ARGS="data=cifar10 data.root=DIR seed=1"   make test ARGS="-k report"'
	@echo '  TORCH_INDEX=URL takes torch from another index (CPU build: https://download.pytorch.org/whl/cpu)'

env: $(STAMP) ## create or update .venv from the pinned versions

train: $(STAMP) ## the main job: one run for the NUCLEO-F746ZG within 512 MB of host RAM
	$(PY) $(MAIN_JOB) $(ARGS)

test: $(STAMP) ## the whole test suite, a file at a time on each core
	@mkdir -p build && rm -f build/pytest.exit
	@OMP_NUM_THREADS=1 $(PY) -m pytest -n $(CORES) --maxprocesses 8 --dist loadfile $(ARGS); status=$$?; echo $$status > build/pytest.exit; exit $$status

lint: $(STAMP) ## ruff (rules and format) and mypy
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

host-ram: $(STAMP) ## the main job while the kernel allows 512,000,000 bytes (needs root and memory cgroups)
	$(PY) experiments/00_host_ram/run_limited.py --limit-bytes $(HOST_RAM_BYTES) -- $(PY) $(MAIN_JOB) $(ARGS)

clean: ## remove caches and build leftovers (keeps .venv and results)
	rm -rf build .pytest_cache .mypy_cache .ruff_cache *.egg-info
	find dnas tests experiments -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is written last: an interrupted installation starts again, a finished one is repeated only when a pin changes.
$(STAMP): pyproject.toml constraints.txt
	@set -e; \
	if ! $(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then \
	    for python in python3.11 python3 python; do \
	        if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	    done; \
	    if [ -z "$$found" ]; then \
	        echo "No Python 3.11 with venv was found (tried python3.11, python3, python). Install it, for example: apt-get install python3.11-venv" >&2; exit 1; \
	    fi; \
	    echo "creating $(VENV) with $$found"; $$found -m venv --clear $(VENV); \
	fi
	$(PY) -m pip install --quiet -c constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==2.13.0
	$(PY) -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $(STAMP)
