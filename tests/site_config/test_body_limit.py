"""Large bodies are refused before they are read."""

import pytest

from site_config.body_limit import MAX_ANONYMOUS_BODY, MAX_BODY, BodyLimit


@pytest.mark.parametrize(
    ("length", "cookie", "status"),
    [
        ("", "", "200 OK"),
        (str(MAX_ANONYMOUS_BODY), "", "200 OK"),
        (str(MAX_ANONYMOUS_BODY + 1), "csrftoken=a", "413 Content Too Large"),
        (str(MAX_BODY), "sessionid=a", "200 OK"),
        (str(MAX_BODY + 1), "sessionid=a", "413 Content Too Large"),
        ("-1", "sessionid=a", "413 Content Too Large"),
        ("many", "", "413 Content Too Large"),
    ],
)
def test_body_is_limited(length, cookie, status):
    statuses = []

    def application(_environ, start_response):
        start_response("200 OK", [])
        return []

    environ = {"CONTENT_LENGTH": length, "HTTP_COOKIE": cookie}
    BodyLimit(application)(environ, lambda found, _headers: statuses.append(found))
    assert statuses == [status]
