"""Middleware of the publication gate."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from core.forms import wants_json
from core.models.publishing import PublicationError, memoized_results
from editorial.moderation.public_uses import MAX_LISTED, InUseError, warn_before_change
from editorial.unsaved import record_saved_form


class PublicationErrorMiddleware:
    """Show why a page was not published, and compute the results of the gate once per request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Process a request."""
        with memoized_results():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable, _args: tuple, kwargs: dict
    ) -> None:
        """Warn before a form that the user cannot save."""
        warn_before_change(request, request.resolver_match.view_name, kwargs)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Redirect to the draft with the reasons; return them as JSON to scripts."""
        if isinstance(error, InUseError):
            return in_use(request, error)
        if not isinstance(error, PublicationError):
            return None
        if wants_json(request):
            return JsonResponse({"errors": error.texts}, status=422)
        reasons = format_html_join("", "<li>{}</li>", ((text,) for text in error.texts))
        message = gettext("“{title}” was not published; your changes are saved as a draft.")
        messages.error(
            request,
            format_html(message + "<ul>{reasons}</ul>", title=error.page.title, reasons=reasons),
        )
        record_saved_form(request)  # The draft was stored before the attempt to publish it.
        if error.page.pk is None:  # A copy that was not created: return to its form.
            return redirect(request.get_full_path())
        return redirect("wagtailadmin_pages:edit", error.page.pk)


def in_use(request: HttpRequest, error: InUseError) -> HttpResponse:
    """Return the public pages that use an object, which therefore was not changed."""
    if wants_json(request):
        return JsonResponse({"errors": [str(error)]}, status=HTTPStatus.FORBIDDEN)
    context = {
        "instance": error.instance,
        "uses": error.uses[:MAX_LISTED],
        "is_deletion": error.is_deletion,
    }
    return render(request, "editorial/in_use.html", context, status=HTTPStatus.FORBIDDEN)
