"""The delivery of pages."""

from importlib import import_module

from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.backends.signals import connection_created

from delivery import afterwards


class DeliveryConfig(AppConfig):
    """Has every connection to the database tell what it writes, and work left for later done."""

    name = "delivery"

    def ready(self) -> None:
        """Begin to listen; what listens needs the model, which is there only now."""
        connection_created.connect(import_module("delivery.writes").watch)
        request_started.connect(afterwards.begin)
        request_finished.connect(afterwards.finish)
