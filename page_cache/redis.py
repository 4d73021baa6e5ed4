"""The cache that processes and hosts share, in a Redis or a Valkey that may be away."""

import logging
import time
from collections.abc import Callable
from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# In seconds: how long an answer may take, and how long nothing is asked after there was none.
PATIENCE, PAUSE = 0.5, 5.0


def forgiving(operation: Callable, without: Callable) -> Callable:
    """Return an operation that has the answer of `without` as long as the server is away."""

    @wraps(operation)
    def operate(*args: object, **kwargs: object) -> object:
        if time.monotonic() < CarefulRedisCache.away_until:
            return without(*args, **kwargs)
        try:
            return operation(*args, **kwargs)
        except RedisError as error:
            CarefulRedisCache.away_until = time.monotonic() + PAUSE
            log.warning("The shared cache is away, so that pages are made anew. %s", error)
            return without(*args, **kwargs)

    return operate


class CarefulRedisCache(RedisCache):
    """Django's cache in Redis, without which pages take longer and none fails."""

    away_until = 0.0

    def __init__(self, server: str, params: dict) -> None:
        """Take the address; a server that does not answer is not waited for."""
        patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        params["OPTIONS"] = patience | params.get("OPTIONS", {})
        super().__init__(server, params)

    add = forgiving(RedisCache.add, lambda *_args, **_others: True)
    get = forgiving(RedisCache.get, lambda _self, _key, default=None, **_others: default)
    set = forgiving(RedisCache.set, lambda *_args, **_others: None)
    touch = forgiving(RedisCache.touch, lambda *_args, **_others: False)
    delete = forgiving(RedisCache.delete, lambda *_args, **_others: False)
    get_many = forgiving(RedisCache.get_many, lambda *_args, **_others: {})
    has_key = forgiving(RedisCache.has_key, lambda *_args, **_others: False)
    incr = forgiving(RedisCache.incr, lambda *_args, **_others: 1)
    set_many = forgiving(RedisCache.set_many, lambda *_args, **_others: [])
    delete_many = forgiving(RedisCache.delete_many, lambda *_args, **_others: None)
    clear = forgiving(RedisCache.clear, lambda *_args, **_others: False)
