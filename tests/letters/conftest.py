import pytest

from letters.models import Mailing
from tests.letters.mailings import create_mailing
from tests.letters.smtp import Faults, MailServer, use


@pytest.fixture
def faults():
    return Faults()


@pytest.fixture
def server(faults, settings):
    """A mail server that our settings name."""
    with MailServer(faults) as running:
        use(settings, running)
        yield running


@pytest.fixture(autouse=True)
def no_others(request):
    """Delete the mailings of a site that several tests share."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        Mailing.objects.all().delete()


@pytest.fixture
def mailing(db, no_others):
    """A mailing to three people."""
    return create_mailing(3)
