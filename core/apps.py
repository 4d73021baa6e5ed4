from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Site"

    def ready(self) -> None:
        """Connect the signal handlers, and make exported cells safe."""
        import_module("core.signal_handlers")
        import_module("core.spreadsheets")
