"""Template tags for the pages of every app."""

from html import unescape

from django import template
from django.db.models import Model
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi
from wagtail.blocks import StreamValue
from wagtail.models import Page, Site

from core.feeds import JSON_PATH
from core.metadata.citations import FORMATS, meta_tags
from core.metadata.links import LinkPreview, link_preview
from core.models import BasePage, PublicationSettings
from core.rich_text import RenderedBody, add_heading_ids
from core.values import languages

# The variables of a template that its metadata depend on.
LINK_VARIABLES = ("page", "entry", "pages", "corrections", "filters")

register = template.Library()


@register.simple_tag(takes_context=True)
def entry_url(context: template.Context, entry: Model) -> str:
    """Return the URL of the page of a snippet, or an empty string if it has none."""
    return entry.get_url(context.get("request")) or ""


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, number: int) -> str:
    """Return the current query string with the page number of the listing set to `number`."""
    parameters = context["request"].GET.copy()
    parameters["page"] = number
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def calendar_urls(context: template.Context) -> list[str]:
    """Return the URLs with which calendar programs subscribe to the calendars of the site."""
    request = context["request"]
    index_pages = PublicationSettings.for_request(request).index_pages
    routes = [(each, getattr(each, "calendar_route", "")) for each in index_pages]
    paths = [each.route_url(request, route) for each, route in routes if route]
    address = Site.find_for_request(request).root_url.partition(":")[2]
    return [f"webcal:{address}{path}" for path in paths if path]


@register.simple_tag
def page_title(page: Page) -> str:
    """Return the title of a page, in a `span` with its language if that differs from the page's."""
    attributes = _language_attributes(getattr(page, "title_language", "") or _foreign(page))
    return format_html("<span{}>{}</span>", attributes, page.title) if attributes else page.title


@register.simple_tag
def text_language(page: Page) -> str:
    """Return the attributes `lang` and `dir` for text of a page between strings in another one."""
    return _language_attributes(_foreign(page))


@register.simple_tag
def furniture_language(page: Page) -> str:
    """Return the attributes `lang` and `dir` for strings within text that has `text_language`."""
    if not _foreign(page):
        return ""
    direction = "rtl" if get_language_bidi() else "ltr"
    return format_html(' lang="{}" dir="{}"', get_language(), direction)


def _foreign(page: Page) -> str:
    """Return the language of a page if it is not that of the strings around it.

    Callers fetch the locales with the pages, since a query for each page would be too many.
    """
    if "locale" not in page._state.fields_cache or languages.is_active(page.locale.language_code):
        return ""
    return page.locale.language_code


def _language_attributes(tag: str) -> str:
    if not tag:
        return ""
    is_other = languages.is_right_to_left(tag) != get_language_bidi()
    direction = "rtl" if languages.is_right_to_left(tag) else "ltr"
    return format_html(' lang="{}" dir="{}"' if is_other else ' lang="{}"', tag, direction)


@register.filter
def language_name(tag: str) -> str:
    """Return the name of a language, in the active language, for its BCP 47 tag."""
    return languages.language_name(tag)


class CapturedNode(template.Node):
    """A part of a template whose text is stored in a variable."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> str:
        """Store the text, on one line, and display nothing."""
        context[self.name] = mark_safe(" ".join(self.nodelist.render(context).split()))  # noqa: S308
        return ""


@register.tag
def captured(parser: Parser, token: Token) -> CapturedNode:
    """Store the text of a part of a template: `{% captured title %}…{% endcaptured %}`."""
    _tag, name = token.split_contents()
    nodes = parser.parse(["endcaptured"])
    parser.delete_first_token()
    return CapturedNode(name, nodes)


@register.filter
def json_feed(url: str) -> str:
    """Return the URL of the JSON Feed beside an Atom feed, whose URL may have a query string."""
    path, mark, query = url.partition("?")
    return f"{path}{JSON_PATH}{mark}{query}"


@register.filter
def conjunction(name: str) -> str:
    """Return the word “and” before a name."""
    return languages.conjunction(name)


@register.simple_tag(takes_context=True)
def preview_of_link(context: template.Context, title: str, description: str) -> LinkPreview:
    """Return the metadata of the page with the title and description of its template."""
    found = {name: context.get(name) for name in LINK_VARIABLES}
    return link_preview(unescape(title), unescape(description), found, context["request"])


@register.simple_tag(takes_context=True)
def citation(context: template.Context, page: BasePage) -> dict[str, object]:
    """Return the citation of a page as text, its download formats and its meta tags."""
    cited = page.citation(context["request"])
    formats = [(key, label) for key, (label, *_rest) in FORMATS.items()]
    return {"line": cited.line, "forms": formats, "tags": meta_tags(cited)}


@register.simple_tag(takes_context=True)
def render_body(context: template.Context, body: StreamValue) -> RenderedBody:
    """Return a body with ids on its headings, and its table of contents."""
    return add_heading_ids(body.render_as_block(context.flatten()))
