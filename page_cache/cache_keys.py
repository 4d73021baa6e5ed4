"""The key under which a page is cached."""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.http import parse_cookie
from django.utils.translation import get_language

# Prefixes of the parameters that newsletters and social networks add to links. We never read them.
TRACKING = ("utm_", "mtm_", "pk_", "fbclid", "gclid", "mc_cid", "mc_eid", "ref_src")
MAX_QUERY_LENGTH = 500  # characters
# Entries of the WSGI environment (PEP 3333) that a page depends on. Django refuses a host that is
# not in ALLOWED_HOSTS, so nothing is ever cached for it.
PARTS = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT")
# A host in one of the forms that a browser sends, so that a client cannot make up more of them.
HOST = re.compile(r"[a-z0-9.-]*[a-z0-9]|\[[0-9a-f:.]+\]")


def cache_key(environ: dict) -> str | None:
    """Return the cache key of the requested page, or None if it must not be cached."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or path.startswith(settings.PAGE_CACHE_EXCLUDED)
        or settings.SESSION_COOKIE_NAME in parse_cookie(environ.get("HTTP_COOKIE", ""))
        or "HTTP_AUTHORIZATION" in environ
    ):
        return None
    query = normalise_query(environ.get("QUERY_STRING", ""))
    if query is None:
        return None
    # Of several values, Django reads the first (SECURE_PROXY_SSL_HEADER).
    is_secure = environ.get("HTTP_X_FORWARDED_PROTO", "").partition(",")[0].strip() == "https"
    parts = [path, query, get_language(), is_secure, *(environ.get(part) for part in PARTS)]
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def cache_of(environ: dict) -> BaseCache:
    """Return the cache of the requested page: that of the variants, if its URL can be made up."""
    is_variant = (
        environ.get("PATH_INFO", "").startswith(settings.PAGE_CACHE_VARIANTS)
        or normalise_query(environ.get("QUERY_STRING", ""))
        or not _is_usual_host(environ.get("HTTP_HOST", ""))
    )
    return caches["variants" if is_variant else "pages"]


def _is_usual_host(host: str) -> bool:
    """Return whether a `Host` header is in lower case, and has no port but that of BASE_URL."""
    if port := urlsplit(settings.BASE_URL).port:
        host = host.removesuffix(f":{port}")
    return not host or bool(HOST.fullmatch(host))


def normalise_query(query: str) -> str | None:
    """Return a query string sorted and without tracking parameters.

    Returns None if it has a parameter that is not in PAGE_CACHE_PARAMETERS. Of a repeated
    parameter the last value counts, as in Django's `QueryDict`.
    """
    if not query:
        return ""
    if len(query) > MAX_QUERY_LENGTH:
        return None
    try:
        parameters = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=20))
    except ValueError:
        return None
    parameters = {
        name: value for name, value in parameters.items() if not name.startswith(TRACKING)
    }
    if not set(settings.PAGE_CACHE_PARAMETERS).issuperset(parameters):
        return None
    return urlencode(sorted(parameters.items()))
