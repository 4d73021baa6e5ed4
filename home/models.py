"""The front page and standard pages."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page
from wagtail.query import PageQuerySet

from books.models import BookPage
from core.blocks import fetch_media
from core.blocks.stored import CheckedStreamField
from core.feeds import CardFeed
from core.models import BasePage, BodyMixin, LeadImageMixin, PublicationSettings, SummaryMixin
from core.podcasts import RecordingFeed, find_recordings
from core.queries import visible
from core.routing import RoutedPageMixin, SingleQueryRouteMixin
from events.models import EventPage
from home.blocks import FrontPageBlock
from home.front_page import compose
from news.models import ArticlePage
from page_cache.memoize import cached


class HomePage(RoutedPageMixin, SingleQueryRouteMixin, BasePage):
    """The front page, whose sections show pinned pages and fill up with the latest pages."""

    page_description = _("The front page of the site.")
    minimum_parent_depth = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "form_pages.FormPage",
        "news.ArticleIndexPage",
        "news.SeriesPage",
        "news.FormatIndexPage",
        "news.CorrectionsPage",
        "events.EventIndexPage",
        "books.BookIndexPage",
        "letters.LetterIndexPage",
        "contributors.ContributorIndexPage",
        "topics.TopicIndexPage",
    ]

    body = CheckedStreamField(
        FrontPageBlock(),
        blank=True,
        help_text=_("The sections of the front page, from top to bottom."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("front page")

    def get_feed_listing(self) -> PageQuerySet:
        """Return all visible articles, events and books, newest first."""
        kinds = Page.objects.type(ArticlePage, EventPage, BookPage).descendant_of(self)
        return visible(kinds).order_by("-first_published_at", "-pk")

    @path("")
    def show(self, request: HttpRequest) -> HttpResponse:
        """Render the front page."""
        fetch_media([self.body])
        front = compose(self.body, request)
        overrides = {"sections": front.sections, "related_cards": front.visible, "is_home": True}
        return self.render(request, context_overrides=overrides)

    @path("feed/", name="feed")
    @path("feed/json/", name="json_feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Return the newest pages of the whole site as an Atom feed."""
        name = PublicationSettings.for_request(request).name
        return CardFeed(name, self.get_url(request), self.get_feed_listing())(request)

    @property
    def has_podcast(self) -> bool:
        """Whether there are recordings that anybody may hear."""
        return cached("has_podcast", lambda: bool(find_recordings()))

    @path("feed/podcast/", name="podcast")
    def podcast(self, request: HttpRequest) -> HttpResponse:
        """Return the recordings as a podcast."""
        return RecordingFeed()(request)


class StandardPage(LeadImageMixin, SummaryMixin, BodyMixin, BasePage):
    """A page outside news, events and books, such as about, contact or privacy policy."""

    page_description = _("A page that lasts, such as About or Contact.")
    page_prefetch = BodyMixin.body_prefetch
    subpage_types = ["home.StandardPage", "form_pages.FormPage"]

    content_panels = [
        *BasePage.content_panels,
        *SummaryMixin.summary_panels,
        *LeadImageMixin.lead_image_panels,
        *BodyMixin.body_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        *SummaryMixin.summary_search_fields,
        *BodyMixin.body_search_fields,
    ]

    class Meta:
        verbose_name = _("standard page")
