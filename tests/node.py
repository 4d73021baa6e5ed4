"""Programs of Node for the tests: Node itself comes with the tools, what runs on it from npm."""

import os
import subprocess
import sys
from pathlib import Path

from site_config.settings.environment import PROJECT

BIN = Path(sys.executable).parent
MODULES = PROJECT / "var/node"


def environment(**variables: str) -> dict[str, str]:
    """Return the environment in which a program finds Node."""
    return os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"} | variables


def package(name: str, version: str) -> Path:
    """Return the folder of a package of npm in this version, installed if need be."""
    folder = MODULES / f"{name}-{version}"
    found = folder / "node_modules" / name
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        npm = [BIN / "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder]
        subprocess.run([*npm, f"{name}@{version}"], check=True, env=environment())
    return found
