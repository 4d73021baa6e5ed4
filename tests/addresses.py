"""Every address of the site: the URL patterns of the resolver, with their arguments filled in."""

import contextlib
import re
from typing import NamedTuple

from django.core.cache import caches
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.access import confirm_access

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
# Regular expressions without named groups, and what is written in their place.
UNNAMED = {
    r"(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/": (
        "<page_id>/revisions/compare/live...latest/"
    ),
    r"(\d+)/(.*)": "<document_id>/<filename>",
    r".*/": "no-such-address/",
    r"((?:[\w\-]+/)*)": "<page_path>",
}


class Pattern(NamedTuple):
    """A URL pattern; one without a name is known by its route."""

    name: str
    route: str

    @property
    def is_admin(self):
        return self.route.startswith("admin/")

    @property
    def parameters(self):
        return [old or new for old, new in PARAMETER.findall(self.route)]


def patterns(resolver=None, route="", namespaces=()):
    """Yield every pattern of the site, in the order in which they are tried."""
    for each in (resolver or get_resolver()).url_patterns:
        whole = route + str(each.pattern).removeprefix("^").removesuffix("$")
        if isinstance(each, URLResolver):
            inner = [each.namespace] if each.namespace else []
            yield from patterns(each, whole, (*namespaces, *inner))
        else:
            name = ":".join((*namespaces, each.name)) if each.name else readable(whole)
            yield Pattern(name, readable(whole))


def readable(route):
    """Return a route in which every argument has a name."""
    for expression, replacement in UNNAMED.items():
        if route.endswith(expression):
            return route.removesuffix(expression) + replacement
    return route


def patterns_by_name():
    """Return the patterns, keyed by name; a few names have several patterns."""
    named = {}
    for pattern in patterns():
        if pattern not in named.setdefault(pattern.name, []):
            named[pattern.name].append(pattern)
    return named


class Address(NamedTuple):
    """An address, and the name of its pattern with what tells it from others of that name."""

    label: str
    path: str


def fill(pattern, values, cases):
    """Return the addresses of a pattern.

    `values` has an argument by its name, or by the namespace or name of the pattern with it;
    `cases` has, by the name of a pattern, several sets of arguments.
    """
    found = []
    for case in cases.get(pattern.name, [{}]):
        arguments = [_value(pattern, name, values | case) for name in pattern.parameters]
        rest = iter(arguments)
        path = "/" + PARAMETER.sub(lambda _match, rest=rest: str(next(rest)), pattern.route)
        found.append(Address(f"{pattern.name} {case.get('case', '')}".strip(), path))
    return found


def _value(pattern, name, values):
    namespaces = pattern.name.split(":")
    prefixes = [":".join(namespaces[:length]) for length in range(len(namespaces), 0, -1)]
    for key in [*(f"{prefix} {name}" for prefix in prefixes), name]:
        if key in values:
            return values[key]
    raise KeyError(f"{pattern.name}: add a value for the argument “{name}” to tests/office.py.")


@contextlib.contextmanager
def rolled_back():
    """Undo everything that happens within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def close(response):
    """Close a response as the client does, which leaves the database connection open."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


class Visitor:
    """A person who makes single requests: none of them has an effect on the next one."""

    def __init__(self, user=None):
        client = Client()
        if user:
            client.force_login(user)
            confirm_access(client)
        self.cookies = {name: cookie.value for name, cookie in client.cookies.items()}

    @property
    def client(self):
        """A client that answers an exception with the status 500, as a server does."""
        for kept in caches.all():
            kept.clear()
        client = Client(raise_request_exception=False)
        for name, value in self.cookies.items():
            client.cookies[name] = value
        return client

    @contextlib.contextmanager
    def get(self, path):
        with rolled_back():
            yield self.client.get(path)

    @contextlib.contextmanager
    def post(self, path, data):
        with rolled_back():
            yield self.client.post(path, data)
