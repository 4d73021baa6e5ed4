"""Sections of articles, events and books."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from books.models import BookPage
from events.choices import Status
from events.models import EventPage
from home.blocks.base import AutoSectionBlock, allow_duplicates, count, pinned, source
from home.links import MoreLink, entry_link
from news.choices import Format
from news.models import ArticlePage
from news.models.format_pages import FormatEntry
from topics.choosers import TopicChooserBlock


class ArticlesBlock(AutoSectionBlock):
    """A section of articles, the latest first."""

    source = source("news.ArticleIndexPage")
    topic = TopicChooserBlock(
        required=False, label=_("Topic"), help_text=_("Only articles with this topic.")
    )
    format = blocks.ChoiceBlock(
        choices=Format.choices,
        required=False,
        label=_("Format"),
        help_text=_("Only articles of this format, such as interviews."),
    )
    count = count(6)
    pinned = pinned("news.ArticlePage", "events.EventPage", "books.BookPage")
    repeats = allow_duplicates()

    def get_candidates(self, value: blocks.StructValue, visible: dict[int, Page]) -> PageQuerySet:
        """Return the latest articles of the source, with the topic and the format."""
        articles = self.filter_by_source(ArticlePage.objects.latest_first(), value, visible)
        if value["topic"]:
            articles = articles.filter(topic_assignments__topic=value["topic"])
        return articles.filter(format=value["format"]) if value["format"] else articles

    def get_more_link(
        self, value: blocks.StructValue, visible: dict[int, Page], request: HttpRequest | None
    ) -> MoreLink | None:
        """Return the link to the page of the topic or the format, or to the source."""
        if value["topic"]:
            return entry_link(value["topic"], request)
        if value["format"] and not value["source"]:
            return entry_link(FormatEntry.of(Format(value["format"])), request)
        return super().get_more_link(value, visible, request)


class LeadStoriesBlock(ArticlesBlock):
    """The most important articles, events and books."""

    count = count(5)

    class Meta:
        icon = "pick"
        template = "home/sections/lead_stories.html"
        description = _("The first page large, the others with image and standfirst")


class HeadlinesBlock(ArticlesBlock):
    """Articles without images."""

    class Meta:
        icon = "list-ul"
        template = "home/sections/headlines.html"
        description = _("Headlines with byline and date, without images")


class FeatureListBlock(ArticlesBlock):
    """Articles with small images, for longer texts such as essays and reviews."""

    class Meta:
        icon = "doc-full"
        template = "home/sections/features.html"
        description = _("Articles with small images and standfirsts, for essays and reviews")


class EventsBlock(AutoSectionBlock):
    """Upcoming events."""

    source = source("events.EventIndexPage")
    count = count(4)
    pinned = pinned("events.EventPage")
    repeats = allow_duplicates()

    class Meta:
        icon = "date"
        template = "home/sections/events.html"
        description = _(
            "Upcoming events with times and organiser; past events disappear automatically"
        )

    def get_candidates(self, value: blocks.StructValue, visible: dict[int, Page]) -> PageQuerySet:
        """Return upcoming events that are not cancelled, the next first."""
        events = EventPage.objects.upcoming().exclude(status=Status.CANCELLED)
        return self.filter_by_source(events, value, visible)

    def is_current(self, page: EventPage) -> bool:
        """Return whether the event has not ended."""
        return not page.is_over


class BooksBlock(AutoSectionBlock):
    """Books, the newest first."""

    source = source("books.BookIndexPage")
    count = count(4)
    pinned = pinned("books.BookPage")
    repeats = allow_duplicates()

    class Meta:
        icon = "openquote"
        template = "home/sections/books.html"
        description = _("Books with cover, formats, ISBN and prices")

    def get_candidates(self, value: blocks.StructValue, visible: dict[int, Page]) -> PageQuerySet:
        """Return the newest books of the source."""
        return self.filter_by_source(BookPage.objects.newest_first(), value, visible)
