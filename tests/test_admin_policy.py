"""The policies of all pages of the admin: inline scripts are allowed only where they are needed."""

import pytest
from bs4 import BeautifulSoup

from tests.addresses import Visitor, close, patterns_by_name, rolled_back
from tests.role_requests import Matrix
from users.models import User

NAMES = {name: patterns for name, patterns in patterns_by_name().items() if patterns[0].is_admin}
DATA = ("application/json", "text/template", "text/django-form-template", "application/ld+json")


def inline_scripts(html):
    """Return the inline scripts and event handlers of a page."""
    page = BeautifulSoup(html, "html.parser")
    scripts = [
        str(script)[:80]
        for script in page.find_all("script")
        if not script.get("src") and script.get("type") not in DATA
    ]
    handlers = [
        f"{name}={value}"[:80]
        for tag in page.find_all()
        for name, value in tag.attrs.items()
        if name.startswith("on") or "javascript:" in str(value)
    ]
    return scripts + handlers


@pytest.fixture(scope="module")
def matrix(django_db_setup, django_db_blocker, site_snapshot):
    with django_db_blocker.unblock(), rolled_back():
        found = Matrix(site_snapshot)
        chief = User.objects.create_superuser("chief", "chief@example.org", "password")
        found.visitors["superuser"] = Visitor(chief)
        yield found


@pytest.mark.parametrize("name", NAMES)
def test_policy_fits_the_page(matrix, name):
    """What a page needs, and no more: a script that is injected must not run."""
    for label, path in matrix.addresses(name, matrix.office.draft):
        with matrix.visitors["superuser"].get(path) as response:
            is_page = response.headers.get("Content-Type", "").startswith("text/html")
            if response.status_code != 200 or not is_page:
                close(response)
                continue
            policy = response.headers["Content-Security-Policy"]
            found = inline_scripts(response.content.decode())
            close(response)
        scripts = [part for part in policy.split("; ") if part.startswith("script-src")]
        allows = "'unsafe-inline'" in "".join(scripts)
        assert allows == bool(found), (label, found)
