"""What takes long to find out, and holds until something changes that readers see."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import connection

from delivery.models import Generation

T = TypeVar("T")


def remembered(name: str, make: Callable[[], T]) -> T:
    """Return what `make` returns, or returned for the same name in this generation.

    Only for what is the same for everybody. Within a transaction that has changed something it is
    made anew, as nobody else knows of that yet.
    """
    has_changed = connection.in_atomic_block and getattr(connection, "seen_writes", 0)
    if has_changed or not settings.PAGE_CACHE_SECONDS:
        return make()
    number, _ = Generation.current()
    key = f"{number}.fact.{name}"
    known = caches["pages"].get(key)
    if known is None:
        known = make()
        caches["pages"].set(key, known, settings.PAGE_CACHE_SECONDS)
    return known
