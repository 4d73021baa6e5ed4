"""Template tags of the editor's checks."""

from django import template

from core.models import BasePage
from core.models.publishing import page_findings
from core.page_checks.required_fields import missing_fields
from core.page_checks.rules import Finding

register = template.Library()


@register.simple_tag
def page_check_findings(page: object) -> list[Finding] | None:
    """Return the findings of the page checks; None for a page type of another package."""
    return page_findings(page) if isinstance(page, BasePage) else None


@register.simple_tag
def missing_required_fields(page: BasePage) -> list[str]:
    """Return what has to be filled in before the page can be published."""
    return missing_fields(page)
