"""By what a page that is kept is told from all others."""

import hashlib
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import parse_cookie
from django.utils.translation import get_language

# What others put behind an address to see where a reader came from: nobody here reads it.
TRACKING = ("utm_", "mtm_", "pk_", "fbclid", "gclid", "mc_cid", "mc_eid", "ref_src")
MAX_QUERY_LENGTH = 500
# Which parts of the environment of a request (PEP 3333) make another page of it. A host that is
# none of ours is refused by whoever makes the page, so that nothing is kept for it.
PARTS = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT")


def cache_key(environ: dict) -> str | None:
    """Return the name of the page that is asked for; None where none is kept for the request."""
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
    is_secure = environ.get("HTTP_X_FORWARDED_PROTO") == "https"
    parts = [path, query, get_language(), is_secure, *(environ.get(part) for part in PARTS)]
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def normalise_query(query: str) -> str | None:
    """Return a query in one order and without what is not for us; None for one that we do not know.

    Of a name that stands there twice, Django reads the last value.
    """
    if not query:
        return ""
    if len(query) > MAX_QUERY_LENGTH:
        return None
    try:
        asked = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=20))
    except ValueError:
        return None
    asked = {name: value for name, value in asked.items() if not name.startswith(TRACKING)}
    if not set(settings.PAGE_CACHE_PARAMETERS).issuperset(asked):
        return None
    return urlencode(sorted(asked.items()))
