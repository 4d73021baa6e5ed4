"""Files are read from a folder or from the source’s server, and from no other place."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.outgoing import Limits, is_public
from importers import media_sources
from importers.media_sources import Folder, MediaError, NoMedia, Server

UPLOADS = "https://old.example/wp-content/uploads"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "uploads/2019/05").mkdir(parents=True)
    (tmp_path / "uploads/2019/05/a b.jpg").write_bytes(b"picture")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (tmp_path / "uploads/link.txt").symlink_to(tmp_path / "secret.txt")
    return tmp_path / "uploads"


@pytest.mark.parametrize(
    "address",
    [
        f"{UPLOADS}/2019/05/a%20b.jpg",
        "https://site.files.wordpress.com/2019/05/a%20b.jpg?w=300",
        "https://old.example/files/2019/05/a b.jpg",
        "//old.example/wp-content/uploads/2019/05/a%20b.jpg",
    ],
)
def test_file_is_found_by_its_url(folder, address):
    assert Folder(folder).read(address) == b"picture"
    assert Folder(folder.parent).read(address) == b"picture"


@pytest.mark.parametrize(
    "address",
    [
        f"{UPLOADS}/2019/05/none.jpg",
        f"{UPLOADS}/../secret.txt",
        f"{UPLOADS}/%2e%2e/secret.txt",
        f"{UPLOADS}/link.txt",
        f"{UPLOADS}/2019/05",
        f"{UPLOADS}/a\0b",
        "http://[",
        "",
        UPLOADS + "/x" * 3000,
    ],
)
def test_nothing_outside_the_folder_is_read(folder, address):
    with pytest.raises(MediaError):
        Folder(folder).read(address)


def test_size_of_a_file_is_limited(folder, monkeypatch):
    monkeypatch.setattr(media_sources, "MAX_BYTES", 3)
    with pytest.raises(MediaError, match="larger"):
        Folder(folder).read(f"{UPLOADS}/2019/05/a%20b.jpg")


def test_missing_folder_is_an_error():
    with pytest.raises(MediaError, match="No folder"):
        NoMedia().read(UPLOADS)


REDIRECTS = {
    "/moved.jpg": "/good.jpg",
    "/circle.jpg": "/circle.jpg",
    "/inside.jpg": "http://10.0.0.1/metadata",
}


@pytest.fixture
def old_server(monkeypatch):
    """Return the URL of a local server, which is exempt from the check for private hosts."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            if self.path in REDIRECTS:
                self.send_response(302)
                self.send_header("Location", REDIRECTS[self.path])
                self.end_headers()
            elif self.path == "/good.jpg" or (self.path == "/twice.jpg" and len(requests) > 2):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"picture")
            else:
                self.send_error(503 if self.path == "/twice.jpg" else 404)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(
        "core.outgoing.is_public", lambda address: address.is_loopback or is_public(address)
    )
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def server():
    return Server(wait=0.01)


@pytest.mark.parametrize("name", ["good", "twice", "moved"])
def test_file_is_fetched_with_retries_and_redirects(old_server, server, name):
    assert server.read(f"{old_server}/{name}.jpg") == b"picture"


@pytest.mark.parametrize(
    ("name", "message"),
    [("none", "status 404"), ("circle", "too many redirects"), ("inside", "not a public host")],
)
def test_file_that_cannot_be_fetched_is_an_error(old_server, server, name, message):
    with pytest.raises(MediaError, match=message):
        server.read(f"{old_server}/{name}.jpg")


def test_size_of_a_fetched_file_is_limited(old_server, server, monkeypatch):
    monkeypatch.setattr(media_sources, "LIMITS", Limits(max_bytes=3, seconds=5))
    with pytest.raises(MediaError, match="larger"):
        server.read(f"{old_server}/good.jpg")


def test_server_that_is_offline_is_an_error(old_server, server):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(MediaError, match="does not respond"):
        server.read(f"http://127.0.0.1:{port}/a.jpg")
