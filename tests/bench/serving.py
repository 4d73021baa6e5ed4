"""How much the server takes: pages that are kept, pages that are not, and nginx beside both."""

import gzip
import http.client
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.sites import ScratchSite
from tests.proxies import nginx_before, nginx_with_files
from tests.services import apt_install

SECONDS = float(os.environ.get("SECONDS", "2"))
CONNECTIONS = (1, 8)
LUA = Path(__file__).parent / "load.lua"
# Searches are limited for each reader, and have a table of their own.
NOT_UNDER_LOAD = ("search",)
PUBLICATIONS, BETWEEN = 3, 1.0  # seconds


def wrk(url: str, connections: int, seconds: float = SECONDS) -> dict[str, float]:
    """Ask for one page as fast as it comes; return the rate and the times in milliseconds."""
    if not shutil.which("wrk"):
        apt_install("wrk")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "-s", str(LUA)]
    command += ["-H", "Accept-Encoding: gzip", url]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(found.strip().rpartition("\n")[2])


def get(url: str) -> bytes:
    """Return a page as it is sent to a browser."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as response:
        return response.read()


def measure(site: ScratchSite, pages: dict[str, dict]) -> dict[str, object]:
    """Return the figures of all kinds of pages, alone and beside nginx."""
    paths = {kind: page["address"] for kind, page in pages.items() if kind not in NOT_UNDER_LOAD}
    found: dict[str, object] = {}
    with site.served() as server:
        found["memory at rest"] = memory(server)
        found["kept"] = each(paths, site.address, CONNECTIONS)
        many(site.address, paths.values())
        found["memory later"] = memory(server)
        found["nginx"] = behind_nginx(site, paths)
        found["files"] = as_files(site, paths)
        found["publishing"] = while_publishing(site, paths)
    with site.served(PAGE_CACHE_SECONDS="0"):
        found["uncached"] = each(paths, site.address, CONNECTIONS)
    return found


def each(
    paths: dict[str, str], address: str, connections: Iterable[int] = CONNECTIONS[-1:]
) -> dict[str, dict]:
    """Return what was found of each page with so many connections."""
    for path in paths.values():
        for _process in range(8):
            get(address + path)
    return {
        kind: {number: wrk(address + path, number) for number in connections}
        for kind, path in paths.items()
    }


def behind_nginx(site: ScratchSite, paths: dict[str, str]) -> dict[str, dict]:
    """Return the same where nginx stands before the site and keeps its pages."""
    with (
        tempfile.TemporaryDirectory(dir=site.folder) as folder,
        nginx_before(site.address, Path(folder), is_limited=False) as url,
    ):
        return each(paths, url)


def as_files(site: ScratchSite, paths: dict[str, str]) -> dict[str, dict]:
    """Return the same for the same pages as files, which nothing can send faster."""
    with tempfile.TemporaryDirectory(dir=site.folder) as folder:
        files = {}
        for kind, path in paths.items():
            sent = get(site.address + path)
            name = f"{kind.replace(' ', '-')}.html"
            (Path(folder) / f"{name}.gz").write_bytes(sent)
            (Path(folder) / name).write_bytes(gzip.decompress(sent))
            files[kind] = f"/{name}"
        (Path(folder) / "index.html").write_text("nothing")
        with nginx_with_files(Path(folder)) as url:
            return each(files, url)


def many(address: str, paths: object, number: int = 10_000) -> None:
    """Ask so often for pages, one after the other."""
    paths = list(paths)
    with closing(http.client.HTTPConnection(urlsplit(address).netloc)) as connection:
        for at in range(number):
            # Each hundredth of them is made for this request alone.
            path = paths[at % len(paths)] + ("?unknown=1" if at % 100 == 0 else "")
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            connection.getresponse().read()


def memory(server: subprocess.Popen) -> int:
    """Return how much the larger of the processes has in memory, in MB."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    status = (Path(f"/proc/{child}/status").read_text() for child in children)
    return max(int(text.partition("VmRSS:")[2].split()[0]) // 1024 for text in status)


def while_publishing(site: ScratchSite, paths: dict[str, str]) -> dict[str, object]:
    """Return what readers of the front page meet while an editor publishes again and again."""
    front = site.address + paths["front page"]
    seconds = round(PUBLICATIONS * BETWEEN + BETWEEN)
    times = []
    with ThreadPoolExecutor(1) as readers:
        load = readers.submit(wrk, front, 8, seconds)
        for _publication in range(PUBLICATIONS):
            time.sleep(BETWEEN)
            site.run("-m", "tests.bench.publishing")
            begun = time.perf_counter()
            get(front)
            times.append((time.perf_counter() - begun) * 1000)
        return {"load": load.result(), "next request": statistics.median(times)}
