"""Tags of the editor's admin."""

from django import template

from core.house_rules import Finding
from core.models import BasePage
from core.models.publication import page_findings

register = template.Library()


@register.simple_tag
def house_rules(page: object) -> list[Finding] | None:
    """Return what a page breaks of the house rules; None for what is no page of ours."""
    return page_findings(page) if isinstance(page, BasePage) else None
