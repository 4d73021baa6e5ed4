"""Parts that several page types share; in each a field, its panel and its search entry together."""

from dataclasses import replace
from functools import cached_property

from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.blocks import RichTextBlock, StreamValue
from wagtail.fields import StreamField
from wagtail.images.models import SourceImageIOError
from wagtail.search import index

from core.blocks import BodyBlock, fetch_media, iter_block_values, related_page_ids
from core.listing import cards_by_id
from core.models.base import BasePage
from core.search import SearchMetadata
from core.values.languages import language_choices
from images.models import SiteImage
from images.rendition_cache import render_picture

WORDS_A_MINUTE = 230  # Adults reading non-fiction in English, silently: Brysbaert, 2019.


class SummaryMixin(models.Model):
    """A page that says in a sentence or two what it is about."""

    summary = models.TextField(
        blank=True,
        max_length=500,
        help_text="One or two sentences, shown under the title and in lists. Up to 500 characters.",
    )

    summary_panels = [FieldPanel("summary")]
    summary_search_fields = [index.SearchField("summary", boost=1.5)]

    class Meta:
        abstract = True


class TitleLanguageMixin(models.Model):
    """A page whose title can be in another language than the page."""

    title_language = models.CharField(
        "language of the title",
        max_length=10,
        blank=True,
        choices=language_choices,
        help_text="Only where it is not the language of the site; it is then read out right.",
    )

    title_language_panels = [FieldPanel("title_language")]

    class Meta:
        abstract = True

    def search_metadata(self) -> SearchMetadata:
        """Return what a search has to know of it: its language is that of its title."""
        facts = super().search_metadata()
        return replace(facts, language=self.title_language or facts.language)


class LeadImageMixin(models.Model):
    """A page with a picture at its top, which also stands for it in lists."""

    lead_image = models.ForeignKey(
        SiteImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The picture at the top of the page and in lists. A page without one looks fine.",
    )
    lead_image_alt = models.CharField(
        "alternative text",
        max_length=250,
        blank=True,
        help_text="What the picture shows here, for somebody who cannot see it.",
    )
    lead_image_decorative = models.BooleanField(
        "only decorates",
        default=False,
        help_text="It says nothing that the text does not say. Programs that read the page out "
        "pass over it.",
    )
    lead_image_caption = models.CharField(
        "caption",
        max_length=250,
        blank=True,
        help_text="Printed below the picture, before its credit.",
    )

    lead_image_panels = [
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldPanel("lead_image_alt"),
                FieldPanel("lead_image_decorative"),
                FieldPanel("lead_image_caption"),
            ],
            heading="Lead image",
        )
    ]
    lead_image_search_fields = [index.SearchField("lead_image_caption")]
    listing_joins = ("lead_image",)
    file_fields = ("lead_image",)
    social_rendition = "lead"

    class Meta:
        abstract = True

    @classmethod
    def card_relations(cls) -> tuple[str | models.Prefetch, ...]:
        """Return what its card shows: its picture, where that was not joined."""
        return ("lead_image", *super().card_relations())

    @property
    def listing_image(self) -> SiteImage | None:
        """The lead image."""
        return self.lead_image

    @property
    def lead_image_description(self) -> str:
        """What is read out in its place: nothing where it only decorates."""
        return "" if self.lead_image_decorative else self.lead_image_alt

    @cached_property
    def social_image_url(self) -> str:
        """The address of the lead image as JPEG, which every host can show."""
        if not self.lead_image:
            return ""
        try:
            return render_picture(self.lead_image, self.social_rendition).fallback_url
        except SourceImageIOError:
            return ""


class BodyMixin(models.Model):
    """A page whose text is made of blocks."""

    body = StreamField(
        BodyBlock(),
        blank=True,
        help_text="The text of the page. Press + for a picture, a quotation, a table and more.",
    )

    body_panels = [
        FieldPanel("body"),
        InlinePanel(
            "footnotes",
            heading="Footnotes",
            label="footnote",
            help_text="Notes to the text. Put the mark where it belongs with the button Fn of the "
            "text; the numbers follow the order of the marks.",
        ),
    ]
    body_prefetch = ("footnotes",)
    # The relations by which it finds the pages whose cards it shows.
    related_prefetch: tuple[str, ...] = ()
    # Its own pictures and files, besides those of the text.
    file_fields: tuple[str, ...] = ()
    body_search_fields = [
        index.SearchField("body"),
        index.RelatedFields("footnotes", [index.SearchField("text")]),
    ]

    class Meta:
        abstract = True

    @property
    def reading_minutes(self) -> int:
        """How long the text takes to read, in whole minutes, at least one."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        words = sum(len(text.split()) for text in texts)
        return max(1, round(words / WORDS_A_MINUTE))

    def card_ids(self) -> list[int]:
        """Return the ids of all pages whose cards the page shows, if everybody may read them."""
        return related_page_ids(self.body)

    @cached_property
    def related_cards(self) -> dict[int, BasePage]:
        """The public pages whose cards the page shows, by id."""
        return cards_by_id(self.card_ids())

    def fetch_relations(self) -> None:
        """Fetch what it shows together with its cards: these show much of the same."""
        prefetch_related_objects([self], *self.related_prefetch)
        self.related_cards = cards_by_id(self.card_ids(), beside=[self])
        super().fetch_relations()

    def linked_texts(self) -> list[str]:
        """Return the rich texts of the body and of its notes."""
        found = (text for body in self.streams() for text in iter_block_values(body, RichTextBlock))
        texts = [text.source for text in found]
        return [*super().linked_texts(), *texts, *(note.text for note in self.footnotes.all())]

    def streams(self) -> list[StreamValue]:
        """Return all of the page that is made of blocks with pictures and files."""
        return [self.body]

    def fetch_media(self) -> None:
        """Fetch the pictures and files of the text, and those of the page with them."""
        fetch_media(self.streams(), [(self, name) for name in self.file_fields])

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Serve the page."""
        self.fetch_media()
        return super().serve(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show a draft."""
        self.fetch_media()
        return super().serve_preview(request, mode_name)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Offer the blocks of the body the pages they point at, fetched all at once."""
        context = super().get_context(request, *args, **kwargs)
        context["related_cards"] = self.related_cards
        return context
