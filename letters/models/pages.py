"""Letters as pages: written, reviewed and scheduled like all others, and sent on publication."""

from datetime import datetime

from csp.constants import SELF, UNSAFE_INLINE
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.query import PageQuerySet
from wagtail.search import index

from core.blocks import fetch_media, iter_block_values
from core.blocks.stored import CheckedStreamField
from core.index_pages import IndexPage
from core.models import BasePage
from core.values.dates import format_day
from core.widgets import TitleInput
from letters.blocks import LetterBlock
from letters.composition import LetterContent, compose_letter
from letters.models.subscribers import ONE_LINE, MailingList
from letters.panels import SendingPanel
from letters.rendering import LetterMail, render_letter

MAIL, TEXT = "mail", "text"  # preview modes


class LetterIndexPage(IndexPage):
    """The archive of letters."""

    page_description = _("The archive of your letters, in which they are written.")
    subpage_types = ["letters.LetterPage"]

    class Meta:
        verbose_name = _("section of letters")
        verbose_name_plural = _("sections of letters")

    def get_listing(self) -> PageQuerySet:
        """Return the visible letters, the newest first."""
        return LetterPage.objects.newest_first().child_of(self)


class LetterPage(BasePage):
    """A letter, which is sent to the subscribers of a list when it is first published."""

    page_description = _("A letter by email to the subscribers of a list, and a page of the site.")
    parent_page_types = ["letters.LetterIndexPage"]
    subpage_types: list[str] = []

    mailing_list = models.ForeignKey(
        MailingList,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("mailing list"),
        help_text=_(
            "Whose subscribers get it. The name of the letter and its sender are set there."
        ),
    )
    preheader = models.CharField(
        _("preheader"),
        max_length=150,
        blank=True,
        validators=[ONE_LINE],
        help_text=_("The line that mail programs display after the subject. Optional."),
    )
    body = CheckedStreamField(
        LetterBlock(),
        blank=True,
        verbose_name=_("body"),
        help_text=_("The letter from top to bottom. Press + for a list, an image and more."),
    )

    content_panels = [
        SendingPanel(heading=_("Sending")),
        TitleFieldPanel(
            "title",
            widget=TitleInput,
            help_text=_("The subject of the mail, and the title of the web page."),
        ),
        FieldPanel("mailing_list"),
        FieldPanel("preheader"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("preheader"),
        index.SearchField("body"),
    ]
    preview_modes = [
        ("", _("Web page")),
        (MAIL, _("Mail")),
        (TEXT, _("Mail in plain text")),
    ]

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    @property
    def summary(self) -> str:
        """The preheader."""
        return self.preheader

    @property
    def date_line(self) -> str:
        """The day on which it was sent, formatted."""
        return format_day(localtime(self.first_published_at)) if self.first_published_at else ""

    @property
    def sending_time(self) -> datetime:
        """When it is sent: at the planned time, or now."""
        return max(self.go_live_at or now(), now())

    def compose(self) -> LetterContent:
        """Return what it shows: what was sent, or would be sent now."""
        mailing = getattr(self, "mailing", None) if self.pk else None
        return compose_letter(self.body, self.sending_time, mailing.items if mailing else {})

    def render_mail(self, content: LetterContent | None = None) -> LetterMail:
        """Return the message that subscribers get."""
        return render_letter(self, content or self.compose())

    @property
    def mail_size(self) -> int:
        """The size of the message in bytes, for the page checks."""
        return len(self.render_mail().html.encode())

    def linked_texts(self) -> list[str]:
        """Return the rich texts of the body."""
        return [text.source for text in iter_block_values(self.body, RichTextBlock)]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the parts of the letter."""
        fetch_media([self.body])
        context, content = super().get_context(request, *args, **kwargs), self.compose()
        return context | {"parts": content.parts, "related_cards": content.cards}

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Serve the page, or the message in HTML or in plain text."""
        if mode_name == TEXT:
            return HttpResponse(self.render_mail().text, content_type="text/plain; charset=utf-8")
        if mode_name == MAIL:
            response = HttpResponse(self.render_mail().html)
            response._csp_replace = {"style-src": [SELF, UNSAFE_INLINE]}  # as mail has them
            return response
        return super().serve_preview(request, mode_name)
