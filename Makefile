# Every target sets up what it needs the first time and nothing the second time.
# The stamps live in .venv and build: deleting both starts from nothing.

BIN := .venv/bin
PACKAGES := .venv/.packages
RUN_SYSTEM := build/.system-run
TEST_SYSTEM := build/.system-test
ASSETS := web/static/manifest.json
# The purge reads templates and screens for the classes that they use.
ASSET_SOURCES := $(shell find web/frontend web/templates -type f -not -path '*/node_modules/*') \
  $(shell find web -name '*.py')

.PHONY: setup serve test bench format lock

setup: $(RUN_SYSTEM) $(PACKAGES) $(ASSETS)

serve: setup
	@.ci/first-office
	@exec $(BIN)/mutubaku serve

test: setup $(TEST_SYSTEM)
	@.ci/checks

bench: setup $(TEST_SYSTEM)
	@mkdir -p build
	@PYTHONPATH=. $(BIN)/python tests/bench/main.py

format: $(PACKAGES)
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

# Pins every package anew within the bounds of pyproject.toml.
lock: $(PACKAGES)
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header \
	  --upgrade --quiet --extra dev --output-file requirements.lock pyproject.toml

$(RUN_SYSTEM): .ci/setup-system
	@.ci/setup-system run
	@mkdir -p build && touch $@

$(TEST_SYSTEM): .ci/setup-system
	@.ci/setup-system test
	@mkdir -p build && touch $@

$(PACKAGES): requirements.lock pyproject.toml .ci/setup-python | $(RUN_SYSTEM)
	@.ci/setup-python
	@touch $@

$(ASSETS): $(ASSET_SOURCES) .ci/build-assets | $(PACKAGES)
	@.ci/build-assets
	@touch $@
