"""`make` installs a new environment beside the one in use."""

import os
import shutil
import subprocess

import pytest

from site_config.settings.environment import PROJECT

# Stands for Python: makes an environment whose `pip` and `uv` succeed, or fail as without network.
PYTHON = """#!/bin/sh
[ "$2" = venv ] || exit 0
mkdir -p "$3/bin"
printf '#!/bin/sh\\nexit {code}\\n' > "$3/bin/pip"
cp "$3/bin/pip" "$3/bin/uv"
chmod +x "$3/bin/pip" "$3/bin/uv"
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout with an environment in use that is older than the requirements."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    used = tmp_path / "var/venv.used"
    (used / "bin").mkdir(parents=True)
    (used / "installed").touch()
    os.utime(used / "installed", (1, 1))
    (tmp_path / ".venv").symlink_to(used)
    (tmp_path / "var/venv.stopped").mkdir()
    (tmp_path / "requirements.txt").touch()
    return tmp_path


def make(checkout, code):
    python = checkout / "python"
    python.write_text(PYTHON.format(code=code))
    python.chmod(0o755)
    return subprocess.run(
        ["make", ".venv/installed", f"PYTHON={python}"],
        cwd=checkout,
        capture_output=True,
        check=False,
    )


def test_new_environment_replaces_the_link(checkout):
    used = (checkout / ".venv").resolve()
    assert make(checkout, 0).returncode == 0
    assert (checkout / ".venv").resolve() != used
    assert (checkout / ".venv/installed").exists()
    assert used.is_dir()  # A server may run from it.
    assert not (checkout / "var/venv.stopped").exists()
    assert make(checkout, 1).returncode == 0  # Nothing is to be done.


def test_environment_in_use_stays_if_the_new_one_fails(checkout):
    used = (checkout / ".venv").resolve()
    assert make(checkout, 1).returncode
    assert (checkout / ".venv").resolve() == used
    assert (used / "installed").exists()


def test_folder_of_an_earlier_version_becomes_a_link(checkout):
    (checkout / ".venv").unlink()
    (checkout / ".venv/bin").mkdir(parents=True)
    assert make(checkout, 0).returncode == 0
    assert (checkout / ".venv").is_symlink()
    assert list((checkout / "var").glob("venv.*.former"))
