import pytest

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


@pytest.fixture
def mailing(db):
    """A mailing to three people."""
    return create_mailing(3)
