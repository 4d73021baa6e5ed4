"""A Redis or Valkey cache that fails open when the server is unavailable."""

import logging
import time
from collections.abc import Callable
from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# Seconds to wait for the server, and seconds without another attempt after a failure.
TIMEOUT, RETRY_AFTER = 0.5, 5.0


def fail_open(operation: Callable, fallback: Callable) -> Callable:
    """Return an operation that calls `fallback` while the server is unavailable."""

    @wraps(operation)
    def operate(*args: object, **kwargs: object) -> object:
        if time.monotonic() < FailOpenRedisCache.retry_at:
            return fallback(*args, **kwargs)
        try:
            return operation(*args, **kwargs)
        except RedisError as error:
            FailOpenRedisCache.retry_at = time.monotonic() + RETRY_AFTER
            log.warning(
                "The shared cache is unavailable, so pages are rendered for each request. %s", error
            )
            return fallback(*args, **kwargs)

    return operate


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache, which behaves as an empty cache while the server is unavailable."""

    retry_at = 0.0

    def __init__(self, server: str, params: dict) -> None:
        timeouts = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
        params["OPTIONS"] = timeouts | params.get("OPTIONS", {})
        super().__init__(server, params)

    add = fail_open(RedisCache.add, lambda *_args, **_others: True)
    get = fail_open(RedisCache.get, lambda _self, _key, default=None, **_others: default)
    set = fail_open(RedisCache.set, lambda *_args, **_others: None)
    touch = fail_open(RedisCache.touch, lambda *_args, **_others: False)
    delete = fail_open(RedisCache.delete, lambda *_args, **_others: False)
    get_many = fail_open(RedisCache.get_many, lambda *_args, **_others: {})
    has_key = fail_open(RedisCache.has_key, lambda *_args, **_others: False)
    incr = fail_open(RedisCache.incr, lambda *_args, **_others: 1)
    set_many = fail_open(RedisCache.set_many, lambda *_args, **_others: [])
    delete_many = fail_open(RedisCache.delete_many, lambda *_args, **_others: None)
    clear = fail_open(RedisCache.clear, lambda *_args, **_others: False)
