"""What the whole site shares and an administrator sets."""

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models

from core.blocks import LinkStreamBlock, SocialLinkStreamBlock
from core.fields import ChoiceListField
from core.page_checks.rules import check_choices, default_blocking_checks
from core.queries import visible
from core.values.colours import validate_accent
from images.models import SiteImage
from page_cache.memoize import cached

SMALL_TEXT = ["bold", "italic", "link"]
ACCENT = "#a3321b"


@register_setting(icon="home", order=1)
class PublicationSettings(BaseSiteSetting):
    """The publication: what it is called, what it is for, and how readers get around."""

    name = models.CharField(
        max_length=80,
        default="Masthead",
        help_text="The name of the publication, at the top of every page.",
    )
    tagline = models.CharField(
        max_length=160, blank=True, help_text="A few words below the name, on the front page."
    )
    logo = models.ForeignKey(
        SiteImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Printed before the name, at the height of a line. A simple, square picture "
        "with a transparent ground works best.",
    )
    accent_colour = models.CharField(
        max_length=7,
        default=ACCENT,
        validators=[validate_accent],
        help_text="The colour of links and marks. It has to be dark enough to be read on the "
        "page; the lighter shade for dark screens is made of it.",
    )
    notice = RichTextField(
        blank=True,
        features=SMALL_TEXT,
        help_text="A line at the top of every page, for what everybody has to know now: the "
        "office is closed, the shop ships late. Empty it when it is over.",
    )
    statement = RichTextField(
        "statement of aims",
        blank=True,
        features=SMALL_TEXT,
        help_text="What the publication stands for, shown on the front page and in the footer.",
    )
    repost_notice = RichTextField(
        blank=True,
        features=SMALL_TEXT,
        help_text="Printed below every article that was first published elsewhere.",
    )
    header_links = StreamField(
        LinkStreamBlock(),
        blank=True,
        help_text="The sections of the site, in the order of the menu.",
    )
    footer_links = StreamField(
        LinkStreamBlock(),
        blank=True,
        help_text="Pages for those who look for them: about, contact, privacy policy.",
    )
    social_links = StreamField(
        SocialLinkStreamBlock(),
        blank=True,
        help_text="Where else the publication can be followed.",
    )
    blocking_checks = ChoiceListField(
        _("page checks that stop a publication"),
        default=default_blocking_checks,
        blank=True,
        offered=check_choices,
        help_text=_(
            "A page that fails one of the ticked checks cannot be published. All others are "
            "warnings, which editors see in the checks beside the page."
        ),
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline")], heading="Name"),
        MultiFieldPanel(
            [
                FieldPanel("logo"),
                FieldPanel("accent_colour", widget=TextInput(attrs={"type": "color"})),
            ],
            heading="Look",
        ),
        FieldPanel("notice"),
        FieldPanel("statement"),
        FieldPanel("repost_notice"),
        MultiFieldPanel(
            [FieldPanel("header_links"), FieldPanel("footer_links"), FieldPanel("social_links")],
            heading="Navigation",
        ),
        FieldPanel("blocking_checks"),
    ]

    class Meta:
        verbose_name = "publication"

    @property
    def custom_accent(self) -> str:
        """The accent colour as six hexadecimal digits, where it is not the theme's own."""
        return "" if self.accent_colour.lower() == ACCENT else self.accent_colour.lower()[1:]

    @cached_property
    def navigation_pages(self) -> dict[int, Page]:
        """The pages to which every page may lead: those of the menus, and lists by their type.

        Only those that everybody may read, by their keys, the first of the tree last.
        """
        return cached(f"navigation_pages.{self.pk}", self._find_navigation_pages)

    def _find_navigation_pages(self) -> dict[int, Page]:
        links = [*self.header_links.raw_data, *self.footer_links.raw_data]
        chosen = [link["value"]["page"] for link in links if link["type"] == "page"]
        lists = [kind for kind in get_page_models() if getattr(kind, "is_singleton_index", False)]
        types = ContentType.objects.get_for_models(*lists).values()
        wanted = models.Q(pk__in=chosen) | models.Q(content_type__in=types)
        # In order here: for an order SQLite would go through all pages of the site.
        found = sorted(visible(Page.objects.filter(wanted)).order_by(), key=attrgetter("path"))
        return {page.pk: page for page in reversed(found)}

    @cached_property
    def index_pages(self) -> dict[type[Page], Page]:
        """The first public list page of each type."""
        return {page.specific_class: page for page in self.navigation_pages.values()}

    def index_url(self, kind: type[Page], request: HttpRequest) -> str | None:
        """Return the address of the first public list page of a type: many names lead there."""
        if kind not in self._index_urls:
            index = self.index_pages.get(kind)
            self._index_urls[kind] = index and index.get_url(request)
        return self._index_urls[kind]

    @cached_property
    def _index_urls(self) -> dict[type[Page], str | None]:
        return {}

    @cached_property
    def menus(self) -> dict[str, list["MenuLink"]]:
        """The links of the header and the footer that lead somewhere everybody may go."""
        menus = {"header": self.header_links.raw_data, "footer": self.footer_links.raw_data}
        pages = self.navigation_pages
        links = {place: [menu_link(raw, pages) for raw in menu] for place, menu in menus.items()}
        return {place: list(filter(None, found)) for place, found in links.items()}


@dataclass(frozen=True)
class MenuLink:
    """A link of a menu: its words, and the page or the address to which it leads."""

    label: str
    page: Page | None = None
    url: str = ""


def menu_link(raw: dict, pages: dict[int, Page]) -> MenuLink | None:
    """Return a link as its block stores it, or None where its page is not among `pages`."""
    value = raw["value"]
    if raw["type"] != "page":
        return MenuLink(value["label"], url=value["url"])
    page = pages.get(value["page"])
    return page and MenuLink(value.get("label") or page.title, page)
