# make run    the site, on http://127.0.0.1:8000 (PORT= changes it; DEMO=0 leaves the demo out)
# make test   everything: lint, the suite on SQLite and PostgreSQL, journeys in a browser

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
DEMO ?= 1
QUICK_TESTS := --numprocesses auto --dist worksteal --ignore=tests/journeys -m "not slow"
UV := uv==0.13.9
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# A server keeps its environment when .venv becomes another one.
SERVED = $$(readlink -f .venv)/bin
CATALOGUES = $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
DJHTML_FILES = $$(git ls-files --cached --others --exclude-standard 'templates/*.html')

# The address of the site, where the administrator has not set one.
ifeq ($(shell grep -s '^BASE_URL=' .env),)
export BASE_URL ?= http://127.0.0.1:$(PORT)
endif

.DEFAULT_GOAL := help
.PHONY: help run free-port setup dev test test-next check lint format lock messages lighthouse screenshots bench bench-quick
# What a step was making when it was stopped is not half used by the next call.
.DELETE_ON_ERROR:

help:
	@echo "make run      set up what is missing and serve the site on port $(PORT)"
	@echo "make setup    the same without the server"
	@echo "make dev      a developer's server, with debug and reload"
	@echo "make test     lint, then all tests on SQLite and PostgreSQL and in a browser"
	@echo "make check    lint, then the quick tests on SQLite"
	@echo "make test-next    the quick tests on the newest Wagtail and Django"
	@echo "make format   put code and templates into the shape that lint asks for"
	@echo "make lighthouse   measure every kind of page, for docs/quality.md"
	@echo "make bench    measure everything in half an hour, for docs/benchmarks.md (ARTICLES=, POSTS=)"
	@echo "make bench-quick  measure a small site in three minutes"
	@echo "make screenshots  take pictures of the site on port $(PORT), into var/screenshots"
	@echo "make messages collect the strings that readers see for their translators (needs gettext)"
	@echo "make lock     pin the newest allowed versions of all libraries"

run: free-port setup
	@echo && echo "  The site:   $$BASE_URL/   (Ctrl-C stops it)" && echo
	@$(SERVED)/python manage.py run_scheduler & exec $(SERVED)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers $(WORKERS) \
		--blocking-threads 4 --backpressure 2048 --http1-header-read-timeout 10000 --no-ws --respawn-failed-workers --log-level warning \
		--workers-kill-timeout 5 site_config.wsgi:application

# Several servers can share a port, and would answer at random.
free-port:
	@$(PYTHON) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2> /dev/null \
		|| (echo "Port $(PORT) is in use. Choose another one: make run PORT=9000" && false)

setup: .env .venv/installed var/static/staticfiles.json $(CATALOGUES)
	@$(MANAGE) setup $(if $(filter 0,$(DEMO)),--no-demo)

dev: .env .venv/installed-dev $(CATALOGUES)
	@DJANGO_SETTINGS_MODULE=site_config.settings.dev $(MANAGE) setup
	@DJANGO_SETTINGS_MODULE=site_config.settings.dev $(MANAGE) runserver $(PORT)

test: .venv/installed-dev $(CATALOGUES)
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m tests.run

check: .venv/installed-dev $(CATALOGUES)
	@$(MAKE) --no-print-directory lint
	@DATABASE_URL= $(BIN)/pytest $(QUICK_TESTS)

# The newest Wagtail and Django that the registry has, regardless of the limits in pyproject.toml.
test-next: .venv/installed-dev $(CATALOGUES)
	@$(PYTHON) -m venv --clear var/venv-next
	@VIRTUAL_ENV=var/venv-next $(BIN)/uv pip install --quiet -r requirements-dev.txt
	@VIRTUAL_ENV=var/venv-next $(BIN)/uv pip install --quiet --upgrade wagtail django
	@var/venv-next/bin/python -c "import django, wagtail; print('Wagtail', wagtail.__version__, 'on Django', django.__version__)"
	@DATABASE_URL= var/venv-next/bin/pytest $(QUICK_TESTS)

lint: .venv/installed-dev
	@$(BIN)/ruff format --check --quiet . || (echo "make format repairs this" && false)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/djhtml --check --tabwidth 2 $(DJHTML_FILES) || (echo "make format repairs this" && false)
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/lint-imports --no-cache > var/imports.log 2>&1 || (cat var/imports.log && false)
	@DJANGO_SETTINGS_MODULE=site_config.settings.test $(MANAGE) makemigrations --check --dry-run -v 0
	@ENV_FILE=/dev/null DATABASE_URL= BASE_URL=https://example.org ALLOWED_HOSTS=example.org \
		SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
		$(MANAGE) check --deploy --fail-level WARNING > /dev/null
	@echo "lint: clean"

format: .venv/installed-dev
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	@$(BIN)/djhtml --tabwidth 2 $(DJHTML_FILES)

lighthouse: .venv/installed-dev $(CATALOGUES)
	@$(BIN)/python -m tests.lighthouse

bench: .venv/installed-dev $(CATALOGUES)
	@$(BIN)/python -m tests.bench

bench-quick: .venv/installed-dev $(CATALOGUES)
	@SECONDS=1 $(BIN)/python -m tests.bench quick

screenshots: .venv/installed-dev
	@$(BIN)/python -m tests.visual http://127.0.0.1:$(PORT)

messages: .venv/installed-dev
	@for language in $(filter-out locale/en/,$(wildcard locale/*/)); do $(BIN)/python manage.py makemessages --locale $$(basename $$language) \
		--ignore 'var/*' --ignore 'tests/*' --no-obsolete --add-location file; done

# What translators wrote, in the form that Python reads.
%.mo: %.po .venv/installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

lock: .venv/installed
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --constraint requirements.txt pyproject.toml --extra hosts -o requirements-hosts.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --constraint requirements-hosts.txt pyproject.toml --extra hosts --group dev \
		-o requirements-dev.txt

# The secret key and the password of the demo sign-ins are made once and stay on this machine.
.env:
	@echo "Making a secret key …"
	@umask 077 && $(PYTHON) -c "import secrets; word = secrets.token_urlsafe; \
		print(f'SECRET_KEY={word(50)}\nALLOWED_HOSTS=localhost,127.0.0.1\nDEMO_PASSWORD={word(9)}')" > .env.part
	@mv .env.part .env

# A new environment is made beside the one in use, which stays if that fails or is stopped.
.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Masthead needs Python 3.11 or later. Name it with PYTHON=, such as: make run PYTHON=python3.12")'
	@echo "Installing the libraries …"
	@mkdir -p var; for old in var/venv.*; do \
		[ "$$(readlink -f $$old)" = "$$(readlink -f .venv)" ] || rm -rf $$old; done
	@new=$$(mktemp -d "$(CURDIR)/var/venv.XXXXXX") && $(PYTHON) -m venv $$new \
		&& $$new/bin/pip install --quiet --disable-pip-version-check $(UV) \
		&& VIRTUAL_ENV=$$new $$new/bin/uv pip install --quiet --require-hashes -r requirements.txt \
		&& touch $$new/installed \
		&& if [ -d .venv ] && [ ! -L .venv ]; then mv .venv $$new.former; fi \
		&& ln -sfn $$new .venv

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing the tools of the tests …"
	@mkdir -p var
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

var/static/staticfiles.json: .venv/installed .env $(shell find static -type f)
	@echo "Compressing the files of the theme and of the admin …"
	@$(MANAGE) collectstatic --noinput --verbosity 0
