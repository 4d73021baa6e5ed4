from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Listen to what changes; the receivers need the models, which are there only now."""
        import_module("search.index.signal_handlers").connect()
