"""What has failed is said in words; what is a bug of ours is not excused."""

import errno
import json

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory
from psycopg.errors import ReadOnlySqlTransaction

from operations.faults import fault, handle_error


def caused(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("connection refused"), "The database of the site does not answer."),
        (InterfaceError("connection already closed"), "The database of the site does not answer."),
        (OperationalError("database is locked"), "The database of the site does not answer."),
        (OperationalError("attempt to write a readonly database"), "nothing can be saved"),
        (caused(Exception(), ReadOnlySqlTransaction()), "nothing can be saved"),
        (OperationalError("database or disk is full"), "The disk of the server is full"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk of the server is full"),
        (caused(ValueError(), OSError(errno.EDQUOT, "")), "The disk of the server is full"),
        (OSError(errno.EROFS, ""), "where the site keeps its files"),
        (OSError(errno.EIO, ""), "where the site keeps its files"),
        (EndpointConnectionError(endpoint_url="https://s3"), "where the site keeps its files"),
        (ClientError({"Error": {}}, "PutObject"), "where the site keeps its files"),
    ],
)
def test_fault_is_named(error, words):
    assert words in fault(error)


@pytest.mark.parametrize(
    "error", [None, ValueError(), KeyError("a"), FileNotFoundError(errno.ENOENT, "")]
)
def test_bug_is_no_fault(error):
    assert fault(error) is None


def respond(error, path="/", method="get", **headers):
    request = getattr(RequestFactory(), method)(path, headers=headers)
    try:
        raise error
    except type(error):
        return handle_error(request)


def test_reader_is_asked_to_wait():
    response = respond(OperationalError("password=secret"))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Cache-Control"] == "no-store"
    text = response.content.decode()
    assert "The fault is ours" in text
    assert "secret" not in text


def test_editor_is_told_that_nothing_was_saved():
    text = respond(OperationalError(), "/admin/pages/4/edit/", "post").content.decode()
    assert "What you sent was not saved. Go back" in text
    text = respond(OperationalError(), "/admin/").content.decode()
    assert "Leave pages that you are writing open" in text


def test_script_gets_json():
    response = respond(
        OperationalError(), "/admin/pages/4/edit/", "post", accept="application/json"
    )
    assert response.status_code == 503
    assert json.loads(response.content)["error"] == "The database of the site does not answer."


def test_bug_answers_as_before():
    response = respond(ValueError())
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
