"""The sections of the front page."""

from wagtail import blocks
from wagtail.query import PageQuerySet

from books.models import BookPage
from core.blocks import SAMPLE_VIDEO, VideoBlock
from core.listing import fetch_cards
from events.models import EventPage
from news.models import ArticlePage

MOST_ITEMS = 12


class FilledSectionBlock(blocks.StructBlock):
    """A section of pages: those that an editor pinned, then the next ones by themselves.

    What it shows is decided by `home.front_page`, which sees the whole page: so no page stands
    in two sections.
    """

    heading = blocks.CharBlock(max_length=80)

    def fill(self, value: blocks.StructValue) -> PageQuerySet:
        """Return the visible pages that may fill the section, the best first."""
        raise NotImplementedError

    def is_current(self, page: object) -> bool:
        """Return whether a pinned page still belongs on the front page."""
        return True

    def get_preview_value(self) -> blocks.StructValue:
        """Preview the section with what the site has to fill it."""
        return self.normalize({**self.get_default(), "heading": self.label, "count": 3})

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        """Fill the section here where no front page did it: in the block chooser."""
        context = super().get_context(value, parent_context)
        if "pages" not in context:
            context["pages"] = fetch_cards(self.fill(value)[: value["count"]])
        return context

    def within(self, pages: PageQuerySet, value: blocks.StructValue) -> PageQuerySet:
        """Return those of `pages` that stand in the chosen part of the site, if one is chosen."""
        return pages.descendant_of(value["source"]) if value["source"] else pages


def pinned(*page_types: str) -> blocks.ListBlock:
    """Return the field for pages that an editor puts first."""
    return blocks.ListBlock(
        blocks.PageChooserBlock(page_type=list(page_types)),
        default=[],
        label="Pinned",
        help_text="Shown first, in this order. The rest is filled by itself. A page that is "
        "not public is left out.",
    )


def count(default: int) -> blocks.IntegerBlock:
    """Return the field for how many pages a section shows."""
    return blocks.IntegerBlock(
        default=default, min_value=1, max_value=MOST_ITEMS, label="How many", help_text="1 to 12."
    )


def source(page_type: str) -> blocks.PageChooserBlock:
    """Return the field for the part of the site that fills a section."""
    return blocks.PageChooserBlock(
        page_type=page_type,
        required=False,
        label="Filled from",
        help_text="The part of the site that fills it, linked below it. Empty for all parts.",
    )


class ArticlesBlock(FilledSectionBlock):
    """Articles, the latest first."""

    source = source("news.ArticleIndexPage")
    count = count(6)
    pinned = pinned("news.ArticlePage", "events.EventPage", "books.BookPage")

    def fill(self, value: blocks.StructValue) -> PageQuerySet:
        """Return the latest articles."""
        return self.within(ArticlePage.objects.latest_first(), value)


class LeadStoriesBlock(ArticlesBlock):
    """What matters most today."""

    count = count(5)

    class Meta:
        icon = "pick"
        template = "home/sections/lead_stories.html"
        description = "The first story large, the others with picture and standfirst"


class HeadlinesBlock(ArticlesBlock):
    """More articles, in short."""

    class Meta:
        icon = "list-ul"
        template = "home/sections/headlines.html"
        description = "Headlines with byline and date, without pictures"


class FeatureListBlock(ArticlesBlock):
    """Longer pieces, such as theory and reviews."""

    class Meta:
        icon = "doc-full"
        template = "home/sections/features.html"
        description = "Articles with small pictures and standfirsts, for essays and reviews"


class EventsBlock(FilledSectionBlock):
    """What is coming up."""

    source = source("events.EventIndexPage")
    count = count(4)
    pinned = pinned("events.EventPage")

    class Meta:
        icon = "date"
        template = "home/sections/events.html"
        description = "Coming events with hours and organiser; past ones leave by themselves"

    def fill(self, value: blocks.StructValue) -> PageQuerySet:
        """Return the coming events."""
        return self.within(EventPage.objects.upcoming(), value)

    def is_current(self, page: EventPage) -> bool:
        """Return whether the event is not over."""
        return not page.is_over


class BooksBlock(FilledSectionBlock):
    """Books of the press."""

    source = source("books.BookIndexPage")
    count = count(4)
    pinned = pinned("books.BookPage")

    class Meta:
        icon = "openquote"
        template = "home/sections/books.html"
        description = "Books with cover, formats, ISBN and prices"

    def fill(self, value: blocks.StructValue) -> PageQuerySet:
        """Return the newest books."""
        return self.within(BookPage.objects.newest_first(), value)


class StatementBlock(blocks.StructBlock):
    """The statement of aims of the publication's settings."""

    heading = blocks.CharBlock(required=False, max_length=80)

    class Meta:
        icon = "clipboard-list"
        template = "home/sections/statement.html"
        description = "The statement of aims, as it stands in the settings"
        preview_value = {"heading": "What we are for"}


class VideoSectionBlock(blocks.StructBlock):
    """A video."""

    heading = blocks.CharBlock(max_length=80)
    video = VideoBlock()

    class Meta:
        icon = "media"
        template = "home/sections/video.html"
        description = "A video that loads only after a click"
        preview_value = {"heading": "To watch", "video": SAMPLE_VIDEO}


class FrontPageBlock(blocks.StreamBlock):
    """The sections of a front page, in the order in which they stand."""

    lead_stories = LeadStoriesBlock()
    statement = StatementBlock()
    video = VideoSectionBlock()
    headlines = HeadlinesBlock()
    events = EventsBlock()
    features = FeatureListBlock(label="Essays and reviews")
    books = BooksBlock()
