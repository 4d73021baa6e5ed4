#!/usr/bin/env python
"""Run an administrative command of the site."""

import os
import sys


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.base")
    from operations.command_line import run  # noqa: PLC0415 -- needs the settings

    run(sys.argv)


if __name__ == "__main__":
    main()
