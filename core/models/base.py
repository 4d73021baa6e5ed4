"""The base class of all page types."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Self

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel, TitleFieldPanel
from wagtail.compat import HTTPMethod
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PagePermissionTester, Revision, WorkflowState
from wagtail.query import PageQuerySet

from core.directory_groups import DirectoryGroup
from core.forms import PageForm, reserved_slug_error
from core.models.publishing import (
    PublicationError,
    cancel_schedule,
    changes_public_page,
    enforce_publication_checks,
    is_protected_revision,
    refuse_alias_of_draft,
    refuse_repeated_rows,
    refuse_revision_of_alias,
)
from core.models.sharing import SharingMixin
from core.permissions import ApprovedPagePermissionTester
from core.queries import visible
from core.rich_text import prefetched_links
from core.search import SearchMetadata
from core.signals import pages_changed
from core.values.languages import furniture_language
from core.video_thumbnails import add_posters
from core.widgets import TitleInput
from images.models import SiteImage


class BasePageQuerySet(PageQuerySet):
    """A queryset of pages, with filters for listings."""

    def visible(self) -> Self:
        """Return the pages that are live and not restricted."""
        return visible(self)

    def newest_first(self) -> Self:
        """Return the visible pages, in descending order of their first publication."""
        return self.visible().order_by("-first_published_at", "-pk")


# Wagtail's log action for a scheduled publication.
SCHEDULED = "wagtail.publish.scheduled"

BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(SharingMixin, Page):
    """The base class of all pages, which implements the listing protocol (`core.listing`)."""

    base_form_class = PageForm
    card_template = "components/card.html"
    feed_template = "core/feed_entry.html"
    # The relations that the card of the page displays, for `prefetch_related()`.
    listing_prefetch: tuple[str, ...] = ()
    # Foreign keys that the card displays, for `select_related()` if all pages are of this type.
    listing_joins: tuple[str, ...] = ()
    schema_type = "WebPage"  # of schema.org
    # One or two words above the title. Defined here because failed lookups in templates are slow.
    kicker = ""
    # A `CitationKind`, if the page offers citations.
    citation_kind = None
    # The groups of pages of this type on the pages of contributors and topics.
    directory_groups: tuple[DirectoryGroup, ...] = ()
    # More relations that the page itself displays, for `prefetch_related()`.
    page_prefetch: tuple[str, ...] = ()
    is_preview = False
    # Whether the page displays a listing, and is about nothing else.
    is_list = False
    # What follows the URL of the page in links to one of its dates.
    date_path = ""
    # The root of the tree has depth 1, home pages have 2; all other pages are below a home page.
    minimum_parent_depth = 2

    # The view of pages is exempt from CSRF protection: a page type that accepts POST must not act
    # with the rights of the user.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    objects = BasePageManager()

    content_panels = [TitleFieldPanel("title", widget=TitleInput)]
    promote_panels = [
        MultiFieldPanel(
            ["slug", "seo_title", "search_description"], heading=_("For search engines")
        ),
        *SharingMixin.sharing_panels,
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise ValidationError if the slug conflicts with a URL of the parent page or the site."""
        super().clean()
        parent = self.get_parent() if self.path else None
        if parent and (error := reserved_slug_error(self.slug, parent)):
            raise ValidationError({"slug": error})

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Return False for siblings of the home page, which have no URL."""
        return super().can_create_at(parent) and parent.depth >= cls.minimum_parent_depth

    @classmethod
    def card_relations(cls) -> tuple[str | Prefetch, ...]:
        """Return the relations that the card displays, for `prefetch_related_objects()`."""
        return cls.listing_prefetch

    @property
    def summary(self) -> str:
        """One or two sentences about the page, for listings; plain text."""
        return self.search_description

    @property
    def listing_image(self) -> SiteImage | None:
        """The image of the page in listings."""
        return None

    @property
    def date_line(self) -> str:
        """The formatted date of the page in listings; empty for most pages."""
        return ""

    @property
    def published_time(self) -> datetime | None:
        """The time at which the page was first published."""
        return self.first_published_at

    @property
    def modified_time(self) -> datetime | None:
        """The time of the last change that readers could see."""
        return self.last_published_at

    @property
    def status_string(self) -> str:
        """The state of the page for editors; Wagtail's words but for a page that was sent back."""
        state = self.current_workflow_state
        if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return _("live + sent back") if self.live else _("sent back")
        return super().status_string

    def canonical_url(self, request: HttpRequest) -> str:
        """Return the URL that search engines should index."""
        return self.get_full_url(request)

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the schema.org properties of this page type, in addition to the common ones."""
        return {}

    def search_metadata(self) -> SearchMetadata:
        """Return the values by which search results are filtered and ordered."""
        return SearchMetadata(language=self.locale.language_code)

    def linked_texts(self) -> list[str]:
        """Return the stored rich texts of the page, whose link targets are prefetched."""
        return []

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """The live ancestors, from the home page down."""
        return list(self.get_ancestors().live().filter(depth__gt=1))

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        """Return Wagtail's permission tester, extended by approvals."""
        return ApprovedPagePermissionTester(user, self)

    def save_revision(self, *args: object, **kwargs: object) -> Revision:
        """Save a draft with posters for its videos, without overwriting a protected revision."""
        refuse_revision_of_alias(self)
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                add_posters(getattr(self, field.name))
        if is_protected_revision(kwargs.get("overwrite_revision")):
            kwargs["overwrite_revision"] = None
        return super().save_revision(*args, **kwargs)

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the page. Raise PublicationError if it would be live and a check forbids that."""
        fields = kwargs.get("update_fields")
        refuse_alias_of_draft(self)
        if changes_public_page(self, fields):
            enforce_publication_checks(self, self.live_revision)
        super().save(*args, **kwargs)
        if fields is None or "live" in fields:  # Saving a draft updates other fields only.
            pages_changed.send(type(self), ids=[self.pk])

    def publish(self, revision: Revision, *args: object, **kwargs: object) -> None:
        """Publish a revision. Cancel the schedule if a scheduled revision fails the checks.

        Wagtail clears the schedule first: if the process ended then, the page would never appear.
        """
        try:
            with transaction.atomic(), refuse_repeated_rows(self):
                super().publish(revision, *args, **kwargs)
        except PublicationError as error:
            if kwargs.get("log_action") != SCHEDULED:
                raise
            cancel_schedule(revision, error)

    def fetch_relations(self) -> None:
        """Prefetch the relations that the page displays."""
        prefetch_related_objects([self], *self.card_relations(), *self.page_prefetch)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Serve the page in its own language, with its relations prefetched."""
        self.fetch_relations()
        return self.in_page_language(super().serve, request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Serve a preview in the language of the page, not in that of the admin."""
        self.is_preview = True
        return self.in_page_language(super().serve_preview, request, mode_name)

    def in_page_language(self, serve: Callable, *args: object, **kwargs: object) -> HttpResponse:
        """Return a response rendered in the language of the page, if its strings exist in it.

        Rendered later, it would be in another language.
        """
        language = translation.override(furniture_language(self.locale.language_code))
        with language, prefetched_links(self.linked_texts()):
            response = serve(*args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def get_sitemap_urls(self, request: object = None) -> list[dict[str, object]]:
        """Return the sitemap entries of the page, with URLs on the requested host."""
        entries = super().get_sitemap_urls(request)
        if request:
            for entry in entries:
                entry["location"] = request.build_absolute_uri(self.get_url(request))
        return entries
