"""nginx for tests and measures, found or installed: before the site, or with plain files."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from site_config.settings.environment import PROJECT
from tests.journeys.server import free_port, wait_for
from tests.services import apt_install

MODULES = [
    f"/usr/lib/nginx/modules/{name}.so" for name in ("ndk_http_module", "ngx_http_lua_module")
]
# What a server needs that only sends files: the limit of what can be sent at all.
FILES = """
types {{ text/html html; }}
server {{ listen {place}; root {folder}; gzip_static on; sendfile on; tcp_nopush on; }}
"""


def install() -> None:
    """Install nginx with its module for Lua, where it is not there."""
    if not all(Path(module).exists() for module in MODULES) or not shutil.which("nginx"):
        apt_install("nginx-light")
        apt_install("libnginx-mod-http-lua")


@contextlib.contextmanager
def nginx_before(address: str, folder: Path) -> Iterator[str]:
    """Yield the address of the site behind nginx, as our configuration has it."""
    url = f"http://127.0.0.1:{free_port()}"
    text = (PROJECT / "deploy/nginx.conf").read_text()
    for shipped, ours in {
        "/var/cache/nginx/masthead": str(folder / "cache"),
        "127.0.0.1:8000": urlsplit(address).netloc,
        "listen 8080": f"listen {urlsplit(url).netloc}",
    }.items():
        assert shipped in text
        text = text.replace(shipped, ours)
    with serve(text, folder):
        wait_for(url)
        yield url


@contextlib.contextmanager
def nginx_with_files(folder: Path) -> Iterator[str]:
    """Yield the address of an nginx that sends the files of a folder, compressed where they are."""
    place = f"127.0.0.1:{free_port()}"
    with serve(FILES.format(place=place, folder=folder), folder):
        wait_for(f"http://{place}/")
        yield f"http://{place}"


@contextlib.contextmanager
def serve(text: str, folder: Path) -> Iterator[None]:
    """Run nginx with what stands in its block for HTTP."""
    install()
    (folder / "site.conf").write_text(text)
    modules = "".join(f"load_module {module};\n" for module in MODULES)
    main = folder / "nginx.conf"
    main.write_text(
        f"{modules}daemon off; pid {folder}/pid; error_log stderr error; user root;\n"
        # As many as there are cores would take turns with whoever measures, at random.
        "worker_processes 1;\n"
        f"events {{}} http {{ access_log off; include {folder}/site.conf; }}\n"
    )
    with subprocess.Popen(["nginx", "-p", folder, "-c", main]) as process:
        try:
            yield
        finally:
            process.terminate()
