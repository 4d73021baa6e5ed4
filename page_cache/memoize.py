"""What takes long to find out, and holds until something changes that readers see."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import connection

from page_cache.models import CacheGeneration

T = TypeVar("T")
# The generation that holds while one page is read, once a part of it has asked for it.
_asked: ContextVar[list[int] | None] = ContextVar("asked", default=None)


@contextmanager
def pinned_generation(known: int | None = None) -> Iterator[None]:
    """Have all parts of one page ask for the generation once: what is read here writes nothing."""
    token = _asked.set([] if known is None else [known])
    try:
        yield
    finally:
        _asked.reset(token)


def cached(name: str, make: Callable[[], T]) -> T:
    """Return what `make` returns, or returned for the same name in this generation.

    Only for what is the same for everybody. Within a transaction that has changed something it is
    made anew, as nobody else knows of that yet.
    """
    has_changed = connection.in_atomic_block and getattr(connection, "visible_writes", 0)
    if has_changed or not settings.PAGE_CACHE_SECONDS:
        return make()
    key = f"{_generation()}.{hashlib.sha256(name.encode()).hexdigest()}"
    known = caches["facts"].get(key)
    if known is None:
        known = make()
        caches["facts"].set(key, known, settings.PAGE_CACHE_SECONDS)
    return known


def _generation() -> int:
    asked = _asked.get()
    if asked:
        return asked[0]
    number, _changed_at = CacheGeneration.current()
    if asked is not None:
        asked.append(number)
    return number
