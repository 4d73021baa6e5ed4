"""Files of the old site: from a folder or from its server, and never from anywhere else."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from importers.wordpress import media_sources
from importers.wordpress.media_sources import Folder, MediaError, NoMedia, Server, refuse_private

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
def test_file_is_found_by_its_address(folder, address):
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


def test_file_has_bounds(folder, monkeypatch):
    monkeypatch.setattr(media_sources, "MOST_BYTES", 3)
    with pytest.raises(MediaError, match="larger"):
        Folder(folder).read(f"{UPLOADS}/2019/05/a%20b.jpg")


def test_without_a_folder_it_is_said():
    with pytest.raises(MediaError, match="No folder"):
        NoMedia().read(UPLOADS)


LEADING = {
    "/moved.jpg": "/good.jpg",
    "/circle.jpg": "/circle.jpg",
    "/inside.jpg": "http://10.0.0.1/metadata",
}


@pytest.fixture
def old_server(monkeypatch):
    """A server of this machine, which is let through; it answers as its paths say."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            if self.path in LEADING:
                self.send_response(302)
                self.send_header("Location", LEADING[self.path])
                self.end_headers()
            elif self.path == "/good.jpg" or (self.path == "/twice.jpg" and len(asked) > 2):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"picture")
            else:
                self.send_error(503 if self.path == "/twice.jpg" else 404)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    original = refuse_private

    def only_elsewhere(address):
        if "127.0.0.1" not in address:
            original(address)

    monkeypatch.setattr(media_sources, "refuse_private", only_elsewhere)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetching():
    server = Server(wait=0.01)
    yield server
    server.session.close()


@pytest.mark.parametrize("name", ["good", "twice", "moved"])
def test_file_is_fetched_with_patience(old_server, fetching, name):
    assert fetching.read(f"{old_server}/{name}.jpg") == b"picture"


@pytest.mark.parametrize(
    ("name", "words"),
    [("none", "answers 404"), ("circle", "circles"), ("inside", "no public host")],
)
def test_what_cannot_be_fetched_is_said(old_server, fetching, name, words):
    with pytest.raises(MediaError, match=words):
        fetching.read(f"{old_server}/{name}.jpg")


def test_what_is_fetched_has_bounds(old_server, fetching, monkeypatch):
    monkeypatch.setattr(media_sources, "MOST_BYTES", 3)
    with pytest.raises(MediaError, match="larger"):
        fetching.read(f"{old_server}/good.jpg")


def test_server_that_is_gone_is_said(old_server, fetching):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(MediaError, match="does not answer"):
        fetching.read(f"http://127.0.0.1:{port}/a.jpg")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://old.example/a",
        "gopher://x",
        "http://",
        "http://127.0.0.1/a",
        "http://localhost/a",
        "http://10.1.2.3/a",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/a",
        "http://[fe80::1]/a",
        "http://0/a",
        "http://[",
        "http://a:99999999/",
    ],
)
def test_addresses_of_our_own_network_are_never_asked(address):
    with pytest.raises(MediaError):
        refuse_private(address)
