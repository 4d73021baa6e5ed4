import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils.timezone import now

from form_pages.builder import STAMP, TRAP
from tests import factories


def post(client, page, data):
    """Send a form as browsers do."""
    return client.post(
        page.url, urlencode(data, doseq=True), content_type="application/x-www-form-urlencoded"
    )


@pytest.fixture
def page(home):
    return factories.FormPageFactory(parent=home, title="Write to us", slug="write")


@pytest.fixture
def petition(home):
    return factories.FormPageFactory(parent=home, title="Night bus", slug="bus", kind="petition")


@pytest.fixture
def send(client, monkeypatch):
    """Fill in the form of a page as a reader does, some seconds after it was displayed."""

    def send_form(page, answers, seconds=10, client=client):
        html = client.get(page.url).content.decode()
        stamp = re.search(rf'name="{STAMP}" value="([^"]+)"', html)
        data = {TRAP: "", STAMP: stamp[1] if stamp else "", "form-consent": "on"} | answers
        moment = (now() + timedelta(seconds=seconds)).timestamp()
        monkeypatch.setattr("django.core.signing.time.time", lambda: moment)
        response = post(client, page, data)
        monkeypatch.undo()
        return response

    return send_form


@pytest.fixture
def message():
    return {
        "your_name": "Ann Reader",
        "your_email_address": "Ann@Example.org",
        "your_message": "Good evening.\r\n\r\nA question.",
    }
