"""Tags that any template of the site may need."""

from django import template
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue
from wagtail.models import Page

from core.metadata.citations import FORMS, meta_tags
from core.metadata.schema_org import structured_data
from core.models import BasePage
from core.rich_text import RenderedBody, add_heading_ids
from core.values import languages

register = template.Library()


@register.simple_tag(takes_context=True)
def entry_url(context: template.Context, entry: Model) -> str:
    """Return the address of the page of a contributor or a topic, or nothing."""
    return entry.get_url(context.get("request")) or ""


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int) -> str:
    """Return the query string of part `number` of the list that is shown."""
    parameters = context["request"].GET.copy()
    parameters["page"] = number
    return f"?{parameters.urlencode()}"


@register.simple_tag
def page_title(page: Page) -> str:
    """Return the title of a page, marked with its language where that is another one."""
    language = getattr(page, "title_language", "")
    return (
        format_html('<span lang="{}">{}</span>', language, page.title) if language else page.title
    )


@register.filter
def language_name(tag: str) -> str:
    """Return the name of a language in the language of the page."""
    return languages.language_name(tag)


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context, page: BasePage) -> SafeString:
    """Return what machines read of a page."""
    return structured_data(page, context["request"])


@register.simple_tag(takes_context=True)
def canonical_url(context: template.Context, page: BasePage) -> str:
    """Return the address under which machines should keep a page."""
    return page.canonical_url(context["request"])


@register.simple_tag(takes_context=True)
def citation(context: template.Context, page: BasePage) -> dict[str, object]:
    """Return how a page is cited: a sentence, the files that there are, and what machines read."""
    cited = page.citation(context["request"])
    forms = [(form, name) for form, (name, *_rest) in FORMS.items()]
    return {"line": cited.line, "forms": forms, "tags": meta_tags(cited)}


@register.simple_tag(takes_context=True)
def typeset_body(context: template.Context, body: StreamValue) -> RenderedBody:
    """Return the text of a page with addresses for its headings, and its list of contents."""
    return add_heading_ids(body.render_as_block(context.flatten()))
