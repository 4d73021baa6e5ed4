"""Requests of a reader or an editor, without a browser."""

import gzip
import json
import re
import time
import urllib.parse
import urllib.request
from urllib.error import HTTPError

from operations.health import KEEP_SECONDS
from tests.operations.sites import PASSWORD


class Browser:
    """Requests of one person, with cookies."""

    def __init__(self, url):
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def get(self, path, data=None):
        """Return the status and the text of a response."""
        headers = {"Accept-Encoding": "gzip", "Referer": self.url}
        body = urllib.parse.urlencode(data).encode() if data else None
        request = urllib.request.Request(self.url + path, body, headers)
        try:
            response = self.opener.open(request, timeout=40)
        except HTTPError as error:
            response = error
        with response:
            content = response.read()
            if response.headers.get("Content-Encoding") == "gzip":
                content = gzip.decompress(content)
            return response.status, content.decode()

    def sign_in(self):
        _status, page = self.get("/admin/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        fields = {"login": "ada", "password": PASSWORD, "csrfmiddlewaretoken": token}
        self.get("/admin/accounts/login/", fields)
        assert self.get("/admin/")[0] == 200

    def ready(self):
        """Return the status and the checks of `/readyz`, whose last answer is kept for a moment."""
        time.sleep(KEEP_SECONDS + 0.2)
        status, text = self.get("/readyz")
        return status, json.loads(text)["checks"]
