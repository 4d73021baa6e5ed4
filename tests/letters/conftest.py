import pytest

from letters.models import Mailing, Source, Subscriber
from tests import factories
from tests.letters.mailings import create_mailing
from tests.letters.pages import LISTS
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


@pytest.fixture
def weekly_list(home):
    return factories.MailingListFactory(slug="weekly")


@pytest.fixture
def archive(home):
    return factories.LetterIndexPageFactory(parent=home, title="Letters", slug="all-letters")


@pytest.fixture
def letter(archive, weekly_list, editor):
    """A draft that the editor wrote."""
    page = factories.LetterPageFactory(
        parent=archive,
        title="The tide & the turn",
        preheader="Three stories and a walk",
        mailing_list=weekly_list,
        body=LISTS,
        live=False,
        owner=editor,
    )
    page.save_revision(user=editor)
    return page


@pytest.fixture
def subscribers(weekly_list):
    return [
        Subscriber.objects.subscribe(f"r{i}@example.org", [weekly_list], Source.FORM)
        for i in range(4)
    ]
