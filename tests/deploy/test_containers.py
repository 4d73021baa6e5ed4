"""The Dockerfile and compose.yaml, read without Docker.

Nothing is built or started, as Docker needs a daemon and a registry: these tests compare the files
with the code that they name.
"""

import re
import shlex
from itertools import pairwise

import pytest
import yaml

from site_config.settings.environment import PROJECT

DOCKERFILE = (PROJECT / "Dockerfile").read_text().replace("\\\n", " ")
COMPOSE = yaml.safe_load((PROJECT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
# What is not of Masthead's settings.
OTHERS = {
    "PATH",
    "PYTHONUNBUFFERED",
    "WORKERS",
    "POSTGRES_USER",
    "POSTGRES_DB",
    "POSTGRES_PASSWORD",
}
PLACES = {"--host", "--port", "--workers"}  # They differ between a container and a machine.


def instructions(name):
    return re.findall(rf"(?m)^{name} (.+)$", DOCKERFILE)


def granian_options(text):
    """Return the options of granian in a command, of which some are switches."""
    words = shlex.split(text.partition("granian ")[2].replace('"]', "").replace("\\\n", " "))
    words = words[: words.index("site_config.wsgi:application") + 1]
    options = {}
    for word, following in pairwise(words):
        if word.startswith("--"):
            options[word] = "" if following.startswith(("--", "site_config")) else following
    return {name: value for name, value in options.items() if name not in PLACES}


def settings_read():
    """Return the names in the modules of settings that can be names of variables."""
    modules = (PROJECT / "site_config/settings").glob("*.py")
    return set(re.findall(r'"([A-Z][A-Z_]+)"', " ".join(path.read_text() for path in modules)))


@pytest.mark.parametrize("name", ["Dockerfile", "deploy/masthead@.service"])
def test_server_runs_as_make_run_runs_it(name):
    options = granian_options((PROJECT / "Makefile").read_text())
    assert options["--blocking-threads"] == "4"
    assert granian_options((PROJECT / name).read_text()) == options


def test_copied_files_exist():
    for words in map(str.split, instructions("COPY")):
        if not words[0].startswith("--from="):
            assert all((PROJECT / name).exists() for name in words[:-1])


def test_libraries_are_those_of_the_lock():
    assert "--require-hashes" in DOCKERFILE
    assert "-r requirements.txt" in DOCKERFILE


def test_server_runs_without_rights_and_is_watched():
    *_others, site = DOCKERFILE.split("\nFROM ")
    assert re.search(r"(?m)^USER masthead$", site)
    assert "/healthz" in re.search(r"(?m)^HEALTHCHECK .+$", site)[0]
    assert all(SERVICES[name]["cap_drop"] == ["ALL"] for name in ("web", "scheduler", "setup"))


def test_variables_exist():
    names = {word.partition("=")[0] for text in instructions("ENV") for word in text.split()}
    names |= set(re.findall(r"\b([A-Z][A-Z_]{5,})=", (PROJECT / "compose.yaml").read_text()))
    for service in SERVICES.values():
        names |= set(service.get("environment", {}))
    assert {"DATABASE_URL", "SECRET_KEY"} <= names
    assert names - OTHERS <= settings_read()


def test_services_and_volumes_are_named():
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        for volume in service.get("volumes", []):
            name = volume.partition(":")[0]
            assert name.startswith("./") or name in COMPOSE["volumes"]
        if "build" in service:
            assert f" AS {service['build']['target']}\n" in DOCKERFILE


def test_database_is_no_newer_than_the_programs_for_backups():
    base = re.search(r"FROM (\S+) AS site", DOCKERFILE)[1]
    assert base.endswith("bookworm")  # It has the programs of PostgreSQL 15.
    assert SERVICES["db"]["image"] == "postgres:15-bookworm"


def test_proxy_changes_lines_that_nginx_has(tmp_path):
    configuration = (PROJECT / "deploy/nginx.conf").read_text()
    for line in ("  server 127.0.0.1:8000;", "  listen 8080;", "    deny all;"):
        assert len(re.findall(f"(?m)^{re.escape(line)}", configuration)) == 1
    network = COMPOSE["networks"]["site"]["ipam"]["config"][0]
    script = (PROJECT / "deploy/proxy.sh").read_text()
    assert f"NETWORK={network['subnet']}\n" in script
    assert f"GATEWAY={network['gateway']}\n" in script
