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
    findings = page_findings(page)
    errors = [finding.text for finding in findings if finding.is_error]
    if texts := [*missing_fields(page), *errors]:
        missing = gettext("Before it can be published: %(texts)s") % {"texts": " ".join(texts)}
        messages.warning(request, missing)
    if warnings := [finding.text for finding in findings if not finding.is_error]:
        text = gettext("The reviewer will see: %(texts)s") % {"texts": " ".join(warnings)}
        messages.warning(request, text)


def tell_that_it_went_back(request: HttpRequest, page: Page) -> None:
    """Say that a page was sent back from the editor, beside Wagtail's “updated”."""
    is_decision = "action-workflow-action" in request.POST
    if is_decision and request.POST.get("workflow-action-name") == "reject":
        title = page.get_admin_display_title()
        messages.success(request, gettext("“%(title)s” was sent back.") % {"title": title})
