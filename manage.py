#!/usr/bin/env python
"""Run an administrative command of the site."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line, or say in one line what is misconfigured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.base")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Masthead cannot start. {error}")


if __name__ == "__main__":
    main()
