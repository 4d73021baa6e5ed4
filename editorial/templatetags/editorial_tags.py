"""Template tags of the editor's checks."""

from django import template
from django.contrib.auth.models import AbstractBaseUser
from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, TaskState, WorkflowState

from core.models import BasePage
from core.models.publishing import page_findings
from core.page_checks.required_fields import missing_fields
from core.page_checks.rules import Finding
from editorial.dashboard.rows import count_words
from editorial.models import ReviewTask
from editorial.plans import future_time
from editorial.review.checklist import Checklist

register = template.Library()


@register.simple_tag
def page_check_findings(page: object) -> list[Finding] | None:
    """Return the findings of the page checks; None for a page type of another package."""
    return page_findings(page) if isinstance(page, BasePage) else None


@register.simple_tag
def edit_link(findings: list[Finding], text: str, user: AbstractBaseUser) -> str:
    """Return a link to the form of what this text names, if it is one that the user may edit."""
    for finding in findings:
        if finding.text == text and finding.subject:
            subject = finding.subject
            # Translators: the kind of what is opened, such as “Open the image”
            label = gettext("Open the %(kind)s") % {"kind": subject._meta.verbose_name}
            url = AdminURLFinder(user).get_edit_url(subject)
            return format_html('<a href="{}">{}</a>', url, label) if url else ""
    return ""


@register.simple_tag
def missing_required_fields(page: BasePage) -> list[str]:
    """Return what has to be filled in before the page can be published."""
    return missing_fields(page)


@register.simple_tag
def draft_words(page: BasePage) -> int:
    """Return the number of words of the last saved draft, as the review displays it."""
    return count_words(page.latest_revision) if page.latest_revision_id else 0


@register.simple_tag
def review_that_sent_back(page: Page) -> TaskState | None:
    """Return the review whose moderator sent a page back, until it is submitted again."""
    state = page.current_workflow_state
    is_back = state and state.status == WorkflowState.STATUS_NEEDS_CHANGES
    return state.current_task_state if is_back else None


@register.simple_tag
def reasons_against_approval(page: Page, user: AbstractBaseUser) -> list[str]:
    """Return why a reviewer of the page cannot approve it; nothing for other users."""
    task = page.current_workflow_task
    is_reviewer = isinstance(task, ReviewTask) and task.get_actions(page, user)
    return Checklist.of(page, user).publication_errors if is_reviewer else []


register.filter(future_time)
