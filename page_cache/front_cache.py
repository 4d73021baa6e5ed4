"""Purge the caches in front of the site, without waiting for one that does not answer."""

import logging
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.backends import BaseBackend

log = logging.getLogger(__name__)

TIMEOUT = 2  # seconds; a publication waits for it


class PurgeBackend(BaseBackend):
    """Send PURGE requests, as Wagtail's HTTPBackend does, which waits for ever."""

    def __init__(self, params: dict) -> None:
        super().__init__(params)
        self.location = urlsplit(params["LOCATION"])

    def purge(self, url: str) -> None:
        """Purge a URL; log failures."""
        parts = urlsplit(url)
        kind = HTTPSConnection if self.location.scheme == "https" else HTTPConnection
        connection = kind(self.location.netloc, timeout=TIMEOUT)
        target = parts._replace(scheme="", netloc="", fragment="").geturl()
        try:
            connection.request("PURGE", target, headers={"Host": parts.netloc})
            response = connection.getresponse()
            if response.status >= 400:
                log.error("The cache %s refused PURGE: %s", self.location.netloc, response.status)
        except (HTTPException, OSError) as error:
            log.error("The cache %s was not purged: %s", self.location.netloc, error)
        finally:
            connection.close()
