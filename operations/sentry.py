"""Report errors to Sentry, without anything about who caused them: what failed, and where."""

from importlib import import_module
from urllib.parse import urlsplit

from django.conf import settings

# What is reported of a request.
REQUEST_FIELDS = ("method", "url")


def report_errors() -> None:
    """Report errors to SENTRY_DSN from now on: no forms, cookies, addresses or values."""
    import_module("sentry_sdk").init(
        dsn=settings.SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        before_send=strip,
    )


def strip(event: dict, _hint: dict) -> dict:
    """Return an event without what may be personal: also messages name people and values."""
    for name in ("user", "extra", "server_name"):
        event.pop(name, None)
    for name in ("formatted", "params"):
        event.get("logentry", {}).pop(name, None)
    for each in event.get("exception", {}).get("values", []):
        each["value"] = ""
    request = event.pop("request", {})
    if request:
        event["request"] = {name: request[name] for name in REQUEST_FIELDS if name in request}
        event["request"]["url"] = urlsplit(request.get("url", ""))._replace(query="").geturl()
    return event
