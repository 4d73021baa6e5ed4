"""Install the site on a fresh Debian, update it under load, and stop updates at any moment.

The tests build on each other, as each step takes half a minute. They run once, on SQLite's run, as
they have a PostgreSQL server of their own.
"""

import os
import random
import re
import shutil
import subprocess
import time

import pytest

from tests.deploy.machine import booted, fresh_root, install_tools
from tests.deploy.site import CHECKOUT, DeployedSite, copy_checkout, migration
from tests.kills import KILLS
from tests.operations.document import commands

ROUNDS = max(1, KILLS // 5)  # of updates, each killed at some stages; at all with KILLS=20
STAGES = ("Building", "Rehearsing", "Migrating", "Starting", "Waiting")
MAX_EXPOSURE = 2.0  # of 10, by systemd-analyze security
NEWS = "news/migrations"
INSTALL = ("install.sh", "--host", "example.test", "--no-tls", "--database", "postgresql")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not shutil.which("apt-get") or os.geteuid() != 0,
        reason="boots Debian in a container, which needs root on Debian",
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site on a fresh Debian, not installed yet."""
    install_tools()
    root = fresh_root(tmp_path_factory.mktemp("debian"))
    copy_checkout(root / CHECKOUT[1:])
    with booted(root) as machine:
        yield DeployedSite(machine)
    subprocess.run(["rm", "--recursive", "--force", root], check=True)


def is_served(got):
    """Return whether readers got pages, and nothing but pages."""
    return set(got) == {"200"} and got["200"] > 50


def test_fresh_server_is_installed_by_one_command(site, record_property):
    started = time.monotonic()
    installed = site.script(*INSTALL)
    assert installed.returncode == 0, installed.stdout
    seconds = time.monotonic() - started
    record_property("report", f"Installation on a fresh Debian: {seconds:.0f} seconds")
    assert [site.answer() for _ in range(2)] == [(200, "MISS"), (200, "HIT")]
    assert site.answer("/admin/login/")[0] in {200, 302}
    state = ["is-active", f"masthead@{site.port()}", "masthead-scheduler", "nginx"]
    assert site.machine.run("systemctl", *state).split() == ["active"] * 3


def test_second_call_changes_nothing(site):
    settings = site.machine.path("/etc/masthead/env")
    before = settings.read_bytes(), site.release(), site.data()
    assert site.script(*INSTALL).returncode == 0
    assert site.script("install.sh", "--no-tls").returncode == 0
    assert (settings.read_bytes(), site.release(), site.data()) == before
    assert settings.stat().st_mode & 0o777 == 0o640
    assert site.answer()[0] == 200


def test_units_are_valid_and_confined(site):
    units = ["masthead@8001.service", "masthead-scheduler.service"]
    assert site.machine.run("systemd-analyze", "verify", *units) == ""
    for unit in units:
        told = site.machine.run("systemd-analyze", "security", "--no-pager", unit)
        assert float(re.search(r"exposure level for \S+ ([\d.]+)", told)[1]) < MAX_EXPOSURE


def test_shipped_configuration_of_nginx_is_valid(site):
    modules = "include /etc/nginx/modules-enabled/*.conf;"
    site.machine.path("/root/shipped.conf").write_text(
        f"{modules} events {{}} http {{ include {CHECKOUT}/deploy/nginx.conf; }}\n"
    )
    told = site.machine.run("nginx", "-t", "-c", "/root/shipped.conf")
    assert "is successful" in told
    assert "warn" not in told + site.machine.run("nginx", "-t")


def test_addresses_of_readers_are_not_logged(site):
    assert site.answer()[0] == 200
    logs = site.machine.run("sh", "-c", "cat /var/log/nginx/*; journalctl -u 'masthead*'")
    assert "127.0.0.1" not in logs


def test_update_drops_no_request(site, record_property):
    release = site.commit({"README.md": "A new version"})
    started = time.monotonic()
    with site.readers() as got:
        updated = site.script(*INSTALL)  # It calls update.sh for a newer version.
    seconds = time.monotonic() - started
    assert updated.returncode == 0, updated.stdout
    assert is_served(got), (got, updated.stdout)
    assert site.release() == release
    record_property("report", f"Update: {seconds:.0f} seconds, {sum(got.values())} requests served")


def test_failing_migration_changes_nothing(site):
    before = site.release(), site.port(), site.data()
    fails = {f"{NEWS}/0099_fails.py": migration("raise ValueError('No.')")}
    release = site.commit(fails)
    with site.readers() as got:
        updated = site.script("update.sh")
    assert updated.returncode == 1
    assert "nothing has been changed" in updated.stdout.splitlines()[-1]
    assert (site.release(), site.port(), site.data()) == before
    assert is_served(got), got
    assert release != site.release()
    site.commit(dict.fromkeys(fails))


def test_rollback_drops_no_request(site):
    new, old = site.release(), site.release("previous")
    with site.readers() as got:
        back = site.script("update.sh", "--rollback")
    assert back.returncode == 0, back.stdout
    assert is_served(got), got
    assert (site.release(), site.release("previous")) == (old, new)


def test_commands_of_the_document(site):
    """Those of docs/operating.md that need a server of their own."""
    lines = commands("cd /opt/", "runuser ", "systemctl ")
    assert len(lines) == 3
    site.machine.run("bash", "-euc", "\n".join(lines))
    site.machine.run("journalctl", "--no-pager", "--unit", "masthead*")
    site.machine.run("git", "-C", CHECKOUT, "tag", "v1.0.0")
    updated = site.script("update.sh", "v1.0.0")
    assert updated.returncode == 0, updated.stdout


def kill_updates(site, new):
    """Kill the update to a release at a random moment of some stages, then complete it."""
    old, killed = site.release(), []
    stages = random.sample(STAGES, min(len(STAGES), max(1, KILLS // 2)))
    with site.readers() as got:
        for stage in sorted(stages, key=STAGES.index):
            update = site.machine.start(f"{CHECKOUT}/deploy/update.sh")
            assert any(line.startswith(stage) for line in update.stdout), killed
            moment = random.uniform(0, 2)  # noqa: S311 -- no secret
            time.sleep(moment)
            site.machine.call("pkill", "--signal", "KILL", "--full", "deploy/update.sh")
            update.communicate()
            killed.append((stage, f"{moment:.2f}"))
            assert site.answer()[0] == 200, killed
            assert site.release() in {old, new}
        updated = site.script("update.sh")
    assert updated.returncode == 0, (killed, updated.stdout)
    assert is_served(got), (got, killed)
    assert site.release() == new


def test_update_may_be_killed_at_any_moment(site):
    for number in range(1, ROUNDS):
        kill_updates(site, site.commit({"README.md": f"Version {number}"}))
    new = site.commit({f"{NEWS}/0099_works.py": migration()})
    kill_updates(site, new)
    assert "0099_works" in site.data()


def test_rollback_over_a_migration_is_refused(site):
    new = site.release()
    refused = site.script("update.sh", "--rollback")
    assert refused.returncode == 1
    assert "news.0099_works" in refused.stdout
    assert "restore" in refused.stdout
    assert site.release() == new


def test_readers_get_stored_pages_while_the_server_is_away(site):
    with site.machine.path("/etc/masthead/env").open("a") as settings:
        settings.write("PAGE_CACHE_SECONDS=1\n")
    release = site.release()
    updated = site.script("update.sh")  # applies the setting
    assert updated.returncode == 0, updated.stdout
    assert site.release() == release
    assert site.answer()[0] == 200
    site.machine.run("systemctl", "stop", f"masthead@{site.port()}")
    time.sleep(2)
    assert site.answer() == (200, "STALE")
    assert site.answer(method="PURGE", port=8080)[0] == 200
    assert site.answer()[0] == 502
    repaired = site.script(*INSTALL)
    assert repaired.returncode == 0, repaired.stdout
    assert site.answer()[0] == 200


def test_https_is_served_once_there_is_a_certificate(site):
    settings = site.machine.path("/etc/masthead/env")
    text = settings.read_text().replace("BASE_URL=http:", "BASE_URL=https:")
    settings.write_text(text)
    waiting = site.script("install.sh")  # Nothing answers to certbot here.
    assert waiting.returncode == 1
    assert "no certificate for example.test yet" in waiting.stdout
    folder = "/etc/letsencrypt/live/example.test"
    site.machine.run("mkdir", "--parents", folder)
    files = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    site.machine.run(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.test"),
        *files,
    )
    served = site.script("install.sh")
    assert served.returncode == 0, served.stdout
    assert site.answer()[0] == 301
    assert site.answer(port=443)[0] == 200
