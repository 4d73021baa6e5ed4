"""Readers while an editor publishes: several processes, and no stale page."""

import contextlib
import gzip
import http.client
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from site_config.settings.environment import PROJECT
from tests.journeys.server import free_port, served
from tests.proxies import nginx_before
from tests.services import apt_install

READERS, REQUESTS, PUBLICATIONS = 6, 10_000, 10
MAX_COUNT = re.compile(rb"Edition number (\d+)")
# Browsers take compressed pages, some feed readers do not.
CODINGS = ("gzip", "gzip", "identity")
# Publishes the newest article again and again, and says after each time which edition is public.
EDITOR = """
import sys, django
django.setup()
from django.utils.timezone import now
from news.models import ArticlePage
model = ArticlePage.objects.live().latest_first().first()
page = model.copy(update_attrs={"slug": "editions", "title": "Edition number 0"})
page.first_published_at = page.published_at = now()
page.save()
print(page.get_url(), page.get_parent().get_url(), flush=True)
for line in sys.stdin:
    page.title = f"Edition number {int(line)}"
    page.save_revision().publish()
    print(int(line), flush=True)
page.delete()
"""


@pytest.fixture
def nginx(address, tmp_path):
    """The site behind nginx, without the limits for a single client; its address."""
    with nginx_before(address, tmp_path, is_limited=False) as url:
        yield url


@pytest.fixture
def editor(environment, nginx):
    """An editor who publishes in another process, which sends a PURGE to nginx."""
    environment = environment | {"FRONTEND_CACHES": nginx}
    command = [sys.executable, "-c", EDITOR]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, **pipes) as process:
        article, section = process.stdout.readline().split()

        def publish(number):
            process.stdin.write(f"{number}\n")
            process.stdin.flush()
            assert int(process.stdout.readline()) == number

        yield publish, ["/", article, section, "/feed/"]
        process.stdin.close()


def redis_server():
    if not shutil.which("redis-server"):
        apt_install("redis-server")
    return shutil.which("redis-server") or shutil.which("valkey-server")


@contextlib.contextmanager
def host(environment, **settings):
    """Serve the same site once more, as another host does, by two processes."""
    port = free_port()
    with served(environment | settings, port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def hosts(address, environment, nginx, tmp_path):
    """The site as three hosts serve it, of which two share a Redis; one is behind nginx, too."""
    port = str(free_port())
    options = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen([redis_server(), *options], stdout=subprocess.DEVNULL) as redis:
        try:
            shared = {"CACHE_URL": f"redis://127.0.0.1:{port}/0"}
            with host(environment, **shared) as second, host(environment, **shared) as third:
                yield [address, second, third, nginx]
        finally:
            redis.terminate()


def read(hosts, paths, number, published):
    """Ask for one page after the other; return what is wrong, or older than what was public."""
    faults = []
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(closing(connect(host))) for host in hosts]
        for at in range(number):
            path, connection = paths[at % len(paths)], connections[at // len(paths) % len(hosts)]
            least = published[-1]
            coding = CODINGS[at % len(CODINGS)]
            connection.request("GET", path, headers={"Accept-Encoding": coding})
            response = connection.getresponse()
            html = response.read()
            html = gzip.decompress(html) if response.headers["Content-Encoding"] else html
            shown = max(map(int, MAX_COUNT.findall(html)), default=0)
            if response.status != 200 or shown < least:
                faults.append((path, response.status, shown, least))
    return faults


def connect(host):
    return http.client.HTTPConnection(urlsplit(host).netloc, timeout=30)


def test_no_page_is_older_than_its_publication(hosts, editor):
    publish, paths = editor
    publish(1)
    published = [1]
    with ThreadPoolExecutor(READERS) as readers:
        given = (hosts, paths, REQUESTS // READERS, published)
        reading = [readers.submit(read, *given) for _ in range(READERS)]
        for number in range(2, PUBLICATIONS + 2):
            time.sleep(0.3)
            publish(number)
            published.append(number)
        assert [each.result() for each in reading] == [[]] * READERS
    assert read(hosts, paths, 12 * len(paths), published) == []


def answer(url, path, method="GET", **headers):
    with closing(connect(url)) as connection:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        response.read()
        return response.status, response.headers["X-Cache-Status"]


def test_nginx_answers_for_readers_alone(nginx):
    assert [answer(nginx, "/about/") for _ in range(2)] == [(200, "MISS"), (200, "HIT")]
    assert answer(nginx, "/about/", Cookie="a=b; sessionid=x") == (200, "BYPASS")
    assert [answer(nginx, "/search/?q=a") for _ in range(2)] == [(200, None)] * 2
    assert [answer(nginx, "/admin/login/") for _ in range(2)] == [(302, "MISS")] * 2
    assert answer(nginx, "/about/", "PURGE")[0] == 200
    assert answer(nginx, "/about/") == (200, "MISS")


def test_nginx_limits_a_flood(address, tmp_path):
    with nginx_before(address, tmp_path) as url:
        with ThreadPoolExecutor(8) as readers:
            statuses = list(readers.map(lambda _: answer(url, "/about/")[0], range(300)))
        assert set(statuses) == {200, 429}
        time.sleep(2)
        assert answer(url, "/about/")[0] == 200
