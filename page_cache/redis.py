"""The cache that processes and hosts share, in a Redis or a Valkey that may be away."""

import logging
import time
from collections.abc import Callable
from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# In seconds: how long an answer may take, and how long nothing is asked after there was none.
TIMEOUT, RETRY_AFTER = 0.5, 5.0


def fail_open(operation: Callable, without: Callable) -> Callable:
    """Return an operation that has the answer of `without` as long as the server is away."""

    @wraps(operation)
    def operate(*args: object, **kwargs: object) -> object:
        if time.monotonic() < FailOpenRedisCache.retry_at:
            return without(*args, **kwargs)
        try:
            return operation(*args, **kwargs)
        except RedisError as error:
            FailOpenRedisCache.retry_at = time.monotonic() + RETRY_AFTER
            log.warning("The shared cache is away, so that pages are made anew. %s", error)
            return without(*args, **kwargs)

    return operate


class FailOpenRedisCache(RedisCache):
    """Django's cache in Redis, without which pages take longer and none fails."""

    retry_at = 0.0

    def __init__(self, server: str, params: dict) -> None:
        """Take the address; a server that does not answer is not waited for."""
        patience = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
        params["OPTIONS"] = patience | params.get("OPTIONS", {})
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
