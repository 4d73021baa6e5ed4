"""What an author is told on submitting a page."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.models import Page

from core.models import BasePage
from core.models.publishing import page_findings
from core.page_checks.required_fields import missing_fields


def tell_what_is_missing(request: HttpRequest, page: Page) -> None:
    """Name what keeps a submitted page from being published, before the reviewer does."""
    if "action-submit" not in request.POST or not isinstance(page, BasePage):
        return
    texts = [finding.text for finding in page_findings(page) if finding.is_error]
    if texts := [*missing_fields(page), *texts]:
        missing = gettext("Before it can be published: %(texts)s") % {"texts": " ".join(texts)}
        messages.warning(request, missing)
