"""Tell the person why a page was not published, wherever they tried it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join

from core.models.publishing import PublicationError
from editorial.unsaved import note_saved


class PublicationErrorMiddleware:
    """Turn a refused publication into a message beside the draft, which is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Lead to the draft, with the reasons; scripts get them as data."""
        if not isinstance(error, PublicationError):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"errors": error.texts}, status=422)
        reasons = format_html_join("", "<li>{}</li>", ((text,) for text in error.texts))
        messages.error(
            request,
            format_html(
                "“{}” was not published; what you wrote is kept.<ul>{}</ul>",
                error.page.title,
                reasons,
            ),
        )
        note_saved(request)  # The draft is stored before it is published.
        if error.page.pk is None:  # A copy that was not made: back to its form.
            return redirect(request.get_full_path())
        return redirect("wagtailadmin_pages:edit", error.page.pk)
