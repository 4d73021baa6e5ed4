"""The delivery of pages."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class DeliveryConfig(AppConfig):
    """Has every connection to the database tell what it writes."""

    name = "delivery"

    def ready(self) -> None:
        """Begin to listen; what listens needs the model, which is there only now."""
        connection_created.connect(import_module("delivery.writes").watch)
