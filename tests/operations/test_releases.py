"""Sites of earlier releases are upgraded, and every page of them is read."""

import hashlib
import json

import pytest

from site_config.settings.environment import PROJECT
from tests.databases import is_postgresql
from tests.operations.release import unpack

RELEASES = sorted((PROJECT / "tests/data").glob("release-*"))
READ = """
import json
from django.test import Client
from django.urls import reverse
from users.models import User
from wagtail.models import Page
reader, editor = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
editor.force_login(User.objects.get(username="administrator"))
found = []
for page in Page.objects.filter(depth__gt=1).specific():
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    statuses = [editor.get(edit).status_code]
    if page.live:
        statuses.append(reader.get(page.get_url()).status_code)
    page.save_revision()
    found.append([type(page).__name__, page.title, statuses])
print(json.dumps(found))
"""


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_site_of_a_release_is_upgraded(release, elsewhere, tmp_path):
    kind = "postgresql" if is_postgresql() else "sqlite"
    elsewhere.manage("restore", str(unpack(release, kind, tmp_path)))
    assert not elsewhere.manage("migrate", "--check", "-v", "0")
    assert "lacks" not in elsewhere.manage("setup", "--no-input")
    output = elsewhere.manage("shell", "-v", "0", "-c", READ)
    pages = json.loads(output.splitlines()[-1])
    assert {name for name, _title, _statuses in pages} >= {"ArticlePage", "EventPage", "BookPage"}
    assert not [page for page in pages if set(page[2]) - {200, 301, 302}]
    assert elsewhere.files()


def test_there_is_a_release():
    assert RELEASES


def test_released_migrations_never_change():
    """A change of models after a release has a migration of its own."""
    for release in RELEASES:
        checksums = json.loads((release / "migrations.json").read_text())
        assert len(checksums) > 15
        for name, expected in checksums.items():
            content = (PROJECT / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == expected, name
