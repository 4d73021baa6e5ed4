"""Propose a front page from an export, and build it on a site that has none of its own.

The proposal is made from the export alone, so that a dry run has it as well.
"""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext, pgettext

from core.video import VideoLink
from importers.context import ImportContext
from importers.html.block_writer import rich_text
from importers.html.dom import Node, line_text, node_text, parse
from importers.pages.articles import ArticleImporter
from importers.proposal import (
    MAX_HEADING,
    MAX_NAME,
    MAX_STATEMENT,
    MAX_TAGLINE,
    FrontPageProposal,
    SectionProposal,
)
from importers.site_notes import site_notes
from importers.source.records import Item
from importers.status import is_public, view_restriction
from importers.taxonomy_map import NOTHING

# The types of items that become events and books.
EVENTS, BOOKS, PAGES = "tribe_events", "product", "page"
# A category with fewer articles is no section of the front page.
MIN_ARTICLES = 3
# With so large a part of all articles, the lead stories come from the largest category alone.
MAIN_SHARE = 0.5
# A category with nearly all articles is no section beside the lead stories.
WHOLE_SHARE = 0.9
FEATURE_NAMES = re.compile(
    r"theor|review|essay|cultur|analys|kultur|rezension|critique|reseñ|long.?read|debat|history",
    re.IGNORECASE,
)
COUNTS = {"lead_stories": 5, "headlines": 6, "events": 4, "features": 7, "books": 4}
# What WordPress itself proposes as the tagline.
DEFAULT_TAGLINES = re.compile(
    r"just another wordpress|ein weiterer wordpress|un site utilisant wordpress"
    r"|otro sitio realizado con wordpress|thoughts, stories and ideas",
    re.IGNORECASE,
)
ABOUT_SLUGS = ("about", "about-us", "who-we-are", "ueber-uns", "uber-uns", "a-propos", "acerca-de")
MIN_STATEMENT = 60  # characters


def propose(context: ImportContext) -> FrontPageProposal:
    """Return the front page that fits the content of an export."""
    static = _static_front_page(context)
    root = parse(static.content)[0] if static else None
    tagline = context.source.description.strip()
    proposal = FrontPageProposal(
        name=context.source.title.strip()[:MAX_NAME],
        tagline="" if DEFAULT_TAGLINES.search(tagline) else tagline[:MAX_TAGLINE],
        statement=_statement(context, root),
    )
    proposal.sections = [
        section for section in _sections(context, proposal, root) if section is not None
    ]
    if static:
        text = gettext("“%(title)s” was the front page. Its address here is /%(slug)s/.")
        proposal.notes.append(text % {"title": static.title, "slug": static.slug})
    proposal.notes += site_notes(context)
    return proposal


def _sections(
    context: ImportContext, proposal: FrontPageProposal, root: Node | None
) -> Iterator[SectionProposal | None]:
    """Yield the sections from top to bottom; None where the export has nothing for one."""
    posts, main, second = _categories(context)
    news = _heading(context, main) or pgettext("section", "News")
    yield _section("lead_stories", news, main) if posts else None
    yield SectionProposal("statement", gettext("About us")) if proposal.statement else None
    yield _video(root) if root is not None else None
    has_more = posts > COUNTS["lead_stories"]
    yield _section("headlines", gettext("More headlines"), main) if has_more else None
    yield _counted(context, EVENTS, "events", pgettext("section", "Events"))
    yield _section("features", _heading(context, second), second) if any(second) else None
    yield _counted(context, BOOKS, "books", pgettext("section", "Books"))


def _counted(
    context: ImportContext, kind: str, section: str, heading: str
) -> SectionProposal | None:
    """Return a section if the export has public items of a type."""
    return (
        _section(section, heading) if any(map(_is_visible, context.store.items([kind]))) else None
    )


def _section(kind: str, heading: str, term: tuple[str, str] = ("", "")) -> SectionProposal:
    return SectionProposal(kind, heading[:MAX_HEADING], COUNTS[kind], term)


def _heading(context: ImportContext, term: tuple[str, str]) -> str:
    choice = context.mapping.get(*term)
    return choice.term.name if choice else ""


def _categories(context: ImportContext) -> tuple[int, tuple[str, str], tuple[str, str]]:
    """Return the number of articles, the category of the lead stories, and that of the features.

    Both may be empty: then the lead stories are the latest articles, and there are no features.
    """
    posts, numbers = 0, Counter()
    for item in context.store.items(ArticleImporter.types):
        if _is_visible(item):
            posts += 1
            numbers.update({(kind, slug) for kind, slug, _name in item.terms if _is_theme(kind)})
    terms = [
        term
        for term, number in numbers.most_common()
        if number >= MIN_ARTICLES and _becomes_something(context, term)
    ]
    main = next((term for term in terms if numbers[term] >= posts * MAIN_SHARE), ("", ""))
    others = [term for term in terms if term != main and numbers[term] < posts * WHOLE_SHARE]
    named = [term for term in others if FEATURE_NAMES.search(_heading(context, term))]
    second = next(iter(named or others), ("", ""))
    return posts, main if second != ("", "") else ("", ""), second


def _is_visible(item: Item) -> bool:
    """Return whether every reader could see an item."""
    return is_public(item) and view_restriction(item) is None


def _is_theme(taxonomy: str) -> bool:
    return taxonomy in ("category", "tag")


def _becomes_something(context: ImportContext, term: tuple[str, str]) -> bool:
    choice = context.mapping.get(*term)
    return bool(choice) and choice.becomes != NOTHING


def _static_front_page(context: ImportContext) -> Item | None:
    """Return the page that has the address of the front page."""
    for item in context.store.items([PAGES]):
        if _is_visible(item) and item.link and context.redirects.is_front_page(item.link):
            return item
    return None


def _statement(context: ImportContext, root: Node | None) -> str:
    """Return the aims of the publication as rich text: of the front page, or the page about it."""
    if root is not None and (text := _first_paragraph(root)):
        return rich_text(text)
    for item in context.store.items([PAGES]):
        if _is_visible(item) and item.slug in ABOUT_SLUGS:
            return rich_text(_first_paragraph(parse(item.content)[0]))
    return ""


def _first_paragraph(root: Node) -> str:
    """Return the first paragraph that is neither a link nor a caption."""
    for node in root.iter("p"):
        text = line_text(node)
        links = sum(len(line_text(link)) for link in node.iter("a"))
        is_prose = links < len(text) / 2 and next(node.iterancestors("figure", "li"), None) is None
        if MIN_STATEMENT <= len(text) <= MAX_STATEMENT and is_prose:
            return text
    return ""


def _video(root: Node) -> SectionProposal | None:
    """Return the first video of a static front page, with its caption."""
    for node in root.iter("figure", "iframe", "p"):
        url = (node.get("src") or "") if node.tag == "iframe" else node_text(node).split("\n")[0]
        try:
            video = VideoLink.parse(url.strip())
        except ValueError:
            continue
        if video.embed_url:
            captions = [line_text(each) for each in node.iter("figcaption")]
            caption = next(filter(None, captions), "")
            return SectionProposal("video", gettext("To watch"), url=url.strip(), caption=caption)
    return None
