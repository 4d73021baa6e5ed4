"""Tell readers why a page was withdrawn, with a 410 in place of a 404."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page, Site

from core.values.languages import furniture_language
from editorial.models import Withdrawal


def record_withdrawal(request: HttpRequest, page: Page) -> None:
    """Store the reason that a moderator gave for unpublishing a page."""
    reason = request.POST.get("reason", "").replace("\0", "").strip()
    limit = Withdrawal._meta.get_field("reason").max_length
    if reason:
        Withdrawal.objects.create(page_id=page.pk, reason=reason[:limit])


def forget_withdrawal(instance: Page, **_signal: object) -> None:
    """Delete the reason once the page is public again."""
    Withdrawal.objects.filter(page=instance.pk).delete()


class WithdrawnPageMiddleware:
    """Answers 410 with the reason, where nothing else answers the URL of a withdrawn page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace a 404 if the page of the URL was withdrawn with a reason."""
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        withdrawal = _find(request)
        return _answer(request, withdrawal) if withdrawal else response


def _find(request: HttpRequest) -> Withdrawal | None:
    site = Site.find_for_request(request)
    if not site or "\0" in request.path:
        return None
    path = f"{site.root_page.url_path.rstrip('/')}{request.path.rstrip('/')}/"
    found = Withdrawal.objects.filter(page__url_path=path, page__live=False)
    withdrawal = found.select_related("page__locale").first()
    # The reason and the date are for those who could read the page.
    is_public = withdrawal and not withdrawal.page.get_view_restrictions().exists()
    return withdrawal if is_public else None


def _answer(request: HttpRequest, withdrawal: Withdrawal) -> HttpResponse:
    """Return the response in the language of the page."""
    language = withdrawal.page.locale.language_code
    with translation.override(furniture_language(language)):
        context = {"withdrawal": withdrawal, "language": language}
        return HttpResponse(render_to_string("410.html", context, request), status=410)
