"""The page cache: rendered pages, shared by all readers until the site changes."""

from importlib import import_module

from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.backends.signals import connection_created

from page_cache import after_response


class PageCacheConfig(AppConfig):
    """Connects the tracking of database writes and the jobs after a response."""

    name = "page_cache"

    def ready(self) -> None:
        """Connect the signal receivers; `invalidation` needs the model, so it is imported here."""
        connection_created.connect(import_module("page_cache.invalidation").install)
        request_started.connect(after_response.begin)
        request_finished.connect(after_response.finish)
