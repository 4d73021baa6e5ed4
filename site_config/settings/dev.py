"""Settings for development."""

import os

os.environ.setdefault("SECRET_KEY", "development-only-and-long-enough-to-be-a-key")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1")
os.environ.setdefault("BASE_URL", "http://127.0.0.1:8000")

from site_config.settings.base import *  # noqa: F403

DEBUG = True
PAGE_CACHE_SECONDS = 0  # Changes of templates take effect at once.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
