"""The delivery of pages."""

from importlib import import_module

from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.backends.signals import connection_created

from page_cache import after_response


class PageCacheConfig(AppConfig):
    """Has every connection to the database tell what it writes, and work left for later done."""

    name = "page_cache"

    def ready(self) -> None:
        """Begin to listen; what listens needs the model, which is there only now."""
        connection_created.connect(import_module("page_cache.invalidation").install)
        request_started.connect(after_response.begin)
        request_finished.connect(after_response.finish)
