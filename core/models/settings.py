"""Settings of the publication, which administrators edit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page, get_page_models

from core.blocks import (
    AppealStreamBlock,
    LinkStreamBlock,
    MenuStreamBlock,
    SignUpStreamBlock,
    SocialLinkStreamBlock,
)
from core.blocks.stored import CheckedStreamField
from core.fields import ChoiceListField
from core.page_checks.rules import check_choices, default_blocking_checks
from core.queries import visible
from core.values.colours import Colour, bar_colours, validate_accent
from core.values.fediverse import validate_fediverse_address
from images.models import SiteImage
from page_cache.memoize import cached

INLINE_FEATURES = ["bold", "italic", "link"]
DEFAULT_ACCENT = "#a3321b"  # as in `static/css/tokens.css`


def _identity(field: str, **options: object) -> FieldPanel:
    """Return a panel for administrators; others who may change the settings see the rest."""
    return FieldPanel(field, permission="core.administer_publicationsettings", **options)


@register_setting(icon="home", order=1)
class PublicationSettings(BaseSiteSetting):
    """The name, look, notices and navigation of the publication."""

    name = models.CharField(
        _("name"),
        max_length=80,
        default="Masthead",
        help_text=_("The name of the publication, displayed at the top of every page."),
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        help_text=_("A few words below the name on the front page."),
    )
    logo = models.ForeignKey(
        SiteImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_(
            "Displayed before the name, one line high. A simple, square image with a transparent "
            "background works best."
        ),
    )
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        default=DEFAULT_ACCENT,
        validators=[validate_accent],
        help_text=_(
            "The colour of links. Choose one that is dark enough to read; dark mode uses a lighter "
            "shade of it."
        ),
    )
    notice = RichTextField(
        _("notice"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_(
            "One line at the top of every page for urgent news, such as “The office is closed this "
            "week”. Empty it when it is no longer needed."
        ),
    )
    statement = RichTextField(
        _("statement of aims"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("The aims of the publication, displayed on the front page and in the footer."),
    )
    repost_notice = RichTextField(
        _("repost notice"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("Displayed below every article that was first published elsewhere."),
    )
    header_links = CheckedStreamField(
        MenuStreamBlock(),
        blank=True,
        verbose_name=_("header links"),
        help_text=_("The main menu: for example the sections of the site, in submenus or not."),
    )
    footer_links = CheckedStreamField(
        LinkStreamBlock(),
        blank=True,
        verbose_name=_("footer links"),
        help_text=_("Links at the bottom of every page: about, contact, privacy policy."),
    )
    support_link = CheckedStreamField(
        LinkStreamBlock(max_num=1),
        blank=True,
        verbose_name=_("support link"),
        help_text=_(
            "Where readers can donate or become members, displayed as a button at the top of every "
            "page."
        ),
    )
    appeal = CheckedStreamField(
        AppealStreamBlock(max_num=1),
        blank=True,
        verbose_name=_("appeal"),
        help_text=_("Displayed at the end of every page, above the footer."),
    )
    sign_up = CheckedStreamField(
        SignUpStreamBlock(max_num=1),
        blank=True,
        verbose_name=_("sign-up for letters"),
        help_text=_(
            "Displayed at the end of every page, above the footer, if you send letters by email."
        ),
    )
    social_links = CheckedStreamField(
        SocialLinkStreamBlock(),
        blank=True,
        verbose_name=_("social links"),
        help_text=_("Your accounts on social media, newsletters and so on."),
    )
    fediverse = models.CharField(
        _("fediverse address"),
        max_length=200,
        blank=True,
        validators=[validate_fediverse_address],
        help_text=_(
            "Your account on Mastodon and the like, as @name@server.example. Links to your pages "
            "there lead to it, unless the contributors have accounts of their own."
        ),
    )
    blocking_checks = ChoiceListField(
        _("page checks that stop a publication"),
        default=default_blocking_checks,
        blank=True,
        choices_func=check_choices,
        help_text=_(
            "A page that fails one of the ticked checks cannot be published. All others are "
            "warnings, which editors see in the checks beside the page."
        ),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    _identity("name"),
                    _identity("tagline"),
                    _identity("logo"),
                    _identity("accent_colour", widget=TextInput(attrs={"type": "color"})),
                ],
                heading=_("Name and look"),
            ),
            ObjectList(
                [
                    FieldPanel("notice"),
                    FieldPanel("header_links", heading=_("Main menu")),
                    FieldPanel("support_link"),
                    FieldPanel("footer_links", heading=_("Links at the bottom")),
                    FieldPanel("appeal"),
                    FieldPanel("sign_up"),
                    FieldPanel("social_links"),
                    _identity("fediverse"),
                ],
                heading=_("Notice and menus"),
            ),
            ObjectList(
                [
                    _identity("statement"),
                    _identity("repost_notice"),
                    _identity("blocking_checks"),
                ],
                heading=_("Statements and page checks"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("publication")
        permissions = [
            (
                "administer_publicationsettings",
                _("Can change name, look, statements and page checks, besides menus and notice"),
            )
        ]

    @property
    def custom_accent(self) -> str:
        """The accent colour as six hexadecimal digits, or an empty string for the default."""
        colour = self.accent_colour.lower()
        return "" if colour == DEFAULT_ACCENT else colour[1:]

    @property
    def bar_colours(self) -> list[tuple[str, Colour]]:
        """Pairs of a colour scheme and the colour of the browser's bars in it."""
        accent = self.custom_accent
        return bar_colours(Colour.parse(f"#{accent}") if accent else None)

    @cached_property
    def navigation_pages(self) -> dict[int, Page]:
        """The visible pages of the menus and the singleton indexes, by id, in reverse tree order.

        In this order, `index_pages` keeps the first index of each type.
        """
        return cached(f"navigation_pages.{self.pk}", self._find_navigation_pages)

    def _find_navigation_pages(self) -> dict[int, Page]:
        links = chain.from_iterable(map(_flat, self._raw_menus.values()))
        chosen = [link["value"]["page"] for link in links if link["type"] == "page"]
        indexes = [each for each in get_page_models() if getattr(each, "is_singleton_index", False)]
        types = ContentType.objects.get_for_models(*indexes).values()
        condition = models.Q(pk__in=chosen) | models.Q(content_type__in=types)
        pages = visible(Page.objects.filter(condition)).order_by()
        # Sorted in Python, because with ORDER BY SQLite would scan all pages.
        return {page.pk: page for page in sorted(pages, key=attrgetter("path"), reverse=True)}

    @cached_property
    def index_pages(self) -> dict[type[Page], Page]:
        """The first visible index page of each type."""
        return {page.specific_class: page for page in self.navigation_pages.values()}

    def index_url(self, page_type: type[Page], request: HttpRequest) -> str | None:
        """Return the URL of the first visible index page of a type, cached for many links."""
        if page_type not in self._index_urls:
            index = self.index_pages.get(page_type)
            self._index_urls[page_type] = index and index.get_url(request)
        return self._index_urls[page_type]

    @cached_property
    def _index_urls(self) -> dict[type[Page], str | None]:
        return {}

    @cached_property
    def menus(self) -> dict[str, list["MenuLink"]]:
        """The links of each menu, without pages that are not visible."""
        pages = self.navigation_pages
        return {
            name: list(filter(None, (menu_link(raw, pages) for raw in menu)))
            for name, menu in self._raw_menus.items()
        }

    @property
    def _raw_menus(self) -> dict[str, Sequence[dict]]:
        return {
            "header": self.header_links.raw_data,
            "support": self.support_link.raw_data,
            "footer": self.footer_links.raw_data,
        }


@dataclass(frozen=True)
class MenuLink:
    """A link of a menu, to a page or a URL; or a submenu, with links of its own."""

    label: str
    page: Page | None = None
    url: str = ""
    links: tuple["MenuLink", ...] = ()


def _flat(menu: Iterable[dict]) -> Iterator[dict]:
    """Yield the stored links of a menu and of its submenus."""
    for link in menu:
        yield from link["value"]["links"] if link["type"] == "submenu" else [link]


def menu_link(raw: dict, pages: dict[int, Page]) -> MenuLink | None:
    """Return the link of a stored block, or None if its page is not among `pages`.

    A submenu without such links is left out, too.
    """
    value = raw["value"]
    if raw["type"] == "submenu":
        links = tuple(filter(None, (menu_link(link, pages) for link in value["links"])))
        return MenuLink(value["label"], links=links) if links else None
    if raw["type"] != "page":
        return MenuLink(value["label"], url=value["url"])
    page = pages.get(value["page"])
    return page and MenuLink(value.get("label") or page.title, page)
