"""Mixins of page types: fields with their panels and search fields."""

from dataclasses import replace
from functools import cached_property
from itertools import chain

from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.blocks import RichTextBlock, StreamValue
from wagtail.search import index

from core.blocks import BodyBlock, fetch_media, iter_block_values, related_page_ids
from core.blocks.stored import CheckedStreamField
from core.listing import cards_by_id
from core.models.base import BasePage
from core.search import SearchMetadata
from core.values.languages import language_choices
from images.models import SiteImage

WORDS_PER_MINUTE = 230  # Silent reading of English non-fiction by adults (Brysbaert, 2019).


class SummaryMixin(models.Model):
    """A page with a summary of one or two sentences."""

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=500,
        help_text=_(
            "One or two sentences, displayed under the title and in lists. Up to 500 characters."
        ),
    )

    summary_panels = [FieldPanel("summary")]
    summary_search_fields = [index.SearchField("summary", boost=1.5)]

    class Meta:
        abstract = True


class TitleLanguageMixin(models.Model):
    """A page whose title can be in a different language from the page."""

    title_language = models.CharField(
        _("language of the title"),
        max_length=10,
        blank=True,
        choices=language_choices,
        help_text=_(
            "Only if it differs from the page’s, so that screen readers pronounce it well."
        ),
    )

    title_language_panels = [FieldPanel("title_language")]

    class Meta:
        abstract = True

    def search_metadata(self) -> SearchMetadata:
        """Return the search metadata, with the language of the title."""
        metadata = super().search_metadata()
        return replace(metadata, language=self.title_language or metadata.language)


class LeadImageMixin(models.Model):
    """A page with an image at its top, which its card displays too."""

    lead_image = models.ForeignKey(
        SiteImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead image"),
        help_text=_("Displayed at the top of the page and in lists. Optional."),
    )
    lead_image_alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_(
            "What the image shows, for readers who cannot see it. If empty, the description of the "
            "image."
        ),
    )
    lead_image_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The image adds no information to the text. Screen readers skip it."),
    )
    lead_image_caption = models.CharField(
        _("caption"),
        max_length=250,
        blank=True,
        help_text=_("Displayed below the image, before its credit."),
    )

    lead_image_panels = [
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldPanel("lead_image_alt"),
                FieldPanel("lead_image_decorative"),
                FieldPanel("lead_image_caption"),
            ],
            heading=_("Lead image"),
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
        """Return the relations of the card, with the lead image in case it was not joined."""
        return ("lead_image", *super().card_relations())

    @property
    def listing_image(self) -> SiteImage | None:
        """The lead image."""
        return self.lead_image

    @property
    def lead_image_description(self) -> str:
        """The alternative text, or the description of the image; empty if it is decorative."""
        if self.lead_image_decorative or not self.lead_image:
            return ""
        return self.lead_image_alt or self.lead_image.default_alt_text

    @property
    def shared_image_alt(self) -> str:
        """The alternative text, or an empty string if the image is decorative."""
        return self.lead_image_description


class BodyMixin(models.Model):
    """A page with a body of blocks and footnotes."""

    body = CheckedStreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("body"),
        help_text=_("The text of the page. Press + for an image, a quotation, a table and more."),
    )

    body_panels = [
        FieldPanel("body"),
        InlinePanel(
            "footnotes",
            heading=_("Footnotes"),
            label=_("footnote"),
            help_text=_(
                "Put the cursor where the mark belongs and press Fn above the text. Footnotes are "
                "numbered for readers, in the order of their marks. In this form, a mark has the "
                "first characters of the ID of its note."
            ),
        ),
    ]
    body_prefetch = ("footnotes",)
    # Relations that `card_ids()` uses.
    related_prefetch: tuple[str, ...] = ()
    # Foreign keys of the page to images and documents.
    file_fields: tuple[str, ...] = ()
    body_search_fields = [
        index.SearchField("body"),
        index.RelatedFields("footnotes", [index.SearchField("text")]),
    ]

    class Meta:
        abstract = True

    @property
    def reading_minutes(self) -> int:
        """The reading time of the body in whole minutes, at least one."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        words = sum(len(text.split()) for text in texts)
        return max(1, round(words / WORDS_PER_MINUTE))

    def card_ids(self) -> list[int]:
        """Return the ids of the pages whose cards the page displays if they are visible."""
        return related_page_ids(self.body)

    @cached_property
    def related_cards(self) -> dict[int, BasePage]:
        """The visible pages whose cards the page displays, by id."""
        return cards_by_id(self.card_ids())

    def fetch_relations(self) -> None:
        """Prefetch the relations of the page and of its cards, which have many in common."""
        prefetch_related_objects([self], *self.related_prefetch)
        self.related_cards = cards_by_id(self.card_ids(), beside=[self])
        super().fetch_relations()

    def linked_texts(self) -> list[str]:
        """Return the rich texts of the page, its StreamFields and its footnotes."""
        values = (iter_block_values(stream, RichTextBlock) for stream in self.streams())
        texts = [text.source for text in chain.from_iterable(values)]
        return [*super().linked_texts(), *texts, *(note.text for note in self.footnotes.all())]

    def streams(self) -> list[StreamValue]:
        """Return the values of all StreamFields that contain images and documents."""
        return [self.body]

    def fetch_media(self) -> None:
        """Fetch the images and documents of the page and of its StreamFields."""
        fetch_media(self.streams(), [(self, name) for name in ("sharing_image", *self.file_fields)])

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Serve the page, with its images and documents prefetched."""
        self.fetch_media()
        return super().serve(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Serve a preview, with its images and documents prefetched."""
        self.fetch_media()
        return super().serve_preview(request, mode_name)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the cards of related pages, which blocks of the body render."""
        context = super().get_context(request, *args, **kwargs)
        context["related_cards"] = self.related_cards
        return context
