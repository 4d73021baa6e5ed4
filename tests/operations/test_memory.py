"""A small server: one worker, the scheduler, SQLite, and a large photograph."""

import io
import urllib.request
import uuid
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests.journeys.server import served
from tests.operations.browser import Browser

pytestmark = pytest.mark.slow

MAX_MEGABYTES = 400
REQUESTS = 1000


def megabytes(pid):
    """Return the proportional set size of a process and of those that it has started."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    own = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(map(megabytes, children))


def photograph():
    """Return a JPEG file of 24 megapixels."""
    small = Image.effect_noise((600, 400), 80).convert("RGB")
    file = io.BytesIO()
    small.resize((6000, 4000)).save(file, "JPEG", quality=85)
    return file.getvalue()


def upload(editor, content):
    """Upload an image by the form of the admin; return the status."""
    _status, page = editor.get("/admin/images/add/")
    form = BeautifulSoup(page, "html.parser").select_one("form[enctype]")
    fields = {
        field["name"]: field.get("value", "")
        for field in form.select("input[name], textarea[name]")
        if field.get("type") not in {"file", "submit", "checkbox"}
    }
    options = form.select("select[name=licence] option[value]")
    fields |= {"title": "Large", "credit": "Ada", "licence": options[1]["value"]}
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = "".join(parts).encode() + head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    headers = {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Referer": editor.url,
    }
    request = urllib.request.Request(f"{editor.url}/admin/images/add/", body, headers)
    with editor.opener.open(request, timeout=120) as response:
        return response.status


def test_small_server_runs_in_400_megabytes(small_site, record_property):
    url = small_site.environment["BASE_URL"]
    with served(small_site.environment, url.rpartition(":")[2], workers=1) as server:
        scheduler = small_site.start("run_scheduler")
        reader, editor = Browser(url), Browser(url)
        paths = ["/", "/news/", "/events/", "/books/", "/search/?q=article", "/sitemap.xml"]
        paths += [f"/news/article-a-{number}/" for number in range(3)]
        for number in range(REQUESTS):
            path = paths[number % len(paths)]
            status, _text = reader.get(f"{path}{'&' if '?' in path else '?'}page={number % 3}")
            assert status in {200, 404, 429}, path
        editor.sign_in()
        assert upload(editor, photograph()) == 200
        used = megabytes(server.pid) + megabytes(scheduler.pid)
        scheduler.kill()
        scheduler.communicate()
    assert "Large" in str(small_site.lines()["images_siteimage"])
    record_property("report", f"Server with one worker and scheduler: {used:.0f} MB")
    assert used < MAX_MEGABYTES
