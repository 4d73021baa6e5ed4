"""Ten image bombs at once: the processes stay small, and readers are answered meanwhile."""

import http.client
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from PIL import Image

from site_config.settings.environment import PROJECT
from tests.journeys.server import served

PEAK = 600  # MB for each process
READERS, LEAST_ANSWERS = 2, 5
PATIENCE = 10  # seconds that a reader waits
AFTERWARDS = 5  # seconds for which readers go on when all is uploaded, as renditions are made then
PAGE = "/?unknown=1"  # The page cache leaves out pages with a parameter that it does not know.
UPLOAD_FORM = "/admin/images/multiple/add/"
# Ten files of at most 3 MB: mode, pixels and options. The site accepts those without a number.
BOMBS = {
    "bitmap.png": ("1", (7000, 7000), {}),
    "bitmap of 400 megapixels.png": ("1", (20_000, 20_000), {}),
    "opaque.png": ("RGB", (6900, 5300), {"compress_level": 1}),
    "transparent.png": ("RGBA", (5200, 4000), {"compress_level": 1}),
    "transparent of 169 megapixels.png": ("RGBA", (13_000, 13_000), {"compress_level": 1}),
    "progressive.jpg": ("RGB", (4900, 3600), {"progressive": True}),
    "progressive print of 49 megapixels.jpg": ("CMYK", (7000, 7000), {"progressive": True}),
    "transparent of 49 megapixels.webp": ("RGBA", (7000, 7000), {"method": 0}),
    "photograph.avif": ("RGB", (4900, 3600), {"speed": 10}),
    "palette.gif": ("P", (5300, 4000), {}),
}
TOO_LARGE = (" megapixels, but the site accepts up to ", "This file has too many pixels")
BUSY = "The site is processing other images. Try again in a minute."
# Prints the key of a new session of an editor.
SIGN_IN = """
import django
django.setup()
from django.test import Client
from users.models import User
client = Client()
client.force_login(User.objects.get(username="editor"))
print(client.session.session_key)
"""


@pytest.fixture(scope="module")
def bombs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bombs")
    for name, (mode, size, options) in BOMBS.items():
        Image.new(mode, size).save(folder / name, **options)
    return [folder / name for name in BOMBS]


@pytest.fixture(scope="module")
def site(demo_environment):
    """A site that two processes serve: its address, these processes, and an editor's cookies."""
    command = [sys.executable, "-c", SIGN_IN]
    key = subprocess.check_output(command, cwd=PROJECT, env=demo_environment, text=True).strip()
    url = demo_environment["BASE_URL"]
    cookies = {settings.SESSION_COOKIE_NAME: key}
    with served(demo_environment, urlsplit(url).port) as above:
        form = requests.Session().get(url + UPLOAD_FORM, cookies=cookies, timeout=PATIENCE)
        cookies |= form.cookies.get_dict()
        yield SimpleNamespace(url=url, cookies=cookies, processes=children(above.pid))


def children(pid):
    """Return the folders in /proc of the children of a process."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [Path("/proc", child) for each in lists for child in each.read_text().split()]


def peak(process):
    """Return the most memory that a process has ever taken, in MB, as the kernel recorded it."""
    lines = (process / "status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return int(fields["VmHWM"].split()[0]) * 1024 / 1e6


def processor_time(process):
    """Return the ticks for which the threads of a process have run."""
    fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def wait_until_idle(processes):
    """Wait for the renditions, which are made after the answer to an upload."""
    ticks = None
    for _second in range(30):
        before, ticks = ticks, [processor_time(process) for process in processes]
        if ticks == before:
            return
        time.sleep(1)


def upload(site, path):
    """Upload a file as the form for several images does; return the status and what it says."""
    csrf_token = site.cookies[settings.CSRF_COOKIE_NAME]
    answer = requests.post(
        site.url + UPLOAD_FORM,
        data={"title": path.stem, "csrfmiddlewaretoken": csrf_token},
        files={"files[]": (path.name, path.read_bytes())},
        cookies=site.cookies,
        headers={"X-Requested-With": "XMLHttpRequest", "Referer": site.url + UPLOAD_FORM},
        timeout=60,
    )
    if answer.status_code != 200:
        return answer.status_code, answer.text
    answered = answer.json()
    return 200, "stored" if answered["success"] else answered["error_message"]


def read(site, finished):
    """Ask for a page again and again; return the status, start and end of each answer."""
    answers = []
    while not finished.is_set():
        start = time.monotonic()
        with closing(http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=60)) as server:
            server.request("GET", PAGE)
            response = server.getresponse()
            response.read()
        answers.append((response.status, start, time.monotonic()))
        time.sleep(0.1)
    return answers


@pytest.fixture(scope="module")
def attack(site, bombs):
    """What was answered while ten threads uploaded a bomb each, and the memory that this took."""
    finished = threading.Event()
    with ThreadPoolExecutor(READERS) as readers, ThreadPoolExecutor(len(bombs)) as uploaders:
        reading = [readers.submit(read, site, finished) for _number in range(READERS)]
        try:
            said = dict(zip(BOMBS, uploaders.map(partial(upload, site), bombs), strict=True))
            uploaded = time.monotonic()
            time.sleep(AFTERWARDS)
        finally:
            finished.set()
    wait_until_idle(site.processes)
    answers = [answer for each in reading for answer in each.result()]
    return SimpleNamespace(
        said=said,
        statuses={status for status, _start, _end in answers},
        waits=[end - start for _status, start, end in answers],
        meanwhile=sum(end < uploaded for _status, _start, end in answers),
        peaks=[peak(process) for process in site.processes],
    )


def test_every_upload_is_stored_or_refused_with_a_reason(attack):
    for name, (status, text) in attack.said.items():
        expected = (*TOO_LARGE, BUSY) if "megapixels" in name else ("stored", BUSY)
        assert status in (200, 400, 413, 429, 503), (name, status)
        assert any(part in text for part in expected), (name, text)
    assert (200, "stored") in attack.said.values()


def test_readers_are_answered_meanwhile(attack):
    assert attack.statuses == {200}
    assert max(attack.waits) < PATIENCE
    assert attack.meanwhile >= LEAST_ANSWERS


def test_processes_stay_small(attack):
    assert len(attack.peaks) == 2
    assert max(attack.peaks) < PEAK
