"""What the head of a page says about it: canonical URL, Open Graph, cards and JSON-LD."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext
from wagtail.models import Page, Site

from core.metadata.cards import uses_card
from core.metadata.schema_org import Graph, Step, site_root
from core.models import BasePage, DirectoryEntry, PublicationSettings
from images.models import SharingCard, SiteImage
from images.rendition_cache import RENDITION_ERRORS, render_picture

CARD_SIZE = (1200, 630)


@dataclass(frozen=True)
class SharedImage:
    """The image that a link to a page shows, with its size in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass
class LinkPreview:
    """The metadata of one page of the site, which may be a list or the page of an entry."""

    title: str
    description: str
    canonical: str
    search_description: str
    address: str  # like the canonical URL, but of this site if the page is a repost
    image: SharedImage | None
    type: str = "website"
    authors: list[str] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    creators: list[str] = field(default_factory=list)
    json_ld: str = ""


def link_preview(
    title: str, description: str, context: Mapping[str, object], request: HttpRequest
) -> LinkPreview:
    """Return the metadata of what a template displays.

    `title` and `description` are those of the template; the page's own replace them unless it
    displays a list or an entry.
    """
    page, entry = context.get("page"), context.get("entry")
    is_own = isinstance(page, BasePage) and title == " ".join(page.document_title.split())
    own = page if is_own else None
    number = getattr(_listed(context), "number", 1)
    address = _address(own, request) if own and number == 1 else list_address(request, context)
    publication = PublicationSettings.for_request(request)
    description = description or _page_text(page) or publication.tagline or publication.name
    preview = LinkPreview(
        title=_title(own, publication, request) if own else title,
        description=(own and own.shared_text) or description,
        search_description=description,
        canonical=(own and not own.is_list and own.pk and own.canonical_url(request)) or address,
        address=address,
        image=_image(page, entry, request),
        creators=_creators(own, entry, publication),
    )
    graph = Graph(request, preview.title, address, preview.description, preview.image)
    graph.add_publication(publication)
    if own and not own.is_list:
        _describe(preview, own, graph.add_page(own))
    elif isinstance(entry, DirectoryEntry):
        graph.add_entry(entry)
        preview.type = "profile" if entry.schema_type == "Person" else "website"
    else:
        graph.add_list(context.get("pages"))
    graph.add_breadcrumbs(_steps(page, Step(title, address), request))
    preview.json_ld = graph.script
    return preview


def list_address(request: HttpRequest, context: Mapping[str, object]) -> str:
    """Return the absolute URL of a list, with its filters and its page number alone."""
    filters = getattr(context.get("filters"), "query", "")
    query = [each for each in parse_qsl(filters.lstrip("?")) if each[0] in request.GET]
    number = getattr(_listed(context), "number", 1)
    if number > 1:
        query = [*(each for each in query if each[0] != "page"), ("page", number)]
    path = request.path.removeprefix("/")
    return f"{site_root(request)}{path}" + (f"?{urlencode(query)}" if query else "")


def _address(page: Page, request: HttpRequest) -> str:
    """Return the absolute URL of a page; that of the site for a page that was never saved."""
    return (page.pk and page.get_full_url(request)) or site_root(request)


def _listed(context: Mapping[str, object]) -> object:
    return context.get("pages") or context.get("corrections")


def _title(page: BasePage, publication: PublicationSettings, request: HttpRequest) -> str:
    """Return the title of a page for other sites; of the front page, the publication's name."""
    if page.pk == Site.find_for_request(request).root_page_id and not page.sharing_title:
        return publication.name
    return page.shared_title


def _page_text(page: object) -> str:
    """Return the description of a page for search engines."""
    if not isinstance(page, BasePage):
        return ""
    text = strip_tags(page.search_description or page.summary)
    return page.announce(text) if text else ""


def _steps(page: object, shown: Step, request: HttpRequest) -> list[Step]:
    """Return the breadcrumbs from the front page to what is displayed."""
    pages = [*page.breadcrumbs[1:], page] if isinstance(page, BasePage) else []
    steps = [Step(each.title, _address(each, request)) for each in pages]
    steps = [Step(gettext("Front page"), site_root(request)), *steps, shown]
    return list({step.url: step for step in reversed(steps)}.values())[::-1]


def _describe(preview: LinkPreview, page: BasePage, main: Mapping[str, object]) -> None:
    """Set the type of a page, its authors and the properties of an article."""
    preview.authors = [author["name"] for author in main.get("author", ())]
    if main["@type"] == "Book":
        preview.type = "book"
    if "Article" in str(main["@type"]):
        preview.type = "article"
        preview.properties = list(_article_properties(page, main))


def _article_properties(page: BasePage, main: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in ("published", "modified"):
        if moment := getattr(page, f"{name}_time"):
            yield f"article:{name}_time", moment.isoformat()
    for author in main.get("author", ()):
        yield "article:author", author.get("url") or author["name"]
    if len(page.breadcrumbs) > 1:
        yield "article:section", page.breadcrumbs[-1].title
    for topic in main.get("about", ()):
        yield "article:tag", topic["name"]


def _creators(page: BasePage | None, entry: object, publication: PublicationSettings) -> list[str]:
    """Return the addresses in the fediverse of the authors, or that of the publication."""
    own = [getattr(entry, "fediverse", "")] if entry else getattr(page, "fediverse_creators", [])
    found = list(dict.fromkeys(filter(None, own)))
    return found or [each for each in [publication.fediverse] if each]


def _image(page: object, entry: object, request: HttpRequest) -> SharedImage | None:
    """Return the portrait of a person, the image of a page, or the card of the page or the site."""
    portrait = getattr(entry, "portrait", None)
    if portrait:
        return cropped(portrait, entry.name) or _card([], request)
    if not isinstance(page, BasePage):
        return _card([], request)
    card = _card([page], request) if uses_card(page) else None
    if card or not page.shared_image:
        return card
    alt = page.sharing_image.description if page.sharing_image else page.shared_image_alt
    return cropped(page.shared_image, alt) or _card([], request)


def cropped(image: SiteImage, alt: str) -> SharedImage | None:
    """Return an image as links show it, or None if it cannot be made."""
    try:
        picture = render_picture(image, "sharing")
    except RENDITION_ERRORS:
        return None
    return SharedImage(picture.fallback_url, *picture.fallback_size, alt)


def _card(pages: list[BasePage], request: HttpRequest) -> SharedImage | None:
    """Return the card of a page, or else that of the front page."""
    own = [page.pk for page in pages if page.pk]
    root = Site.find_for_request(request).root_page_id
    cards = {
        card.page_id: card
        for card in SharingCard.objects.exclude(file="").filter(page_id__in=[*own, root])
    }
    card = next((cards[key] for key in [*own, root] if key in cards), None)
    if not card:
        return None
    alt = pages[0].card_title if pages and card.page_id != root else ""
    return SharedImage(urljoin(site_root(request), card.file.url), *CARD_SIZE, alt)
