"""Settings of a developer's own machine: errors are shown, files are served as they are."""

import os

os.environ.setdefault("SECRET_KEY", "development-only")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1")
os.environ.setdefault("BASE_URL", "http://127.0.0.1:8000")

from site_config.settings.base import *  # noqa: F403

DEBUG = True
PAGE_CACHE_SECONDS = 0  # An edited template shows at once.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
