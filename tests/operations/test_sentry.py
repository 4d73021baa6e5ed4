"""Errors are reported to Sentry, and nothing about who caused them."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.commands import GOOD, manage

SCRIPT = """
from unittest.mock import patch
import sentry_sdk
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
application = get_wsgi_application()
# The report has lines of the code, too.
word, address = "sec" + "ret", "192.0.2" + ".77"
sent = {"HTTP_HOST": "example.org", "HTTP_X_FORWARDED_PROTO": "https"}
sent |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": word, "HTTP_COOKIE": f"a={word}"}
environ = RequestFactory().get(f"/robots.txt?q={word}", **sent).environ
with patch("core.rate_limits._limits", side_effect=ValueError(f"The reason: {word}")):
    application(environ, lambda *_args: None)
sentry_sdk.flush()
"""


def test_report_has_nothing_personal(tmp_path):
    bodies = []

    class Sentry(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_compressed = self.headers.get("Content-Encoding") == "gzip"
            bodies.append((gzip.decompress(body) if is_compressed else body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Sentry) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        result = manage(
            *("shell", "-v", "0", "-c", SCRIPT),
            **GOOD,
            SENTRY_DSN=f"http://key@127.0.0.1:{server.server_port}/1",
            DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3",
        )
        server.shutdown()
    reported = "\n".join(bodies)
    assert "ValueError" in reported, (result.stdout, result.stderr)
    assert "example.org/robots.txt" in reported
    for text in ("secret", "192.0.2.77"):
        assert text not in reported
