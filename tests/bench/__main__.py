"""Fill a scratch site on SQLite and on PostgreSQL, and print how long its search takes.

`ARTICLES` says how many articles there are, of 800 words each; with 100,000 a database takes
some six minutes to fill. Then `POSTS` posts move in from an export of WordPress, on top of them.
"""

import os
import secrets
import subprocess
import sys
import tempfile

from tests.services import postgres

ARTICLES = os.environ.get("ARTICLES", "100000")


def measure(database: str, folder: str) -> None:
    """Fill one database and measure it; stop with the first step that fails."""
    environment = os.environ | {
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "site_config.settings.base",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "BASE_URL": "http://127.0.0.1:8000",
        "DATABASE_URL": database,
        "MEDIA_ROOT": f"{folder}/media",
        "STATIC_ROOT": f"{folder}/static",
        "EMAIL_URL": "dummymail://",
    }
    for step in (
        ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        ["manage.py", "setup"],
        ["manage.py", "generate_content", f"--articles={ARTICLES}"],
        ["-m", "tests.bench.measuring"],
        ["-m", "tests.bench.moving_in"],
    ):
        subprocess.run([sys.executable, *step], env=environment, check=True)


def main() -> None:
    """Measure one database after the other, so that neither slows the other down."""
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{folder}/site.sqlite3", folder)
    with tempfile.TemporaryDirectory() as folder, postgres() as url:
        measure(url, folder)


if __name__ == "__main__":
    main()
