"""The base of every page type."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Self

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PagePermissionTester, Revision
from wagtail.query import PageQuerySet

from core.forms import PageForm, reserved_slug_error
from core.models.publishing import (
    PublicationError,
    cancel_schedule,
    changes_public_page,
    enforce_publication_checks,
    is_protected_revision,
)
from core.permissions import ApprovedPagePermissionTester
from core.queries import visible
from core.rich_text import prefetched_links
from core.search import SearchMetadata
from core.signals import pages_changed
from core.video_thumbnails import add_posters
from images.models import SiteImage


class BasePageQuerySet(PageQuerySet):
    """Pages, with the words in which lists of them are asked for."""

    def visible(self) -> Self:
        """Only what everybody may read now: published, and behind no password or sign-in."""
        return visible(self)

    def newest_first(self) -> Self:
        """Visible pages, the last published first."""
        return self.visible().order_by("-first_published_at", "-pk")


# What Wagtail calls the publication of a page whose time has come.
SCHEDULED = "wagtail.publish.scheduled"

BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(Page):
    """A page that any list of the site can show."""

    base_form_class = PageForm
    card_template = "components/card.html"
    # The relations that the page's card shows, as `prefetch_related` names them.
    listing_prefetch: tuple[str, ...] = ()
    # Those of them that are one row each, where all pages of the list are of this type.
    listing_joins: tuple[str, ...] = ()
    # What the page is, in the words of schema.org.
    schema_type = "WebPage"
    # A word or two above its title: what kind of piece it is. Templates ask each page for it, and
    # take longer over what is missing than over what is empty.
    kicker = ""
    # What others cite it as, where they do.
    citation_kind = None
    # What its own page shows besides.
    page_prefetch: tuple[str, ...] = ()
    # Whether what is shown is a draft.
    is_preview = False
    # Depth in the tree: the root is 1, home pages 2, and all others stand below a home page.
    minimum_parent_depth = 2

    objects = BasePageManager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an address that the list above the page has for itself."""
        super().clean()
        parent = self.get_parent() if self.path else None
        if parent and (text := reserved_slug_error(self.slug, parent)):
            raise ValidationError({"slug": text})

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse a page beside the home page, where no reader would find it."""
        return super().can_create_at(parent) and parent.depth >= cls.minimum_parent_depth

    @classmethod
    def card_relations(cls) -> tuple[str | Prefetch, ...]:
        """Return the relations that the card shows now, as they are to be fetched."""
        return cls.listing_prefetch

    @property
    def summary(self) -> str:
        """A sentence or two on what the page is about, for lists; plain text."""
        return self.search_description

    @property
    def listing_image(self) -> SiteImage | None:
        """The picture that stands for the page in lists."""
        return None

    @property
    def date_line(self) -> str:
        """The date that matters of this page, as a reader writes it; empty for most pages."""
        return ""

    @property
    def published_time(self) -> datetime | None:
        """When readers could first read the page."""
        return self.first_published_at

    @property
    def modified_time(self) -> datetime | None:
        """When the page last changed."""
        return self.last_published_at

    @property
    def social_image_url(self) -> str:
        """The address, with the host, of the picture that stands for the page elsewhere."""
        return ""

    def canonical_url(self, request: HttpRequest) -> str:
        """Return the one address under which machines should keep the text of the page."""
        return self.get_full_url(request)

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return what schema.org has to say of this type of page besides what all share."""
        return {}

    def search_metadata(self) -> SearchMetadata:
        """Return what a search has to know of it besides its words."""
        return SearchMetadata(language=self.locale.language_code)

    def linked_texts(self) -> list[str]:
        """Return its rich texts, as they are stored: they may lead to pages and files."""
        return []

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """The pages above it that everybody may read, from the front page down."""
        return list(self.get_ancestors().live().filter(depth__gt=1))

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        """Return who may do what with the page."""
        return ApprovedPagePermissionTester(user, self)

    def save_revision(self, *args: object, **kwargs: object) -> Revision:
        """Save a draft, with the posters of its videos; it overwrites none that somebody read."""
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                add_posters(getattr(self, field.name))
        if is_protected_revision(kwargs.get("overwrite_revision")):
            kwargs["overwrite_revision"] = None
        return super().save_revision(*args, **kwargs)

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the page; raises PublicationError where it may not become public as it is."""
        written = kwargs.get("update_fields")
        if changes_public_page(self, written):
            enforce_publication_checks(self, self.live_revision)
        super().save(*args, **kwargs)
        if written is None or "live" in written:  # and not only that it has a draft
            pages_changed.send(type(self), ids=[self.pk])

    def publish(self, revision: Revision, *args: object, **kwargs: object) -> None:
        """Publish a revision; one whose time has come but that may not go out is put back."""
        try:
            super().publish(revision, *args, **kwargs)
        except PublicationError as refusal:
            if kwargs.get("log_action") != SCHEDULED:
                raise
            cancel_schedule(revision, refusal)

    def fetch_relations(self) -> None:
        """Fetch all that its own page shows."""
        prefetch_related_objects([self], *self.card_relations(), *self.page_prefetch)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Serve the page, with all that it shows fetched at once, in its own language."""
        self.fetch_relations()
        return self._in_its_language(super().serve, request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show a draft to its editor in the language of the page, not in that of the admin."""
        self.is_preview = True
        return self._in_its_language(super().serve_preview, request, mode_name)

    def _in_its_language(self, serve: Callable, *args: object, **kwargs: object) -> HttpResponse:
        """Return a finished response: one that is drawn later would be in another language."""
        language = translation.override(self.locale.language_code)
        with language, prefetched_links(self.linked_texts()):
            response = serve(*args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def get_sitemap_urls(self, request: object = None) -> list[dict[str, object]]:
        """Return the page's entry of the sitemap, on the host that was asked."""
        entries = super().get_sitemap_urls(request)
        if request:
            for entry in entries:
                entry["location"] = request.build_absolute_uri(self.get_url(request))
        return entries
