"""What an author is told on submitting a page."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from wagtail.models import Page

from core.forms import is_autosave
from core.models import BasePage
from core.models.publishing import page_findings
from core.page_checks.required_fields import missing_fields
from editorial.plans import future_time


def tell_what_is_missing(request: HttpRequest, page: Page) -> None:
    """Name what keeps a submitted page from being published, before the reviewer does."""
    if "action-submit" not in request.POST or not isinstance(page, BasePage):
        return
    findings = page_findings(page)
    errors = [finding.text for finding in findings if finding.is_error]
    warnings = [finding.text for finding in findings if not finding.is_error]
    lists = (
        (gettext("Before it can be published:"), [*missing_fields(page), *errors]),
        (gettext("The reviewer will see:"), warnings),
    )
    for heading, texts in lists:
        if texts:
            items = format_html_join("", "<li>{}</li>", ((text,) for text in texts))
            messages.warning(request, format_html("{}<ul>{}</ul>", heading, items))


def tell_the_plan(request: HttpRequest, page: Page) -> None:
    """Say when a page that was saved by hand goes live, and on what condition."""
    time = page.go_live_at and future_time(page.go_live_at)
    if not time or page.scheduled_revision or is_autosave(request):
        return
    if page.workflow_in_progress:
        text = gettext("Once it is approved, it goes live on %(time)s.")
    else:
        text = gettext("It goes live on %(time)s, if it is submitted and approved by then.")
    messages.success(request, text % {"time": time})


def tell_that_it_went_back(request: HttpRequest, page: Page) -> None:
    """Say that a page was sent back from the editor, beside Wagtail's “updated”."""
    is_decision = "action-workflow-action" in request.POST
    if is_decision and request.POST.get("workflow-action-name") == "reject":
        title = page.get_admin_display_title()
        messages.success(request, gettext("“%(title)s” was sent back.") % {"title": title})
