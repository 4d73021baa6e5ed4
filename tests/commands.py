"""Run manage.py in a separate process."""

import os
import subprocess
import sys

from site_config.settings.environment import PROJECT

GOOD = {"SECRET_KEY": "x" * 60 + "abcdefg", "ALLOWED_HOSTS": "example.org"}


def manage(*arguments, **variables):
    """Run manage.py with production settings and only these variables."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **variables}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
