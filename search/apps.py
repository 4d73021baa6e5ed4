from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Connect the signal handlers, which import models and so cannot be imported earlier."""
        import_module("search.index.signal_handlers").connect()
