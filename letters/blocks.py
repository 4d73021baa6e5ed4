"""The parts of a letter: texts, images, and lists of what was published."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from books.models import BookPage
from core.blocks import AppealBlock, CardChooserBlock, FigureBlock
from core.queries import children_of
from events.choices import Status
from events.models import EventPage
from news.models import ArticlePage
from topics.choosers import TopicChooserBlock

MAX_DAYS, MAX_ITEMS = 366, 30
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "blockquote"]


def days(default: int, help_text: str) -> blocks.IntegerBlock:
    """Return the field for the time that a list covers."""
    return blocks.IntegerBlock(
        default=default, min_value=1, max_value=MAX_DAYS, label=_("Days"), help_text=help_text
    )


def count(default: int) -> blocks.IntegerBlock:
    """Return the field for the length of a list."""
    return blocks.IntegerBlock(
        default=default, min_value=1, max_value=MAX_ITEMS, label=_("At most")
    )


class ItemsBlock(blocks.StructBlock):
    """A list of pages, each with its title, its summary and a link."""

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))
    with_images = blocks.BooleanBlock(required=False, default=True, label=_("With images"))

    class Meta:
        template = "letters/parts/items.html"

    def number(self, value: blocks.StructValue, name: str) -> int:
        """Return a number within its bounds: a draft may hold none, or any."""
        block = self.child_blocks[name]
        stored = value[name] if isinstance(value[name], int) else block.get_default()
        return min(max(stored, 1), block.field.max_value)

    def chosen_ids(self, value: blocks.StructValue) -> list[int]:
        """Return the ids of pages that an editor chose."""
        return []

    def find(self, value: blocks.StructValue, moment: datetime) -> PageQuerySet:
        """Return the pages that fill the list at a time; each appears once in the letter."""
        return Page.objects.none()


class ChosenItemsBlock(ItemsBlock):
    """Pages that an editor chooses."""

    items = blocks.ListBlock(CardChooserBlock(label=_("Page")), max_num=MAX_ITEMS, label=_("Pages"))

    class Meta:
        icon = "pick"
        label = _("Chosen pages")
        description = _("Pages of this site, in the order in which you choose them")

    def chosen_ids(self, value: blocks.StructValue) -> list[int]:
        """Return the ids of the pages."""
        return [page.pk for page in value["items"] if page]


class LatestArticlesBlock(ItemsBlock):
    """The articles of the last days."""

    days = days(7, _("Articles of so many days before the letter is sent."))
    section = CardChooserBlock(
        page_type="news.ArticleIndexPage",
        required=False,
        label=_("Section"),
        help_text=_("Leave empty for the articles of all sections."),
    )
    topic = TopicChooserBlock(
        required=False, label=_("Topic"), help_text=_("Only articles with this topic.")
    )
    count = count(10)

    class Meta:
        icon = "doc-full"
        label = _("Latest articles")
        description = _("What was published in the last days; fills itself when it is sent")

    def find(self, value: blocks.StructValue, moment: datetime) -> PageQuerySet:
        """Return the articles of the section and the topic, the latest first."""
        since = moment - timedelta(days=self.number(value, "days"))
        found = ArticlePage.objects.latest_first().filter(
            published_at__gt=since, published_at__lte=moment
        )
        if value["topic"]:
            found = found.filter(topic_assignments__topic=value["topic"])
        if value["section"]:
            section = Page.objects.filter(pk=value["section"].pk).first()
            found = children_of(found, section) if section else found.none()
        return found[: self.number(value, "count")]


class ComingEventsBlock(ItemsBlock):
    """The events of the coming days."""

    days = days(14, _("Events of so many days after the letter is sent."))
    count = count(10)

    class Meta:
        icon = "date"
        label = _("Coming events")
        description = _("What is on in the next days; fills itself when it is sent")

    def find(self, value: blocks.StructValue, moment: datetime) -> PageQuerySet:
        """Return the events that are not cancelled, the next first."""
        until = moment + timedelta(days=self.number(value, "days"))
        events = EventPage.objects.upcoming(moment).filter(next_at__lte=until)
        return events.exclude(status=Status.CANCELLED)[: self.number(value, "count")]


class NewBooksBlock(ItemsBlock):
    """Books that were added to the site in the last days."""

    days = days(30, _("Books that were added in so many days before the letter is sent."))
    count = count(4)

    class Meta:
        icon = "openquote"
        label = _("New books")
        description = _("Books that were added in the last days; fills itself when it is sent")

    def find(self, value: blocks.StructValue, moment: datetime) -> PageQuerySet:
        """Return the books, the newest first."""
        since = moment - timedelta(days=self.number(value, "days"))
        books = BookPage.objects.newest_first()
        return books.filter(first_published_at__gt=since)[: self.number(value, "count")]


class LetterBlock(blocks.StreamBlock):
    """The parts of a letter, from top to bottom."""

    paragraph = blocks.RichTextBlock(
        features=TEXT_FEATURES,
        icon="pilcrow",
        label=_("Text"),
        template="letters/parts/paragraph.html",
        description=_("A greeting, an introduction or a few words between the lists"),
        preview_value="<p>Dear readers, the boat left at six.</p>",
    )
    articles = LatestArticlesBlock()
    events = ComingEventsBlock()
    books = NewBooksBlock()
    items = ChosenItemsBlock()
    image = FigureBlock(label=_("Image"))
    appeal = AppealBlock()
