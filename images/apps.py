from importlib import import_module

from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "images"
    verbose_name = "Images"

    def ready(self) -> None:
        """Connect the signal handlers, and bound the memory that images keep."""
        import_module("images.signal_handlers")
        import_module("images.memory").return_memory()
