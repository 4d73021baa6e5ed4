"""nginx for tests and benchmarks: in front of the site, or serving files."""

import contextlib
import re
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
# A server of static files, the upper bound for benchmarks.
FILES = """
types {{ text/html html; }}
server {{ listen {listen}; root {folder}; gzip_static on; sendfile on; tcp_nopush on; }}
"""


def install() -> None:
    """Install nginx with its Lua module, if necessary."""
    if not all(Path(module).exists() for module in MODULES) or not shutil.which("nginx"):
        apt_install("nginx-light")
        apt_install("libnginx-mod-http-lua")


@contextlib.contextmanager
def nginx_before(site_url: str, folder: Path, *, is_limited: bool = True) -> Iterator[str]:
    """Yield the URL of nginx in front of the site, with the configuration from deploy/.

    Measurements are made without its limits, by a single client.
    """
    url = f"http://127.0.0.1:{free_port()}"
    configuration = (PROJECT / "deploy/nginx.conf").read_text()
    for shipped, ours in {
        "/var/cache/masthead-nginx": str(folder / "cache"),
        "127.0.0.1:8000": urlsplit(site_url).netloc,
        "listen 8080": f"listen {urlsplit(url).netloc}",
    }.items():
        assert shipped in configuration
        configuration = configuration.replace(shipped, ours)
    if not is_limited:
        configuration = re.sub(r"(?m)^ *limit_(req|conn) .*$", "", configuration)
    with serve(configuration, folder):
        wait_for(url)
        yield url


@contextlib.contextmanager
def nginx_with_files(folder: Path) -> Iterator[str]:
    """Yield the URL of an nginx that serves a folder, with precompressed files."""
    listen = f"127.0.0.1:{free_port()}"
    with serve(FILES.format(listen=listen, folder=folder), folder):
        wait_for(f"http://{listen}/")
        yield f"http://{listen}"


@contextlib.contextmanager
def serve(configuration: str, folder: Path) -> Iterator[None]:
    """Run nginx with the given content of its `http` block."""
    install()
    (folder / "site.conf").write_text(configuration)
    modules = "".join(f"load_module {module};\n" for module in MODULES)
    main = folder / "nginx.conf"
    main.write_text(
        f"{modules}daemon off; pid {folder}/pid; error_log stderr error; user root;\n"
        # With more workers, scheduling would make measurements vary.
        "worker_processes 1;\n"
        f"events {{}} http {{ access_log off; include {folder}/site.conf; }}\n"
    )
    with subprocess.Popen(["nginx", "-p", folder, "-c", main]) as process:
        try:
            yield
        finally:
            process.terminate()
