"""Contributors, and their contributions to pages of any type."""

from collections import defaultdict
from functools import cached_property
from itertools import groupby

from anyascii import anyascii
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from contributors.byline import BylinePart, byline, credit_line
from contributors.roles import SCHEMA_PROPERTIES, Role
from core.blocks import SocialLinkStreamBlock
from core.blocks.stored import CheckedStreamField
from core.index_pages import DirectoryIndexPage
from core.metadata.citations import Name
from core.metadata.schema_org import schema_entities
from core.models import DirectoryEntry
from core.values.fediverse import validate_fediverse_address
from images.models import SiteImage
from images.rendition_cache import prefetch_pictures


class ContributorKind(models.TextChoices):
    """The type of a contributor: a schema.org Person or Organization."""

    PERSON = "person", _("Person")
    COLLECTIVE = "collective", _("Collective")


class Contributor(DirectoryEntry):
    """A person or a collective, with or without a user account."""

    kind = models.CharField(max_length=20, choices=ContributorKind, default=ContributorKind.PERSON)
    biography = RichTextField(
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("Two or three sentences for their own page."),
    )
    portrait = models.ForeignKey(
        SiteImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Only if they agree."),
    )
    links = CheckedStreamField(
        SocialLinkStreamBlock(),
        blank=True,
        help_text=_(
            "Where to find them: their own site, other publications, contact. Only what they want "
            "published."
        ),
    )

    fediverse = models.CharField(
        _("fediverse address"),
        max_length=200,
        blank=True,
        validators=[validate_fediverse_address],
        help_text=_(
            "Their account on Mastodon and the like, as @name@server.example, if they want it "
            "published. Links to their articles there lead to it."
        ),
    )

    panels = [
        *DirectoryEntry.entry_panels,
        FieldPanel("kind"),
        FieldPanel("biography"),
        FieldPanel("portrait"),
        FieldPanel("links"),
        FieldPanel("fediverse"),
    ]
    search_fields = [*DirectoryEntry.search_fields, index.SearchField("biography")]

    @property
    def schema_type(self) -> str:
        """The schema.org type of the contributor."""
        return "Person" if self.kind == ContributorKind.PERSON else "Organization"

    @property
    def sort_name(self) -> str:
        """The name by which the contributor is listed: “Example, Ada”; “Reading Group”."""
        name = Name(self.name, self.kind == ContributorKind.PERSON).inverted
        return name.removeprefix("The ")

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the biography and the links as schema.org properties."""
        links = [link.value["url"] for link in self.links]
        texts = {"description": get_text_for_indexing(self.biography).strip(), "sameAs": links}
        return {name: value for name, value in texts.items() if value}

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the URL of the contributor's page, or None without a contributors page."""
        return ContributorIndexPage.entry_url(self, request)


class ContributionManager(models.Manager):
    """A manager that joins the contributor, as no contribution is displayed without it."""

    def get_queryset(self) -> models.QuerySet:
        """Return contributions with their contributors."""
        return super().get_queryset().select_related("contributor")


class Contribution(Orderable):
    """A contributor with a role in a page of any type."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="contributions")
    contributor = models.ForeignKey(
        Contributor, on_delete=models.CASCADE, related_name="contributions"
    )
    role = models.CharField(max_length=20, choices=Role, default=Role.AUTHOR)

    objects = ContributionManager()

    panels = [FieldPanel("contributor"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["page", "contributor", "role"], name="one_part_for_each_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contributor} ({self.get_role_display()})"


class BylineMixin(models.Model):
    """A page with contributors."""

    byline_panels = [
        MultipleChooserPanel(
            "contributions",
            chooser_field_name="contributor",
            heading=_("Contributors"),
            label=_("contributor"),
            help_text=_("All who contributed, in the order in which readers see them."),
        )
    ]
    byline_prefetch = ("contributions",)
    byline_search_fields = [
        index.RelatedFields(
            "contributions",
            [index.RelatedFields("contributor", [index.SearchField("name", boost=1.5)])],
        )
    ]
    # Whether the page checks require a contributor.
    requires_byline = True

    class Meta:
        abstract = True

    @property
    def byline(self) -> list[BylinePart]:
        """The contributors grouped by role, in the order of the byline."""
        return byline((row.role, row.contributor) for row in self.contributions.all())

    @cached_property
    def authors_with_notes(self) -> list[Contributor]:
        """The people of the first part of the byline who have a biography, with portraits."""
        people = self.byline[0].people if self.byline else ()
        authors = [person for person in people if person.biography]
        prefetch_related_objects(authors, "portrait")
        prefetch_pictures(author.portrait for author in authors)
        return authors

    @property
    def credit_line(self) -> str:
        """The byline as plain text."""
        return credit_line(self.byline)

    @property
    def card_line(self) -> str:
        """The byline, on the card of the page."""
        return self.credit_line

    @property
    def fediverse_creators(self) -> list[str]:
        """The addresses of the authors in the fediverse."""
        rows = self.contributions.all()
        return [
            row.contributor.fediverse for row in rows if SCHEMA_PROPERTIES[row.role] == "author"
        ]

    def schema_byline(self, request: HttpRequest) -> dict[str, object]:
        """Return the contributors by properties of a schema.org CreativeWork."""
        by_property = defaultdict(list)
        for row in self.contributions.all():
            by_property[SCHEMA_PROPERTIES[row.role]].append(row.contributor)
        return {name: schema_entities(people, request) for name, people in by_property.items()}


class ContributorIndexPage(DirectoryIndexPage):
    """The directory of contributors, with a listing of the pages of each below its URL."""

    page_description = _("Lists all contributors, each with a page of their work.")
    max_count = 1
    subpage_types = []
    entry_model = Contributor
    entry_lookup = "contributions__contributor"
    entry_template = "contributors/contributor.html"

    class Meta:
        verbose_name = _("contributors page")

    def get_entries(self) -> list[Contributor]:
        """Return the contributors of visible pages, by family name, with their portraits."""
        entries = super().get_entries()
        prefetch_related_objects(entries, "portrait")
        return sorted(entries, key=lambda each: anyascii(each.sort_name).casefold())

    def group_entries(self, entries: list[Contributor]) -> list[tuple[str, list[Contributor]]]:
        """Return the contributors by the first letters of their family names."""
        prefetch_pictures(each.portrait for each in entries)
        return [(letter, list(group)) for letter, group in groupby(entries, _letter)]


def _letter(entry: Contributor) -> str:
    """Return the letter under which a contributor is listed, without accents."""
    first = anyascii(entry.sort_name)[:1].upper()
    return first if first.isalpha() else "#"
