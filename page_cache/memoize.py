"""Cache expensive values until the site changes."""

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
# A list with the generation of the current request once it was read; None outside a request.
_pinned: ContextVar[list[int] | None] = ContextVar("pinned", default=None)


@contextmanager
def pinned_generation(known: int | None = None) -> Iterator[None]:
    """Read the generation at most once within the block, which must not write anything visible."""
    token = _pinned.set([] if known is None else [known])
    try:
        yield
    finally:
        _pinned.reset(token)


def cached(name: str, compute: Callable[[], T]) -> T:
    """Return `compute()`, cached under `name` for the current generation.

    Only for values that are the same for all readers. A transaction that has written something
    visible bypasses the cache: other connections must not see its changes yet.
    """
    has_changed = connection.in_atomic_block and getattr(connection, "visible_writes", 0)
    if has_changed or not settings.PAGE_CACHE_SECONDS:
        return compute()
    key = f"{_generation()}.{hashlib.sha256(name.encode()).hexdigest()}"
    value = caches["values"].get(key)
    if value is None:
        value = compute()
        caches["values"].set(key, value, settings.PAGE_CACHE_SECONDS)
    return value


def _generation() -> int:
    pinned = _pinned.get()
    if pinned:
        return pinned[0]
    number, _changed_at = CacheGeneration.current()
    if pinned is not None:
        pinned.append(number)
    return number
