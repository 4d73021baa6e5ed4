"""Requests have an id, and logs nothing about who makes them."""

import io
import json
import logging
import logging.config
import time

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.http import HttpResponse
from django.test import RequestFactory

from operations.error_mail import ErrorMailHandler
from operations.request_log import RequestIdFilter, RequestLog
from site_config.settings import base


def request(application, path="/news/?q=secret", **environ):
    """Send a request through the log, and return the headers of the response."""
    found = []
    environ = RequestFactory().get(path, **environ).environ
    list(RequestLog(application)(environ, lambda _status, headers: found.extend(headers)))
    return dict(found)


def answer(_environ, start):
    logging.getLogger("core").warning("Something happened")
    start("200 OK", [("Content-Type", "text/plain")])
    return [b""]


@pytest.fixture
def log(request):
    """A stream with what the log of the settings writes, in the format of the parameter."""
    stream = io.StringIO()
    config = json.loads(json.dumps(base.LOGGING))
    config["handlers"]["console"] |= {"formatter": getattr(request, "param", "text")}
    handlers = logging.root.handlers[:], logging.root.level
    logging.config.dictConfig(config)
    logging.root.handlers[0].setStream(stream)
    yield stream
    logging.root.handlers[:] = handlers[0]
    logging.root.setLevel(handlers[1])


@pytest.mark.parametrize("given", ["0f8fad5b-d9cb-469f-a165-70867728950e", "a" * 64])
def test_id_of_the_proxy_is_kept(given):
    assert request(answer, HTTP_X_REQUEST_ID=given)["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "a b c d e f g", "évil-évil-évil"])
def test_other_requests_get_a_new_id(given):
    first, second = (request(answer, HTTP_X_REQUEST_ID=given)["X-Request-ID"] for _ in range(2))
    assert len(first) == 32
    assert first != second


def test_entries_have_the_id(log):
    made = request(answer)["X-Request-ID"]
    assert f"WARNING core [{made}]: Something happened" in log.getvalue()


@pytest.mark.parametrize("log", ["json"], indirect=True)
def test_entries_are_json(log):
    made = request(answer)["X-Request-ID"]
    entry = json.loads(log.getvalue().splitlines()[-1])
    assert (entry["levelname"], entry["name"]) == ("WARNING", "core")
    assert (entry["request_id"], entry["message"]) == (made, "Something happened")


def test_access_log_has_nothing_about_the_reader(log, settings):
    request(answer)
    assert "/news/" not in log.getvalue()
    settings.ACCESS_LOG = True
    request(answer, REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Firefox")
    line = log.getvalue().splitlines()[-1]
    assert "GET /news/ 200, " in line
    for text in ("secret", "192.0.2.7", "Firefox"):
        assert text not in log.getvalue()


def test_path_cannot_forge_an_entry(log, settings):
    settings.ACCESS_LOG = True
    request(answer, "/news/%0aERROR%20forged")
    assert "\\nERROR forged" in log.getvalue()
    assert "\nERROR forged" not in log.getvalue()


def test_failed_request_is_logged(log, settings):
    settings.ACCESS_LOG = True

    def fail(_environ, _start):
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 -- our own
        request(fail)
    assert "GET /news/ 500, " in log.getvalue()


@pytest.fixture
def errors(settings):
    """A logger whose errors are mailed."""
    settings.INNER_EMAIL_BACKEND = f"{EmailBackend.__module__}.EmailBackend"
    settings.ERROR_MAIL = ["admin@example.org"]
    logger, handler = logging.getLogger("tests.errors"), ErrorMailHandler()
    handler.addFilter(RequestIdFilter())
    handler.setFormatter(logging.Formatter("%(request_id)s %(message)s"))
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def mails(count):
    deadline = time.monotonic() + 5
    while len(mail.outbox) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    # Each is sent by a thread of its own.
    return sorted((message.subject, message.body) for message in mail.outbox)


def test_errors_are_mailed_once_an_hour_for_each_place(errors):
    for number in range(3):
        errors.error("First %s\nin detail", number)
    errors.warning("Nothing to worry about")
    errors.error("Second", extra={"request": HttpResponse()})
    (first, body), (second, _body) = mails(2)
    assert (first, second) == ("Error: First 0", "Error: Second")
    assert "in detail" in body
    assert "not mailed for an hour" in body
