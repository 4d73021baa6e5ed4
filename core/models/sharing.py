"""What links to a page show on other sites: a title, a text and a picture."""

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from images.models import SiteImage


class SharingMixin(models.Model):
    """A page for which editors can set what a link to it shows on other sites."""

    sharing_title = models.CharField(
        _("title for sharing"),
        max_length=200,
        blank=True,
        help_text=_("The title that a link to the page shows on other sites, if not its own."),
    )
    sharing_text = models.CharField(
        _("text for sharing"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences below that title, if not the summary of the page."),
    )
    sharing_image = models.ForeignKey(
        SiteImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for sharing"),
        help_text=_(
            "Cropped to 1200 × 630 pixels. Without it, a link shows the lead image; without that, "
            "a card with the title."
        ),
    )

    sharing_panels = [
        MultiFieldPanel(
            [
                FieldPanel("sharing_title"),
                FieldPanel("sharing_text"),
                FieldPanel("sharing_image"),
            ],
            heading=_("Shared links"),
            help_text=_("All of these are optional."),
        )
    ]

    class Meta:
        abstract = True

    def announce(self, text: str) -> str:
        """Return `text`, which stands for the page elsewhere, with a status that matters there."""
        return text

    @property
    def announced_title(self) -> str:
        """The title wherever it stands for the page: in feeds, suggestions and shared links."""
        return self.announce(self.title)

    @property
    def document_title(self) -> str:
        """The title in the `title` element."""
        return self.announce(self.seo_title or self.title)

    @property
    def shared_title(self) -> str:
        """The title that links to the page show on other sites."""
        return self.announce(self.sharing_title or self.title)

    @property
    def shared_text(self) -> str:
        """The text that links to the page show on other sites."""
        text = strip_tags(self.sharing_text or self.search_description or self.summary)
        return self.announce(text) if text else ""

    @property
    def shared_image_alt(self) -> str:
        """The description of the listing image."""
        return ""

    @property
    def card_title(self) -> str:
        """The title on the card of a page without an image."""
        return self.shared_title

    @property
    def card_line(self) -> str:
        """The line below the title on the card: authors or dates."""
        return ""

    @property
    def fediverse_creators(self) -> list[str]:
        """The addresses of the authors in the fediverse."""
        return []

    @property
    def shared_image(self) -> SiteImage | None:
        """The image that links to the page show on other sites, cropped."""
        return self.sharing_image or self.listing_image
