"""Tags of the editor's admin."""

from django import template

from core.models import BasePage
from core.models.publishing import page_findings
from core.page_checks.required_fields import missing_fields
from core.page_checks.rules import Finding

register = template.Library()


@register.simple_tag
def house_rules(page: object) -> list[Finding] | None:
    """Return what a page breaks of the house rules; None for what is no page of ours."""
    return page_findings(page) if isinstance(page, BasePage) else None


@register.simple_tag
def missing(page: BasePage) -> list[str]:
    """Return what has to be filled in before a page can be published."""
    return missing_fields(page)
