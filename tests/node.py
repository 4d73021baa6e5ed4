"""Node programs for the tests: Node is a Python development dependency, its packages from npm."""

import os
import subprocess
import sys
from pathlib import Path

from site_config.settings.environment import PROJECT

BIN = Path(sys.executable).parent
MODULES = PROJECT / "var/node"


def environment(**variables: str) -> dict[str, str]:
    """Return an environment whose PATH includes Node."""
    return os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"} | variables


def package(name: str, version: str) -> Path:
    """Return the folder of an npm package; install it if necessary."""
    folder = MODULES / f"{name}-{version}"
    path = folder / "node_modules" / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        npm = [BIN / "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder]
        subprocess.run([*npm, f"{name}@{version}"], check=True, env=environment())
    return path
