"""Sections of articles, of events and of books."""

from django.http import HttpRequest
from wagtail import blocks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from books.models import BookPage
from events.models import EventPage
from home.blocks.base import AutoSectionBlock, count, pinned, repeats, source
from home.links import MoreLink, more_of_entry
from news.choices import Format
from news.models import ArticlePage
from news.models.format_pages import FormatEntry
from topics.choosers import TopicChooserBlock


class ArticlesBlock(AutoSectionBlock):
    """Articles, the latest first."""

    source = source("news.ArticleIndexPage")
    topic = TopicChooserBlock(required=False, help_text="Only articles about this.")
    format = blocks.ChoiceBlock(
        choices=Format.choices, required=False, help_text="Only articles of this kind."
    )
    count = count(6)
    pinned = pinned("news.ArticlePage", "events.EventPage", "books.BookPage")
    repeats = repeats()

    def get_candidates(self, value: blocks.StructValue, visible: dict[int, Page]) -> PageQuerySet:
        """Return the latest articles."""
        articles = self.within(ArticlePage.objects.latest_first(), value, visible)
        if value["topic"]:
            articles = articles.filter(topic_assignments__topic=value["topic"])
        return articles.filter(format=value["format"]) if value["format"] else articles

    def more(
        self, value: blocks.StructValue, visible: dict[int, Page], request: HttpRequest | None
    ) -> MoreLink | None:
        """Return the way to the section, or to the page of the topic or of the format."""
        if value["topic"]:
            return more_of_entry(value["topic"], request)
        if value["format"] and not value["source"]:
            return more_of_entry(FormatEntry.of(Format(value["format"])), request)
        return super().more(value, visible, request)


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


class EventsBlock(AutoSectionBlock):
    """What is coming up."""

    source = source("events.EventIndexPage")
    count = count(4)
    pinned = pinned("events.EventPage")
    repeats = repeats()

    class Meta:
        icon = "date"
        template = "home/sections/events.html"
        description = "Coming events with hours and organiser; past ones leave by themselves"

    def get_candidates(self, value: blocks.StructValue, visible: dict[int, Page]) -> PageQuerySet:
        """Return the coming events."""
        return self.within(EventPage.objects.upcoming(), value, visible)

    def is_current(self, page: EventPage) -> bool:
        """Return whether the event is not over."""
        return not page.is_over


class BooksBlock(AutoSectionBlock):
    """Books of the press."""

    source = source("books.BookIndexPage")
    count = count(4)
    pinned = pinned("books.BookPage")
    repeats = repeats()

    class Meta:
        icon = "openquote"
        template = "home/sections/books.html"
        description = "Books with cover, formats, ISBN and prices"

    def get_candidates(self, value: blocks.StructValue, visible: dict[int, Page]) -> PageQuerySet:
        """Return the newest books."""
        return self.within(BookPage.objects.newest_first(), value, visible)
