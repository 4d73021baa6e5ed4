"""Settings for the tests: those of production, with temporary data and without `.env`."""

import os
import tempfile
from pathlib import Path

os.environ["ENV_FILE"] = os.devnull
os.environ["SECRET_KEY"] = "for-the-tests-only-and-long-enough-to-be-a-key"  # noqa: S105
os.environ["ALLOWED_HOSTS"] = "testserver,localhost"
os.environ["BASE_URL"] = "http://localhost"
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["RENDITION_WORKER"] = "1"
os.environ["PAGE_CACHE_SECONDS"] = "0"
os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or "sqlite:///var/test.sqlite3"

from site_config.settings.base import *  # noqa: F403

# Tests of rate limits use the fixture `rate_limits`; the other tests are one client.
PRODUCTION_RATE_LIMITS, RATE_LIMITS = RATE_LIMITS, {}  # noqa: F405
RENDITION_WORKER = False  # Only the app is installed; tests enable the worker themselves.
COUNTERS_FILE = f"{tempfile.mkdtemp(prefix='masthead-counters-')}/counters.sqlite3"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="masthead-media-"))
IMPORT_FOLDER = Path(tempfile.mkdtemp(prefix="masthead-imports-"))
STATIC_ROOT = tempfile.mkdtemp(prefix="masthead-static-")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "site_config.media_storage.MediaFolder"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
