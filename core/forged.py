"""Answer requests that no form of the admin sends with 400 Bad Request instead of an error.

Wagtail trusts the hidden fields of its forms: the number of blocks, the keys of rows and pages, the
address to return to.
"""

import logging
import re
from collections.abc import Callable, Iterator

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import InvalidPage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.urls import ResolverMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext

from core.rich_text import is_primary_key

log = logging.getLogger(__name__)
# The functions of Django and Wagtail that read the fields of a form.
READERS = {"value_from_datadict", "get_value_data"}
# Those of django-allauth that read the response of a passkey.
READERS |= {
    "extract_user_from_response",
    "parse_authentication_response",
    "complete_authentication",
}
# What Django raises for keys that no row can have, and for pages of a list that it has not.
ABSENT = (ContentType.DoesNotExist, InvalidPage, OverflowError)


def is_admin(match: ResolverMatch) -> bool:
    """Return whether a view belongs to the admin."""
    return match.route.startswith("admin/")


def is_address(text: str) -> bool:
    """Return whether a text can be an address to return to, or empty; Wagtail checks its host."""
    return not text or text.startswith(("/", "http://", "https://"))


def is_optional_key(text: str) -> bool:
    """Return whether a text can be a primary key or none."""
    return not text or is_primary_key(text)


def is_text_encoding(name: str) -> bool:
    """Return whether Python can decode texts in an encoding."""
    try:
        b"".decode(name)
    except (LookupError, ValueError):
        return False
    return True


def is_model(text: str) -> bool:
    """Return whether a text can be the name of a model."""
    return bool(re.fullmatch(r"[a-z_]\w*\.[A-Za-z_]\w*", text, re.ASCII))


# Parameters that Wagtail uses without a check.
PARAMETERS: dict[str, Callable[[str], bool]] = {
    "next": is_address,
    "overwrite_revision_id": is_optional_key,
    "new_parent_page": is_primary_key,
    "create_model": is_model,
}


class ForgedRequestMiddleware:
    """Refuse requests to the admin whose fields cannot be read. Nothing was stored then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse a form in an encoding that is none: all who read it would raise an error."""
        if not is_text_encoding(request.encoding or "utf-8"):
            return refuse(request, f"charset={request.encoding!r}")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse invalid values of the parameters that Wagtail does not check."""
        if not is_admin(request.resolver_match):
            return None
        for fields in (request.GET, request.POST):
            for name in PARAMETERS.keys() & fields.keys():
                if not PARAMETERS[name](fields[name]):
                    return refuse(request, f"{name}={fields[name]!r}")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Refuse a form that could not be read, and reset the unknown filters of a list.

        Raise Http404 for an object that cannot exist.
        """
        if isinstance(error, IncorrectLookupParameters):
            return HttpResponseRedirect(request.path)
        if request.method == "GET" and is_admin(request.resolver_match) and is_absent(error):
            raise Http404 from error
        is_unreadable = isinstance(error, MultiValueDictKeyError) or READERS & {*_functions(error)}
        return refuse(request, repr(error), error) if is_unreadable else None


def is_absent(error: Exception) -> bool:
    """Return whether an error comes from an address with a key, model or page that is none."""
    if isinstance(error, ABSENT):
        return True
    functions = {*_functions(error)}
    no_key = isinstance(error, ValueError) and "get_prep_value" in functions
    no_siblings = isinstance(error, AttributeError) and "set_page_position" in functions
    return no_key or no_siblings  # The root of the tree has none.


def refuse(request: HttpRequest, reason: str, error: Exception | None = None) -> HttpResponse:
    """Return a response that says what to do."""
    log.warning("Refused a forged request to %r: %s", request.path, reason, exc_info=error)
    return HttpResponseBadRequest(
        gettext(
            "This form could not be read, and nothing was saved. Go back, reload the page and try "
            "again."
        )
    )


def _functions(error: BaseException) -> Iterator[str]:
    """Yield the names of the functions in which an error was raised."""
    step = error.__traceback__
    while step:
        yield step.tb_frame.f_code.co_name
        step = step.tb_next
