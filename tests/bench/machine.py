"""Where something was measured, and with what."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from site_config.settings.environment import PROJECT
from tests.services import find_postgres

LIBRARIES = ("django", "wagtail", "granian", "psycopg")


def describe() -> dict[str, str]:
    """Return the machine, the commit and the versions."""
    processor = re.search(r"model name\s*: (.*)", read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", read("/proc/meminfo"))
    programs = find_postgres()
    return {
        "processor": processor[1] if processor else platform.processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{int(memory[1]) // 1024**2} GB" if memory else "unknown",
        "system": f"{platform.system()} {platform.release()}",
        "commit": said(["git", "rev-parse", "--short", "HEAD"]),
        "Python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": said([programs / "postgres", "--version"]) if programs else "none",
        "nginx": said(["nginx", "-v"]),
        "wrk": said(["wrk", "-v"]),
    }


def read(path: str) -> str:
    return Path(path).read_text() if Path(path).exists() else ""


def said(command: list) -> str:
    """Return the version that a program says it is."""
    if not shutil.which(command[0]):
        return "none"
    done = subprocess.run(
        command,
        cwd=PROJECT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    line = done.stdout.strip().partition("\n")[0]
    found = re.search(r"\d+\.\d[\w.]*", line)
    return found[0] if found else line
