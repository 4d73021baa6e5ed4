"""Redirects from the former URLs of snippets."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, except to pages that are not public: the URL tells their title."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the redirect for a page that was not found, or the response."""
        redirect = super().process_response(request, response)
        if redirect is response or not self._leads_to_draft(request):
            return redirect
        return response

    def _leads_to_draft(self, request: HttpRequest) -> bool:
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        found = get_redirect(request, path) or get_redirect(request, urlsplit(path).path)
        return bool(found and found.redirect_page and not found.redirect_page.live)


def add_redirects(old: str | None, new: str | None) -> None:
    """Redirect a URL and that of its feed; redirects to the old URL lead to the new one."""
    if not old or not new or old == new:
        return
    for suffix in ("", "feed/"):
        source, target = urlsplit(old).path + suffix, urlsplit(new).path + suffix
        Redirect.objects.filter(old_path=Redirect.normalise_path(target)).delete()
        Redirect.objects.filter(redirect_link=source).update(redirect_link=target)
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(source),
            site=None,
            defaults={"redirect_link": target, "is_permanent": True, "automatically_created": True},
        )
