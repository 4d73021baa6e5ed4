"""Run a command of manage.py, and say in a sentence why it could not run."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from operations.database_file import require_database_file

# The commands that make a new database, and those that need none. All others would make an empty
# SQLite file if the right one is away.
WITHOUT_DATABASE = {
    *("setup", "migrate", "restore", "import_site", "flush", "shell"),
    *("check", "help", "version", "diffsettings", "collectstatic", "findstatic"),
    *("makemigrations", "makemessages", "compilemessages", "sqlmigrate", "startapp"),
}
INTERRUPTED = 130  # 128 and the number of SIGINT, as in shells


def run(arguments: list[str]) -> None:
    """Run a command; exit with a sentence if it is misconfigured or interrupted."""
    try:
        _run(arguments)
    except ImproperlyConfigured as error:
        sys.exit(f"Masthead cannot start. {error}")
    except OperationalError as error:
        if "--traceback" in arguments:
            raise
        sys.exit(f"The database cannot be used: {error}. Nothing of this step was stored.")
    except EOFError:
        sys.exit("\nNo answer was given, and nothing was stored. Run the command again.")
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted. Run the command again to finish what it had begun.\n")
        sys.exit(INTERRUPTED)


def _run(arguments: list[str]) -> None:
    command = arguments[1] if len(arguments) > 1 else "help"
    if command.isidentifier() and command not in WITHOUT_DATABASE:
        try:
            require_database_file()
        except FileNotFoundError as error:
            sys.exit(str(error))
    execute_from_command_line(arguments)
