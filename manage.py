#!/usr/bin/env python
"""Run an administrative command of the site."""

import os
import sys

from operations.command_line import run

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.base")
    run(sys.argv)
