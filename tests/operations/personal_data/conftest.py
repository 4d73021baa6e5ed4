import pytest
from django.db import connection

from tests.access import confirm_access
from tests.operations.personal_data.people import create_person


@pytest.fixture
def person(news):
    """A person who left traces everywhere, with colleagues."""
    found = create_person(news)
    connection.run_on_commit = []
    return found


@pytest.fixture
def chief(person, client):
    """An administrator who has signed in, and entered the password again."""
    client.force_login(person.chief)
    confirm_access(client)
    return person.chief


@pytest.fixture
def commit():
    """Return a function that ends the transaction: what waits for the commit is done."""

    def end():
        callbacks, connection.run_on_commit = connection.run_on_commit, []
        for _savepoints, callback, _robust in callbacks:
            callback()

    return end
