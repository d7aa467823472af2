# Everything a person needs: `make run` and `make test`. Each creates .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test suite snapshots pictures lint lint-code lint-style lint-types lint-bank house bench spacing code-bench fuzz trials attacks clean

run: $(STAMP)
	@$(BIN)/interview

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up the environment in $(VENV), once." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# the bank takes one core for 15 seconds, so it is looked through beside the tests
test: lint-code
	@$(MAKE) --no-print-directory -j2 lint-bank suite

# four at a time on two cores: a third of what the tests take is waiting, and each worker collects them all
suite: $(STAMP)
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not slow" --ignore=tests/benchmarks

# how the screens look, measured again; read `git diff` before you commit it
snapshots: $(STAMP)
	$(BIN)/python -m pytest -q -n 6 --snapshot-update tests/tui/test_snapshots_*.py tests/tui/test_progress_screen.py

# the pictures of the README, from stored sittings
pictures: $(STAMP)
	$(BIN)/python -m tests.pictures

lint: lint-code lint-bank

lint-code: $(STAMP)
	@$(MAKE) --no-print-directory -j2 lint-style lint-types

lint-style: $(STAMP)
	$(BIN)/ruff check simulator tests
	$(BIN)/ruff format --check simulator tests
	$(BIN)/lint-imports
	@$(BIN)/python -m tests.house

lint-types: $(STAMP)
	$(BIN)/mypy

lint-bank: $(STAMP)
	$(BIN)/interview graph lint llm --graphs graphs

# how the code is built, in figures; fails on an import circle, a full folder, a class name used twice
house: $(STAMP)
	@$(BIN)/python -m tests.house

bench: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m pytest -q -s -m slow tests/benchmarks

# reviews saved by spacing that knows the graph, on people who forget
spacing: $(STAMP)
	INTERVIEW_BENCH_WORKERS=2 $(BIN)/python -m pytest -q -s -m slow tests/benchmarks/test_spacing.py

# what a code round says about a level, on people who code worse or better than they talk
code-bench: $(STAMP)
	INTERVIEW_BENCH_WORKERS=2 $(BIN)/python -m pytest -q -s -m slow tests/benchmarks/test_coding.py tests/benchmarks/test_coding_typed.py

fuzz: $(STAMP)
	$(BIN)/python -m pytest -q -m slow tests/unit tests/cli tests/tui tests/system tests/bank
	FUZZ=1 $(BIN)/python -m pytest -q $$(grep -lE 'examples\(|seeds\(|every\(|by_turns\(|@given' tests/unit/test_*.py tests/tui/test_*.py)

# so many seconds for each kind of attack; the table at the end says how many there were and how many failed
SECONDS ?= 200
trials: $(STAMP)
	@$(BIN)/python -m tests.trials --seconds $(SECONDS)

# hostile code against the runner, in every sandbox that this machine can build, as you and (from root) as another user
attacks: $(STAMP)
	@$(BIN)/python -m tests.system.attacking

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
