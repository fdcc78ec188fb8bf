# Two commands are enough: `make run` and `make test`. Both need Python 3.11 or newer and make what else they need.
# Settings go in front, as in: PORT=8123 make run (docs/settings.md lists them).

BIN := .venv/bin
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url

.PHONY: help run test check format texts lock upgrade vendor bench pictures

help:
	@echo "make run      install what is needed, prepare the database, serve on http://127.0.0.1:8000"
	@echo "make test     the checks and the whole suite; names what is missing for the rest"
	@echo "make check    only ruff, mypy and the figures of the structure (all of them: python -m tools.measure_house)"
	@echo "make format   put the code into the common form"
	@echo "make texts    take new sentences into the English catalogue, compile it, name what has no English yet"
	@echo "make lock     pin what requirements*.in name (make upgrade: the newest of everything)"
	@echo "make vendor   fetch the browser libraries of package.json into static/vendor"
	@echo "make pictures take the pictures of README.md and docs/ anew"
	@echo "make bench    compare web servers (bench/README.md lists the other measurements)"

run:
	@tools/venv.sh requirements.txt
	@tools/compress.sh
	@exec $(BIN)/python -m botram.serve

test: check
	@tools/compress.sh
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal $(TESTS)

check:
	@tools/venv.sh requirements.txt requirements-dev.txt
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "Some files are not in the common form: make format"; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m tools.measure_house --quiet

format:
	@tools/venv.sh requirements.txt requirements-dev.txt
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

texts:
	@tools/venv.sh requirements.txt
	@tools/texts.sh

lock:
	@tools/venv.sh requirements.txt requirements-dev.txt
	@$(LOCK) --output-file requirements.txt requirements.in
	@$(LOCK) --output-file requirements-dev.txt requirements-dev.in

upgrade:
	@$(MAKE) --no-print-directory lock LOCK='$(LOCK) --upgrade'

vendor:
	@tools/vendor.sh

bench:
	@tools/venv.sh requirements.txt
	@$(BIN)/python bench/servers.py

pictures:
	@tools/venv.sh requirements.txt requirements-dev.txt
	@tools/compress.sh
	@$(BIN)/python -m tools.screenshots docs/pictures
