from importlib import import_module

from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "images"
    verbose_name = "Images"

    def ready(self) -> None:
        """Listen for pictures that are saved."""
        import_module("images.signal_handlers")
